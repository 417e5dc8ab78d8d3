"""A draft as a learner would have it, made in memory and never saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from uuid import UUID

from cms.steps.contract import Prepared
from cms.steps.kinds import kind_named
from courses.content.freezing.as_published import (
    awaits_reviewer,
    course_as_published,
    minutes_of,
    step_as_published,
)
from courses.content.freezing.drafted_steps import steps_of_course
from courses.content.knowledge.checks import a_wrong_answer, checks_in
from courses.content.models import CoursePage, FrozenLesson
from courses.progress.models import CourseRegistration
from courses.progress.selectors import CourseProgress, StepStatus, TakenStep
from learning.catalogue.models import Activity
from learning.records.models import Record
from learning.xapi.builders import join_response


class Stage(Enum):
    """The stages of a learner in a course."""

    NOT_STARTED = "has not started"
    IN_THE_MIDDLE = "has done what stands before"
    COMPLETED_THIS = "has completed this lesson too"
    FINISHED = "has completed everything"


class Answered(Enum):
    """The ways in which a learner answered the questions of a lesson."""

    RIGHT = "right"
    WRONG = "wrong"


def previewed_course(
    page: CoursePage,
    *,
    stage: Stage,
    now: datetime,
    rendered: Prepared | None = None,
    at: UUID | None = None,
) -> CourseProgress:
    """Return a draft of a course as a learner has it who is as far as ``stage`` says.

    ``rendered`` is the lesson that is open, with words that may not be saved, and ``at`` the key
    of another step that is; a learner in the middle has done what stands before it.
    """
    steps = steps_of_course(page)
    keys = [step.key for _kind, step in steps]
    if at in keys:
        here = keys.index(at)
    elif rendered is not None:
        # One that was never saved joins as the last.
        here = keys.index(rendered.key) if rendered.key in keys else len(steps)
        steps[here : here + 1] = [(kind_named("lesson"), rendered)]
    else:
        here = len(steps) // 2
    done = {
        Stage.NOT_STARTED: 0,
        Stage.IN_THE_MIDDLE: here,
        Stage.COMPLETED_THIS: here + 1,
        Stage.FINISHED: len(steps),
    }[stage]
    if not steps:
        stage = Stage.NOT_STARTED
    prepared = [step for _kind, step in steps]
    version = course_as_published(
        page,
        prepared,
        awaits_reviewer=awaits_reviewer(page, page.latest_revision),
    )
    begun = stage is not Stage.NOT_STARTED
    taken = tuple(
        TakenStep(
            frozen=step_as_published(kind, step, position=number, course=version),
            number=number + 1,
            status=_status(number, done, begun=begun),
            done_at=now if number < done else None,
        )
        for number, (kind, step) in enumerate(steps)
    )
    return CourseProgress(
        activity=_activity(page, prepared),
        version=version,
        registration=CourseRegistration(version=version) if begun else None,
        steps=taken,
        completed_at=now if begun and done == len(steps) else None,
    )


def _status(number: int, done: int, *, begun: bool) -> StepStatus:
    if number < done:
        return StepStatus.COMPLETED
    return StepStatus.IN_PROGRESS if begun and number == done else StepStatus.NOT_STARTED


def _activity(page: CoursePage, steps: Sequence[Prepared]) -> Activity:
    return Activity(
        slug=page.slug,
        title=page.title,
        summary=page.summary,
        topic=page.topic,
        level=page.level,
        minutes=minutes_of(steps),
        language=page.locale.language_code,
        scope=page.scope,
        offered=True,
    )


def answers_given(lesson: FrozenLesson, answered: Answered) -> Mapping[str, Record]:
    """Return an answer of that kind to each question of a lesson that has one, by its key."""
    answers = {
        check.key: check.correct if answered is Answered.RIGHT else a_wrong_answer(check)
        for check in checks_in(lesson.body)
    }
    return {key: Record(answer=join_response(answer)) for key, answer in answers.items() if answer}
