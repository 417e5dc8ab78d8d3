"""Narrowing a list of things to learn, and counting what each choice would leave. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

FACETS = ("topic", "level", "length", "language")

# Upper bounds in minutes: what fits into a break, an afternoon gap, or needs planning.
LENGTHS = {"short": (0, 30), "medium": (31, 90), "long": (91, 10**6)}


def length_of(minutes: int) -> str:
    """Return the name of the length that ``minutes`` falls into."""
    return next(name for name, (low, high) in LENGTHS.items() if low <= minutes <= high)


@dataclass(frozen=True)
class Candidate:
    """One match, with what narrowing needs to know of it; matches come best first.

    ``outside`` says that title, summary and outcomes alone match; ``work`` is shared by the
    translations of one work, and empty where there is nothing to share.
    """

    id: int
    values: Mapping[str, str]
    outside: bool = False
    work: str = ""


@dataclass(frozen=True)
class Narrowed:
    """The ids that remain, in order, and for each facet how many each choice would leave."""

    ids: list[int]
    counts: dict[str, Counter[str]] = field(default_factory=dict)


def narrow(
    candidates: Sequence[Candidate], chosen: Mapping[str, Sequence[str]], *, preferred: str = ""
) -> Narrowed:
    """Keep the candidates that match every facet chosen.

    Within a facet choices add up, between facets they narrow. A facet's own counts ignore its
    own choices, so that a person sees what adding another would bring. Where no language is
    chosen a work is shown once: in the language ``preferred``, or else in the best match's.
    """
    hidden = set() if chosen.get("language") else _other_languages(candidates, preferred)
    ids: list[int] = []
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for candidate in candidates:
        misses = [
            facet
            for facet in FACETS
            if chosen.get(facet) and candidate.values[facet] not in chosen[facet]
        ]
        if candidate.id in hidden:
            if not misses:
                counts["language"][candidate.values["language"]] += 1
        elif not misses:
            ids.append(candidate.id)
            for facet in FACETS:
                counts[facet][candidate.values[facet]] += 1
        elif len(misses) == 1:
            counts[misses[0]][candidate.values[misses[0]]] += 1
    return Narrowed(ids, counts)


def _other_languages(candidates: Iterable[Candidate], preferred: str) -> set[int]:
    """Return the ids of candidates whose work is shown in another language instead."""
    shown: dict[str, Candidate] = {}
    hidden = set()
    for candidate in candidates:
        rival = shown.get(candidate.work) if candidate.work else None
        if rival is None:
            shown[candidate.work] = candidate
        elif candidate.values["language"] == preferred != rival.values["language"]:
            shown[candidate.work] = candidate
            hidden.add(rival.id)
        else:
            hidden.add(candidate.id)
    return hidden
