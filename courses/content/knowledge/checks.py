"""Knowledge checks: what one asks, and what an answer to it deserves. Pure.

A check helps a learner to notice; it is never counted as assessment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class CheckKind(StrEnum):
    """The four shapes a knowledge check may have."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    ORDERING = "ordering"


class UnusableAnswer(ValueError):
    """Raised for an answer that names no option of the check, or none at all."""


@dataclass(frozen=True)
class Option:
    """One thing to choose or to put in its place; ``key`` is stable and says nothing."""

    key: str
    text: str
    correct: bool
    feedback: str


@dataclass(frozen=True)
class Check:
    """A question with its options; for ordering they stand in the right order."""

    key: str
    kind: CheckKind
    question: str
    options: tuple[Option, ...]
    explanation: str

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Check:
        """Read a check from what a frozen lesson keeps of it."""
        return cls(
            key=data["key"],
            kind=CheckKind(data["kind"]),
            question=data["question"],
            options=tuple(Option(**option) for option in data["options"]),
            explanation=data["explanation"],
        )

    def to_json(self) -> dict[str, Any]:
        """Return the check as a frozen lesson keeps it: the inverse of ``from_json``."""
        return {
            "key": self.key,
            "kind": str(self.kind),
            "question": self.question,
            "options": [vars(option) for option in self.options],
            "explanation": self.explanation,
        }

    @property
    def correct(self) -> tuple[str, ...]:
        """The keys of a right answer, in the right order where order is asked."""
        if self.kind is CheckKind.ORDERING:
            return tuple(option.key for option in self.options)
        return tuple(option.key for option in self.options if option.correct)

    @property
    def offered(self) -> tuple[Option, ...]:
        """The options in the order to show; for ordering the same shuffle every time.

        The keys are random, so sorting by them shuffles; where chance hits upon the right
        order, the first option goes last.
        """
        if self.kind is not CheckKind.ORDERING:
            return self.options
        shuffled = tuple(sorted(self.options, key=lambda option: option.key))
        return shuffled if shuffled != self.options else (*shuffled[1:], shuffled[0])


def a_wrong_answer(check: Check) -> tuple[str, ...]:
    """Return an answer that is not right, with as much feedback as there is; () for none."""
    if check.kind is CheckKind.ORDERING:
        return tuple(reversed(check.correct)) if len(check.options) > 1 else ()
    wrong = tuple(option.key for option in check.options if not option.correct)
    if check.kind is CheckKind.MULTIPLE:
        # Where every answer is right, leaving one out is what remains to be got wrong.
        return wrong or check.correct[:-1]
    return wrong[:1]


@dataclass(frozen=True)
class Marked:
    """The mark of an answer: whether it is right, and a word on each option chosen."""

    answer: tuple[str, ...]
    correct: bool
    feedback: tuple[tuple[Option, str], ...]


def mark(check: Check, answer: Sequence[str]) -> Marked:
    """Mark ``answer``, the chosen keys (for ordering: all keys, in the learner's order).

    Raises UnusableAnswer where nothing was chosen, something unknown was, or an order leaves
    something out or says it twice.
    """
    known = {option.key: option for option in check.options}
    chosen = tuple(answer)
    if not chosen or any(key not in known for key in chosen) or len(set(chosen)) != len(chosen):
        raise UnusableAnswer
    if check.kind in (CheckKind.SINGLE, CheckKind.TRUE_FALSE) and len(chosen) != 1:
        raise UnusableAnswer
    if check.kind is CheckKind.ORDERING:
        if len(chosen) != len(known):
            raise UnusableAnswer
        right = chosen == check.correct
    else:
        right = set(chosen) == set(check.correct)
    return Marked(
        answer=chosen,
        correct=right,
        feedback=tuple((known[key], known[key].feedback) for key in chosen if known[key].feedback),
    )


def checks_in(segments: Sequence[Mapping[str, Any]]) -> list[Check]:
    """Return the checks of a lesson, in order, from the segments that were frozen of it."""
    return [Check.from_json(segment["check"]) for segment in segments if "check" in segment]
