"""A learner who is not there: a draft as somebody would have it, made in memory, never saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from courses.content.as_published import (
    awaits_reviewer,
    course_as_published,
    lesson_as_published,
    minutes_of,
)
from courses.content.knowledge_checks import Check, a_wrong_answer
from courses.content.models import CoursePage, LessonPage
from courses.content.rendering import render_body
from courses.progress.models import CourseRegistration
from courses.progress.selectors import CourseProgress, Step, StepStatus
from learning.catalogue.models import Activity
from learning.records.models import Record
from learning.xapi.builders import join_response


class How(Enum):
    """How far the learner is."""

    NOT_STARTED = "has not started"
    IN_THE_MIDDLE = "has done what stands before"
    COMPLETED_THIS = "has completed this lesson too"
    FINISHED = "has completed everything"


class Answered(Enum):
    """How the learner answered the questions of a lesson."""

    RIGHT = "right"
    WRONG = "wrong"


def imagined_course(
    page: CoursePage, *, how: How, now: datetime, rendered: LessonPage | None
) -> CourseProgress:
    """Return a draft of a course as a learner has it who is as far as ``how`` says.

    ``rendered`` is the lesson that is open, with words that may not be saved, the only one whose
    words are made; a learner in the middle has completed what stands before it.
    """
    lessons = page.pinned_lessons()
    if rendered is not None:
        keys = [lesson.pk for lesson in lessons]
        # One that was never saved joins as the last.
        here = keys.index(rendered.pk) if rendered.pk in keys else len(lessons)
        lessons[here : here + 1] = [rendered]
    else:
        here = len(lessons) // 2
    done = {
        How.NOT_STARTED: 0,
        How.IN_THE_MIDDLE: here,
        How.COMPLETED_THIS: here + 1,
        How.FINISHED: len(lessons),
    }[how]
    if not lessons:
        how = How.NOT_STARTED
    version = course_as_published(
        page,
        lessons,
        awaits_reviewer=awaits_reviewer(page, page.latest_revision),
    )
    begun = how is not How.NOT_STARTED
    steps = tuple(
        Step(
            lesson=lesson_as_published(
                lesson,
                position=number,
                body=_words_of(lesson) if lesson is rendered else [],
                course=version,
            ),
            number=number + 1,
            status=_status(number, done, begun=begun),
            completed_at=now if number < done else None,
        )
        for number, lesson in enumerate(lessons)
    )
    return CourseProgress(
        activity=_activity(page, lessons),
        version=version,
        registration=CourseRegistration(version=version) if begun else None,
        steps=steps,
        completed_at=now if begun and done == len(lessons) else None,
    )


def _words_of(lesson: LessonPage) -> list[dict[str, Any]]:
    return render_body(lesson.body, language=lesson.locale.language_code)


def _status(number: int, done: int, *, begun: bool) -> StepStatus:
    if number < done:
        return StepStatus.COMPLETED
    return StepStatus.IN_PROGRESS if begun and number == done else StepStatus.NOT_STARTED


def _activity(page: CoursePage, lessons: list[LessonPage]) -> Activity:
    return Activity(
        slug=page.slug,
        title=page.title,
        summary=page.summary,
        topic=page.topic,
        level=page.level,
        minutes=minutes_of(lessons),
        language=page.locale.language_code,
        scope=page.scope,
        offered=True,
    )


def answers_given(step: Step, answered: Answered) -> Mapping[str, Record]:
    """Return an answer of that kind to each question of a lesson that has one, by its key."""
    checks = [
        Check.from_json(segment["check"]) for segment in step.lesson.body if "check" in segment
    ]
    answers = {
        check.key: check.correct if answered is Answered.RIGHT else a_wrong_answer(check)
        for check in checks
    }
    return {key: Record(answer=join_response(answer)) for key, answer in answers.items() if answer}
