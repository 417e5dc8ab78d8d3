"""The kinds of pages about the service."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Information(TextChoices):
    """A kind of page about the service; the foot of every page leads to one of each."""

    ACCESSIBILITY = "accessibility", _("Accessibility statement")
    PRIVACY = "privacy", _("Privacy notice")
    COOKIES = "cookies", _("Cookies")
    CONTACT = "contact", _("Contact")
