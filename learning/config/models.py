"""The service's name, where it was chosen here and not in the environment."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceName(models.Model):
    """The service's name in one language; "" is the one of every language without its own."""

    language = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("name of the service")
        verbose_name_plural = _("names of the service")
        ordering: ClassVar = ["language"]

    def __str__(self) -> str:
        return self.name
