"""Personal data of this room: who put a file into the library."""

from django.utils.translation import gettext_lazy as _

from learning.privacy.registry import Link, OnErase, declare

# Wagtail makes tables for its own images and documents too, though ours are in their place.
for table in (
    "media.LibraryImage",
    "media.LibraryDocument",
    "wagtailimages.Image",
    "wagtaildocs.Document",
    "wagtailcore.UploadedFile",
):
    declare(
        table,
        app="cms.media",
        person="uploaded_by_user",
        link=Link.MENTIONS,
        purpose=_("To ask who brought a file where it came from"),
        retention=_("As long as the file"),
        on_erase=OnErase.UNLINK,
    )
