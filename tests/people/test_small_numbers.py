"""No number that is shown leaves a group of 1 to 4 people as the only possible answer."""

from __future__ import annotations

import pytest

from learning.people.small_numbers import ROUNDED_TO, share, shown, shown_of_both

MOST = 40
SMALL = {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("people", "of", "seen"),
    [
        (0, None, 0), (1, None, None), (4, None, None), (5, None, 5), (7, None, 5), (8, None, 10),
        (100, None, 100), (102, None, 100), (6, 9, None), (5, 10, 5), (9, 10, None), (10, 10, 10),
        (0, 9, 0), (0, 3, None), (3, 100, None), (97, 100, None), (0, 0, 0),
    ],
)  # fmt: skip
def test_small_numbers_and_small_rests_are_not_shown(
    people: int, of: int | None, seen: int | None
) -> None:
    assert shown(people, of=of) == seen


def seen_by_whole_and_part() -> dict[tuple[int | None, int | None], set[tuple[int, int]]]:
    """Return what is shown of every course, with all the courses that look like it."""
    alike: dict[tuple[int | None, int | None], set[tuple[int, int]]] = {}
    for whole in range(MOST):
        for part in range(whole + 1):
            alike.setdefault((shown(whole), shown(part, of=whole)), set()).add((whole, part))
    return alike


def test_no_subtraction_leaves_only_small_groups() -> None:
    for seen, worlds in seen_by_whole_and_part().items():
        rests = {whole - part for whole, part in worlds}
        assert not rests <= SMALL, (seen, worlds)
        if None not in seen:
            assert not rests & SMALL, "both are shown only where no small group is left"


def test_no_three_numbers_leave_only_small_groups() -> None:
    """Started, completed and stopped in one lesson, which nobody did who completed."""
    alike: dict[tuple[int | None, ...], set[int]] = {}
    for whole in range(MOST):
        for done in range(whole + 1):
            for stopped in range(whole - done + 1):
                seen = (shown(whole), shown(done, of=whole), shown(stopped, of=whole))
                alike.setdefault(seen, set()).add(whole - done - stopped)
    for seen, rests in alike.items():
        if None not in seen:
            assert not rests <= SMALL, (seen, rests)


def test_one_person_more_is_seen_once_in_five_times_at_most() -> None:
    changes = [shown(n) != shown(n + 1) for n in range(5, 1000)]
    assert sum(changes) <= len(changes) // ROUNDED_TO + 1


@pytest.mark.parametrize(
    ("people", "of", "seen"),
    [(3, 5, None), (5, 7, None), (5, 10, 50), (6, 11, 50), (0, 20, 0), (20, 20, 100), (1, 2, None)],
)
def test_a_share_tells_no_more_than_the_numbers(people: int, of: int, seen: int | None) -> None:
    assert share(people, of=of) == seen


def test_from_a_share_no_exact_number_follows() -> None:
    alike: dict[tuple[int | None, int | None], set[int]] = {}
    for whole in range(MOST):
        for part in range(whole + 1):
            alike.setdefault((shown(whole), share(part, of=whole)), set()).add(part)
    for (whole_seen, share_seen), parts in alike.items():
        if whole_seen and share_seen:
            assert not parts <= SMALL


def seen_of_a_department(whole: int, done: int, own: int, own_done: int) -> tuple[int | None, ...]:
    """Return what everybody together sees: authors of the course, and the lead of a department."""
    return (
        shown(whole),
        shown(done, of=whole),
        shown(own, of=whole),
        shown_of_both(own_done, one=own, other=done, whole=whole),
    )


def test_no_difference_between_a_department_and_the_whole_leaves_only_a_small_group() -> None:
    """Who started and completed, of a department and of all: each group, and every rest."""
    groups = (
        lambda whole, done, own, own_done: own,
        lambda whole, done, own, own_done: whole - own,
        lambda whole, done, own, own_done: own_done,
        lambda whole, done, own, own_done: own - own_done,
        lambda whole, done, own, own_done: done - own_done,
        lambda whole, done, own, own_done: whole - own - done + own_done,
    )
    alike: dict[tuple[int | None, ...], list[set[int]]] = {}
    for whole in range(26):
        for own in range(whole + 1):
            for done in range(whole + 1):
                for own_done in range(max(0, done - whole + own), min(own, done) + 1):
                    world = (whole, done, own, own_done)
                    seen = seen_of_a_department(*world)
                    found = alike.setdefault(seen, [set() for _group in groups])
                    for numbers, group in zip(found, groups, strict=True):
                        numbers.add(group(*world))
    told = {
        seen
        for seen, found in alike.items()
        # That a number is not shown tells that it is small where nothing else is shown.
        if seen[0] is not None and any(numbers <= SMALL for numbers in found)
    }
    assert told == set()


@pytest.mark.parametrize(
    ("both", "one", "other", "whole", "seen"),
    [
        (10, 20, 20, 40, 10),
        (0, 10, 10, 40, 0),
        (3, 20, 20, 40, None),  # themselves
        (18, 20, 25, 40, None),  # two of the department have not completed
        (20, 30, 23, 40, None),  # three elsewhere have
        (5, 10, 10, 18, None),  # three elsewhere have not
        (5, 10, 10, 13, None),  # three elsewhere have started at all
        (8, 8, 8, 8, 10),
    ],
)
def test_those_in_both_groups_are_shown_where_none_of_the_four_is_small(
    both: int, one: int, other: int, whole: int, seen: int | None
) -> None:
    assert shown_of_both(both, one=one, other=other, whole=whole) == seen
