"""Numbers of people, as they may be shown: the one function that every page and file asks. Pure.

Somebody who knows a small team can tell from "9 started, 6 completed" who the three others are.
So a number is left out where it, or the rest of what it is a part of, is between 1 and 4; and
what is shown is rounded to the nearest 5, so that neither a subtraction between two pages, files
or languages, nor one between two days, leaves a group of 1 to 4 as the only possible answer.
"""

from __future__ import annotations

SMALLEST_GROUP = 5
ROUNDED_TO = 5


def shown(people: int, *, of: int | None = None) -> int | None:
    """Return ``people`` as they may be shown: 0, or rounded to the nearest 5; None for not at all.

    ``of`` is the exact number of the group that these people are a part of, where that is shown as
    well: then the rest must not be small either.
    """
    if _is_small(people) or (of is not None and (_is_small(of) or _is_small(of - people))):
        return None
    return ROUNDED_TO * ((people + ROUNDED_TO // 2) // ROUNDED_TO)


def shown_of_both(both: int, *, one: int, other: int, whole: int) -> int | None:
    """Return how many people are in both of two groups of a whole, as it may be shown, or None.

    ``one``, ``other`` and ``whole`` are the exact numbers, and shown as well: those of a department
    who completed a course are some of those of the department who started it, and some of all who
    completed it. From the four numbers follow the four groups that in or out of each makes, so
    none of these may be small.
    """
    if shown(one, of=whole) is None or shown(other, of=whole) is None:
        return None
    groups = (both, one - both, other - both, whole - one - other + both)
    return None if any(map(_is_small, groups)) else shown(both)


def share(people: int, *, of: int) -> int | None:
    """Return the share of ``people`` in ``of``, 0 to 100, from what is shown of both, or None.

    An exact share of a known number would be the exact number again.
    """
    part, whole = shown(people, of=of), shown(of)
    return round(100 * part / whole) if part is not None and whole else None


def _is_small(people: int) -> bool:
    return 0 < people < SMALLEST_GROUP
