"""Narrowing: the number beside a choice is what choosing it gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.catalogue.facets import FACETS, LENGTHS, Candidate, length_of, narrow

VALUES = {
    "topic": ("data", "cyber", "ai"),
    "level": ("awareness", "working"),
    "length": tuple(LENGTHS),
    "language": ("en-gb", "cy"),
}
candidates = st.lists(
    st.fixed_dictionaries({facet: st.sampled_from(VALUES[facet]) for facet in FACETS}), max_size=25
).map(lambda rows: [Candidate(number, values) for number, values in enumerate(rows)])
choices = st.fixed_dictionaries(
    {facet: st.lists(st.sampled_from(VALUES[facet]), unique=True, max_size=2) for facet in FACETS}
)


@given(candidates, choices)
def test_a_count_is_what_choosing_that_alone_in_its_facet_gives(
    found: list[Candidate], chosen: dict[str, list[str]]
) -> None:
    counts = narrow(found, chosen).counts
    for facet in FACETS:
        for value in VALUES[facet]:
            instead = narrow(found, {**chosen, facet: [value]})
            assert counts[facet][value] == len(instead.ids)


@given(candidates, choices)
def test_adding_a_choice_brings_exactly_its_count(
    found: list[Candidate], chosen: dict[str, list[str]]
) -> None:
    now = narrow(found, chosen)
    for facet in FACETS:
        for value in set(VALUES[facet]) - set(chosen[facet]):
            more = narrow(found, {**chosen, facet: [*chosen[facet], value]})
            gained = now.counts[facet][value]
            assert len(more.ids) == (len(now.ids) + gained if chosen[facet] else gained)


@given(candidates, choices)
def test_what_remains_matches_every_facet_and_keeps_its_order(
    found: list[Candidate], chosen: dict[str, list[str]]
) -> None:
    left = narrow(found, chosen).ids
    assert left == sorted(left)
    by_hand = [
        one.id
        for one in found
        if all(not chosen[facet] or one.values[facet] in chosen[facet] for facet in FACETS)
    ]
    assert left == by_hand


def test_nothing_chosen_leaves_everything() -> None:
    found = [Candidate(7, {facet: VALUES[facet][0] for facet in FACETS})]
    assert narrow(found, {}).ids == [7]


@pytest.mark.parametrize(
    ("minutes", "name"),
    [(1, "short"), (30, "short"), (31, "medium"), (90, "medium"), (91, "long"), (6000, "long")],
)
def test_every_length_has_one_name(minutes: int, name: str) -> None:
    assert length_of(minutes) == name


def test_a_work_is_shown_once_in_the_language_preferred() -> None:
    def entry(number: int, language: str, work: str) -> Candidate:
        values = {facet: VALUES[facet][0] for facet in FACETS}
        return Candidate(number, {**values, "language": language}, work=work)

    found = [
        entry(1, "en-gb", "both"), entry(2, "cy", "both"), entry(3, "en-gb", "english"),
        entry(4, "cy", "welsh"), entry(5, "en-gb", ""), entry(6, "en-gb", ""),
    ]  # fmt: skip
    assert narrow(found, {}, preferred="cy").ids == [2, 3, 4, 5, 6]
    assert narrow(found, {}, preferred="en-gb").ids == [1, 3, 4, 5, 6]
    assert narrow(found, {}).ids == [1, 3, 4, 5, 6], "or else the best match"
    assert narrow(found, {"language": ["en-gb"]}, preferred="cy").ids == [1, 3, 5, 6]
    assert narrow(found, {}, preferred="cy").counts["language"] == {"en-gb": 4, "cy": 2}
    assert narrow(found, {}, preferred="cy").counts["level"].total() == 5
