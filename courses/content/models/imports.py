"""Records of imported Word documents: the course made of each, and what could not be kept."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.content.models.pages import CoursePage


class WordImport(models.Model):
    """A course that was made of a Word document.

    ``digest`` is the SHA-256 of the file, so that sending it twice makes one course; ``token``
    names the form that was filled in, so that pressing the button twice does too. ``losses`` are
    ``importing.Loss`` as JSON; the words for them are found when they are shown.
    """

    course = models.OneToOneField(
        CoursePage, on_delete=models.CASCADE, related_name="word_import", verbose_name=_("course")
    )
    digest = models.CharField(max_length=64, db_index=True)
    token = models.UUIDField()
    file_name = models.CharField(_("file"), max_length=255)
    kept = models.JSONField(default=dict)
    losses = models.JSONField(default=list)
    imported_at = models.DateTimeField(_("imported"), auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("imported by"),
    )

    class Meta:
        verbose_name = _("import from Word")
        verbose_name_plural = _("imports from Word")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["imported_by", "token"], name="word_import_once")
        ]

    def __str__(self) -> str:
        return self.file_name
