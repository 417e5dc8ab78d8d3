"""The quiz as a kind of step; all that a room has to bring stands here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wagtail import blocks
from wagtail.models import Locale

from cms.blocks.numbers import MinutesBlock
from cms.publishing.content import Draft
from cms.publishing.faults import Fault
from cms.steps.contract import DoneBy, FrozenStep, StepPage, Taking
from cms.steps.one_row import OneRowKind
from learning.xapi import activity_types
from tests.step_kinds.models import FrozenQuiz


class QuizBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=100)
    question = blocks.CharBlock(max_length=200)
    answer = blocks.CharBlock(max_length=200)
    minutes = MinutesBlock(default=3)


class QuizKind(OneRowKind):
    name = "quiz"
    path = "quizzes"
    label = "Quiz"
    activity_type = activity_types.QUESTION
    done_by = DoneBy.PASSED
    model = FrozenQuiz

    def block(self) -> QuizBlock:
        return QuizBlock()

    def added_block(self) -> QuizBlock:
        return QuizBlock()

    def faults(self, children: Sequence[Any], draft: Draft) -> Iterator[Fault]:
        for child in children:
            if child.value["answer"] == child.value["question"]:
                yield draft.fault("The quiz answers itself.", field=f"steps.{child.id}", fix="")

    def frozen(self, child: Any, language: str) -> FrozenQuiz:
        value = child.value
        return FrozenQuiz(
            question=value["question"],
            answer=value["answer"],
            raw=child.get_prep_value()["value"],
        )

    def seen(self, content: FrozenQuiz) -> Any:
        return content.question

    def words(self, content: FrozenQuiz) -> str:
        return content.question

    def reading(self, content: FrozenQuiz) -> StepPage:
        return StepPage("step_kinds/quiz.html", {"quiz": content, "to": ""})

    def fact(self, step: FrozenStep) -> str:
        return "quiz"

    def page(self, taking: Taking, content: FrozenQuiz) -> StepPage:
        to = ""
        if taking.registration and not taking.done_at:
            to = f"/quiz/{taking.registration}/{taking.step.content}/{taking.step.term.pk}/"
        return StepPage("step_kinds/quiz.html", {"quiz": content, "to": to})

    def done_words(self) -> Mapping[str, str]:
        return {"done": "You passed this quiz"}

    def translated(self, child: Any, own: Any | None, locale: Locale) -> Any:
        return own.value if own else child.value
