"""A learner's pages made from a draft, as its author sees them (PREVIEWS).

The same templates as for learners, over a course that nobody stores: what a learner who is in the
middle of it would have, made up in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Page

from cms.steps.contract import Prepared, StepPage, Taking
from courses.content.freezing.drafted_steps import steps_of_course
from courses.content.knowledge.answers import shown_checks
from courses.content.lesson_kind import lesson_page, prepared_lesson, rendered_lesson
from courses.content.models import CoursePage, LessonPage
from courses.content.previews import Preview, address_of_preview
from courses.progress.added import Additions
from courses.progress.previewed import Answered, Stage, answers_given, previewed_course
from courses.progress.selectors import CourseProgress, TakenStep
from courses.progress.so_far import so_far
from learning.catalogue.models import Activity
from learning.people.small_numbers import SMALLEST_GROUP
from learning.ui.environment import url
from learning.ui.policy import allow_frames

# The labels of the previews; their names are part of the addresses of previews.
NOT_STARTED, MIDDLE, FINISHED, END, OUTSIDER = "new", "middle", "finished", "end", "outsider"
STEP = "step-"
READING, RIGHT, WRONG, COMPLETED = "reading", "right", "wrong", "completed"
OF_A_COURSE = {
    NOT_STARTED: gettext_noop("Somebody who has not started"),
    MIDDLE: gettext_noop("Somebody in the middle of it"),
    FINISHED: gettext_noop("Somebody who has finished"),
    END: gettext_noop("What comes after the last lesson"),
}
STAGES = {NOT_STARTED: Stage.NOT_STARTED, MIDDLE: Stage.IN_THE_MIDDLE}
ANSWERED = {
    READING: gettext_noop("Before the questions are answered"),
    RIGHT: gettext_noop("After right answers"),
    WRONG: gettext_noop("After wrong answers"),
}

# Pages that a link may lead to, and the preview that stands for each.
PAGES_OF_A_COURSE = {"courses:course": NOT_STARTED, "courses:finished": END}

# What departments add is previewed by itself.
NOTHING_ADDED = Additions((), {})


def previews_of(page: Page) -> list[Preview]:
    """Return the previews of a course or a lesson, each at some stage; nothing for other pages."""
    if isinstance(page, CoursePage):
        return _of_a_course(page)
    if isinstance(page, LessonPage):
        return _of_a_lesson(page)
    return []


def _of_a_course(page: CoursePage) -> list[Preview]:
    # Without a lesson nobody can begin, and so nobody is further on.
    names = list(OF_A_COURSE) if len(page.steps) else [NOT_STARTED]
    audience = _audience(page)
    previews = [
        Preview(name, _(OF_A_COURSE[name]), audience, partial(_show_course, page, name))
        for name in names
    ]
    previews += [
        Preview(
            f"{STEP}{step.block}",
            _("The step “%(title)s”") % {"title": step.title},
            audience,
            partial(_show_step_in_the_list, page, step),
        )
        for kind, step in steps_of_course(page)
        if kind.in_the_list
    ]
    if page.scope is not None:
        previews.append(
            Preview(
                OUTSIDER,
                _("Somebody of another department"),
                audience,
                partial(_show_outsider, page),
            )
        )
    return previews


def _of_a_lesson(page: LessonPage) -> list[Preview]:
    asks = any(block["type"] == "check" for block in page.body.raw_data)
    labels = ANSWERED if asks else {READING: gettext_noop("While it is read")}
    labels = labels | {COMPLETED: gettext_noop("When it is completed")}
    # While a page is being made, it stands nowhere yet.
    audience = _audience(page.course) if page.path else ""
    return [
        Preview(name, _(label), audience, partial(_show_lesson, page, name))
        for name, label in labels.items()
    ]


def _audience(course: CoursePage) -> str:
    if course.scope is None:
        return _("This course is for everybody.")
    return _("This course is only for %(organisation)s.") % {"organisation": course.scope.name}


def _show_course(
    page: CoursePage, name: str, request: HttpRequest, frame: dict[str, Any]
) -> HttpResponse:
    progress = previewed_course(page, stage=STAGES.get(name, Stage.FINISHED), now=timezone.now())
    # The lessons that the steps name may all be gone.
    at_the_end = name == END and progress.steps
    context = {
        "progress": progress,
        "so_far": so_far(progress),
        "others": _others(page),
        "added": NOTHING_ADDED,
        "suggestion": None,
        "smallest": SMALLEST_GROUP,
        "url": _addresses(page, frame["preview_language"]),
    }
    template = "progress/preview_finished.html" if at_the_end else "progress/preview_course.html"
    return render(request, template, frame | context)


def _show_outsider(page: CoursePage, request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    return render(request, "progress/preview_outsider.html", frame | {"page": page})


def _show_lesson(
    page: LessonPage, name: str, request: HttpRequest, frame: dict[str, Any]
) -> HttpResponse:
    course = page.course.get_latest_revision_as_object()
    stage = Stage.COMPLETED_THIS if name == COMPLETED else Stage.IN_THE_MIDDLE
    rendered = prepared_lesson(page, language=page.locale.language_code)
    progress = previewed_course(course, stage=stage, now=timezone.now(), rendered=rendered)
    step = next(step for step in progress.steps if step.key == page.step)
    answered = {RIGHT: Answered.RIGHT, WRONG: Answered.WRONG}.get(name)
    lesson = rendered_lesson(page.body, language=page.locale.language_code)
    checks = shown_checks(lesson.body, answers_given(lesson, answered) if answered else {})
    return _show_step(
        course, progress, step, lesson_page(lesson, checks, address=""), request, frame
    )


def _show_step_in_the_list(
    course: CoursePage, prepared: Prepared, request: HttpRequest, frame: dict[str, Any]
) -> HttpResponse:
    progress = previewed_course(
        course, stage=Stage.IN_THE_MIDDLE, now=timezone.now(), at=prepared.key
    )
    step = next(step for step in progress.steps if step.key == prepared.key)
    taking = Taking(
        step=step.frozen,
        language=course.locale.language_code,
        person=None,
        registration=None,
        records={},
        address="",
        done_at=None,
    )
    page = step.kind.page(taking, prepared.content)
    return _show_step(course, progress, step, page, request, frame)


def _show_step(
    course: CoursePage,
    progress: CourseProgress,
    step: TakenStep,
    page: StepPage,
    request: HttpRequest,
    frame: dict[str, Any],
) -> HttpResponse:
    context = {
        "progress": progress,
        "step": step,
        "page": page,
        "address": "",  # of the forms, none of which can be sent
        "added": NOTHING_ADDED,
        "scripts": page.scripts,
        "before": progress.before(step),
        "after": progress.after(step),
        "url": _addresses(course, frame["preview_language"]),
    }
    response = render(request, "progress/preview_step.html", frame | context)
    allow_frames(response, page.frames)
    return response


def _others(page: CoursePage) -> list[Activity]:
    """Return the course in other languages, as far as learners are offered it."""
    found = Activity.objects.filter(work=page.translation_key, offered=True)
    return list(
        found.exclude(language=page.locale.language_code)
        .defer("body", "search")
        .order_by("language")
    )


def _addresses(course: CoursePage, language: str) -> Callable[..., str]:
    """Return the function in the place of ``url`` in a template: courses lead to their previews."""
    steps = {lesson.slug: (lesson.pk, READING) for lesson in course.pinned_lessons()}
    for kind, step in steps_of_course(course):
        if kind.in_the_list:
            steps[step.slug] = course.pk, f"{STEP}{step.block}"
    same_work = CoursePage.objects.filter(translation_key=course.translation_key)
    courses: Mapping[str, int] = {
        **dict(same_work.filter(alias_of__isnull=True).values_list("slug", "pk")),
        course.slug: course.pk,
    }

    def address(name: str, *args: Any, **kwargs: Any) -> str:
        if not name.startswith("courses:"):
            return url(name, *args, **kwargs)
        if name == "courses:lesson":
            return address_of_preview(*steps.get(args[1], (None, READING)), language)
        if name in PAGES_OF_A_COURSE:
            return address_of_preview(courses.get(args[0]), PAGES_OF_A_COURSE[name], language)
        return "#"  # to start, to answer, to complete: nothing of it can be done here

    return address
