"""Periods for which data are kept, in words that come from the numbers that the code uses."""

from __future__ import annotations

from typing import Any

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from learning.ui.durations import lifetime

# Nothing deletes a person, or what they learnt, by itself: somebody decides it.
WHILE_EMPLOYED = _("While you work here, and afterwards until your organisation deletes it")
RECORD_OF_LEARNING = _("Until your organisation deletes the record of what you learnt")

_lifetime = lazy(lifetime, str)


def lasting(words: Any, seconds: int) -> Any:
    """Return ``words`` with ``{period}`` as ``seconds`` in words, in the language of the reader."""
    return format_lazy(words, period=_lifetime(seconds))


def period(seconds: int) -> Any:
    """Return ``seconds`` in words, in the language of the reader."""
    return _lifetime(seconds)
