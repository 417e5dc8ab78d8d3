"""The reach of a change to a published course among the people who are part-way through."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reach(TextChoices):
    """The people who get a change; anyone who starts the course later gets it in any case."""

    CORRECTION = "correction", _("Everyone, at once: it is a correction, and teaches nothing new")
    EVERYONE = "everyone", _("Everyone, from their next step")
    NEW_STARTERS = "new-starters", _("Only people who start from now on")
