"""Timestamps and durations as statements write them (xAPI 1.0.3, Data 4.5 and 4.6)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from .caches import bounded_cache

MAX_LENGTH = 100

# ISO 8601 as the specification's own examples and ADL's conformance suite use it: extended or
# basic, the time and the zone optional, ±hh, ±hhmm or ±hh:mm.
ISO_8601 = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)"
    r"(?:[Tt ](?P<hour>\d\d)"
    r"(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?)?"
    r"(?P<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
# RFC 3339, which xAPI 2.0 requires.
RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)
DURATION = re.compile(
    r"P(?:\d+(?:[.,]\d+)?W"
    r"|(?=\d|T\d)(?:\d+(?:[.,]\d+)?Y)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?D)?"
    r"(?:T(?=\d)(?:\d+(?:[.,]\d+)?H)?(?:\d+(?:[.,]\d+)?M)?(?:\d+(?:[.,]\d+)?S)?)?)",
    re.ASCII,
)


# What nearly everybody sends, and Python reads by itself: with seconds and a zone that is no
# negative zero. Whether there is such a day it tells, too.
_USUAL = re.compile(
    r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|\+[01]\d:[0-5]\d)",
    re.ASCII,
)


@bounded_cache(entries=1024, longest=MAX_LENGTH)
def parse_timestamp(text: str) -> datetime:
    """Return the instant of an ISO 8601 date and time, in UTC where it names no zone.

    A fraction finer than a microsecond is cut, and a leap second is the second after it.
    ValueError where the text is no such time, or its offset is a negative zero, which
    ISO 8601 forbids.
    """
    if _USUAL.fullmatch(text):
        try:
            return datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise ValueError("must be a real date and time") from error
    found = ISO_8601.fullmatch(text) if len(text) <= MAX_LENGTH else None
    if not found:
        raise ValueError("must be a date and time in ISO 8601 format")
    zone = found["zone"] or "Z"
    offset = timedelta()
    if zone not in "Zz":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        hours, minutes = int(digits[:2]), int(digits[2:])
        if zone[0] == "-" and hours == minutes == 0:
            raise ValueError("must not have the offset -00:00")
        if hours > 23 or minutes > 59:
            raise ValueError("must have an offset of less than a day")
        offset = timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
    second = int(found["second"] or 0)
    leap = second == 60
    try:
        moment = datetime(
            int(found["year"]),
            int(found["month"]),
            int(found["day"]),
            int(found["hour"] or 0),
            int(found["minute"] or 0),
            59 if leap else second,
            int((found["fraction"] or "")[:6].ljust(6, "0")),
            tzinfo=UTC,
        )
        return moment - offset + timedelta(seconds=leap)
    except (ValueError, OverflowError) as error:
        raise ValueError("must be a real date and time") from error


def format_timestamp(moment: datetime) -> str:
    """Return ``moment`` in UTC to the millisecond, as in ``2026-05-01T09:30:00.000Z``."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def format_duration(length: timedelta) -> str:
    """Return ``length`` as an ISO 8601 duration to a hundredth of a second, as in ``PT1M30S``."""
    hundredths = round(length / timedelta(milliseconds=10))
    if hundredths < 0:
        raise ValueError("A duration cannot be negative.")
    minutes, hundredths = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
    parts = [
        f"{hours}H" if hours else "",
        f"{minutes}M" if minutes else "",
        f"{seconds}S" if hundredths or not (hours or minutes) else "",
    ]
    return "PT" + "".join(parts)
