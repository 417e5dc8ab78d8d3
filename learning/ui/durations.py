"""Lengths of time in words."""

from __future__ import annotations

from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60


def duration(minutes: int) -> str:
    """Return ``minutes`` in words: "45 minutes", "1 hour 20 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(num)s hour", "%(num)s hours", hours) % {"num": hours})
    if rest or not hours:
        parts.append(ngettext("%(num)s minute", "%(num)s minutes", rest) % {"num": rest})
    return " ".join(parts)


def lifetime(seconds: int) -> str:
    """Return ``seconds`` in the largest unit that fits: "1 year", "180 days", "12 hours"."""
    if seconds % (365 * DAY) == 0:
        years = seconds // (365 * DAY)
        return ngettext("%(num)s year", "%(num)s years", years) % {"num": years}
    if seconds % DAY == 0:
        days = seconds // DAY
        return ngettext("%(num)s day", "%(num)s days", days) % {"num": days}
    if seconds % HOUR == 0:
        hours = seconds // HOUR
        return ngettext("%(num)s hour", "%(num)s hours", hours) % {"num": hours}
    minutes = -(-seconds // MINUTE)
    return ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}
