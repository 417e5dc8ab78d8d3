"""What an answer to a knowledge check deserves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.content.knowledge.checks import Check, CheckKind, Option, UnusableAnswer, mark


def a_check(kind: CheckKind, right: str = "a", keys: str = "abc") -> Check:
    return Check(
        key="k",
        kind=kind,
        question="?",
        options=tuple(Option(key, key.upper(), key in right, f"about {key}") for key in keys),
        explanation="",
    )


@pytest.mark.parametrize(
    ("kind", "right", "answer", "correct"),
    [
        (CheckKind.SINGLE, "a", ["a"], True),
        (CheckKind.SINGLE, "a", ["b"], False),
        (CheckKind.TRUE_FALSE, "b", ["b"], True),
        (CheckKind.MULTIPLE, "ac", ["c", "a"], True),
        (CheckKind.MULTIPLE, "ac", ["a"], False),
        (CheckKind.MULTIPLE, "ac", ["a", "b", "c"], False),
        (CheckKind.ORDERING, "", ["a", "b", "c"], True),
        (CheckKind.ORDERING, "", ["b", "a", "c"], False),
    ],
)
def test_marking(kind: CheckKind, right: str, answer: list[str], correct: bool) -> None:
    assert mark(a_check(kind, right), answer).correct is correct


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (CheckKind.SINGLE, []),
        (CheckKind.SINGLE, ["a", "b"]),
        (CheckKind.SINGLE, ["nobody"]),
        (CheckKind.MULTIPLE, ["a", "a"]),
        (CheckKind.ORDERING, ["a", "b"]),
        (CheckKind.ORDERING, ["a", "b", "b"]),
    ],
)
def test_an_answer_that_cannot_be_one_is_refused(kind: CheckKind, answer: list[str]) -> None:
    with pytest.raises(UnusableAnswer):
        mark(a_check(kind), answer)


def test_feedback_is_on_what_was_chosen_and_nothing_else() -> None:
    marked = mark(a_check(CheckKind.MULTIPLE, "ac"), ["b", "a"])
    assert [words for _option, words in marked.feedback] == ["about b", "about a"]


@given(st.permutations(list("abcdef")))
def test_an_ordering_never_shows_the_right_order(keys: list[str]) -> None:
    check = a_check(CheckKind.ORDERING, keys="".join(keys))
    assert check.offered != check.options
    assert set(check.offered) == set(check.options)


@given(st.sampled_from(list(CheckKind)), st.sampled_from(["a", "bc", "abc"]))
def test_what_a_frozen_lesson_keeps_comes_back_equal(kind: CheckKind, right: str) -> None:
    check = a_check(kind, right)
    assert Check.from_json(check.to_json()) == check
