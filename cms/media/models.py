"""Images and documents of our own, so that fields can be added without moving files."""

from __future__ import annotations

from typing import Any

import structlog
from django.db import DatabaseError, models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.images.models import Image as WagtailImage

from cms.media import recordings

logger = structlog.get_logger(__name__)

# What Wagtail calls the file of a rendition that it could not make.
NOT_FOUND = "not-found"


class LibraryImage(AbstractImage):
    """A picture in the library; whether it needs words is said where it is used."""

    credit = models.CharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit")

    def get_rendition(self, filter: Filter | str) -> Any:
        """Return the picture at another size, or as "not-found" where it cannot be shown.

        Each exception of a library for pictures would take down every list that it is in.
        """
        try:
            return super().get_rendition(filter)
        except Exception as fault:
            _raise_if_the_database_failed(fault)
            logger.warning("picture_not_shown", picture=self.pk, error=type(fault).__name__)
            return self._not_found()

    def get_renditions(self, *filters: Filter | str) -> dict[str, Any]:
        """Return the picture at other sizes, by their names, as ``get_rendition`` does each."""
        try:
            return super().get_renditions(*filters)
        except Exception as fault:
            _raise_if_the_database_failed(fault)
            names = [each if isinstance(each, str) else each.spec for each in filters]
            return {name: self.get_rendition(name) for name in names}

    @property
    def can_be_shown(self) -> bool:
        """True where there is a file that can be shown on a page."""
        return bool(self.get_rendition("width-960|preserve-svg").file.name != NOT_FOUND)

    def _not_found(self) -> Rendition:
        missing = Rendition(image=self, width=0, height=0)
        missing.file.name = NOT_FOUND
        return missing

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


def _raise_if_the_database_failed(fault: Exception) -> None:
    if isinstance(fault, DatabaseError):
        raise fault
