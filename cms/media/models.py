"""Images and documents of our own, so that fields can be added without moving files."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from cms.media import recordings


class LibraryImage(AbstractImage):
    """A picture in the library; whether it needs words is said where it is used."""

    credit = models.CharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class Rendition(AbstractRendition):
    """A picture at one size, made from the original."""

    image = models.ForeignKey(LibraryImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="rendition_once"
            )
        ]


class LibraryDocument(AbstractDocument):
    """A file that learners download, watch or listen to."""

    # How long a recording lasts; None for other files.
    seconds = models.FloatField(null=True, editable=False)

    admin_form_fields = WagtailDocument.admin_form_fields

    def _set_document_file_metadata(self) -> None:
        super()._set_document_file_metadata()
        self.seconds = None
        if recordings.kind_of(self.filename):
            self.seconds = recordings.read(self.file, self.filename).seconds

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
