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

from courses.content.models import CoursePage, LessonPage
from courses.content.previews import Preview, address_of_preview
from courses.content.rendering import needs_of
from courses.progress.added import Additions
from courses.progress.answers import shown_checks
from courses.progress.imagined import Answered, How, answers_given, imagined_course
from learning.catalogue.models import Activity
from learning.config.csp import allow_frames
from learning.people.visibility import SMALLEST_GROUP
from learning.ui.environment import url

# The labels of the previews; their names are part of the addresses of previews.
NOT_STARTED, MIDDLE, FINISHED, END, OUTSIDER = "new", "middle", "finished", "end", "outsider"
READING, RIGHT, WRONG, COMPLETED = "reading", "right", "wrong", "completed"
OF_A_COURSE = {
    NOT_STARTED: gettext_noop("Somebody who has not started"),
    MIDDLE: gettext_noop("Somebody in the middle of it"),
    FINISHED: gettext_noop("Somebody who has finished"),
    END: gettext_noop("What comes after the last lesson"),
}
HOW = {NOT_STARTED: How.NOT_STARTED, MIDDLE: How.IN_THE_MIDDLE}
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
    """Return as whom, and when, a course or a lesson can be seen; nothing for other pages."""
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
    progress = imagined_course(
        page, how=HOW.get(name, How.FINISHED), now=timezone.now(), rendered=None
    )
    # The lessons that the steps name may all be gone.
    at_the_end = name == END and progress.steps
    context = {
        "progress": progress,
        "others": _others(page),
        "added": NOTHING_ADDED,
        "suggestion": None,
        "smallest": SMALLEST_GROUP,
        "url": _addresses(page, page.pinned_lessons(), frame["preview_language"]),
    }
    template = "progress/preview_finished.html" if at_the_end else "progress/preview_course.html"
    return render(request, template, frame | context)


def _show_outsider(page: CoursePage, request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    return render(request, "progress/preview_outsider.html", frame | {"page": page})


def _show_lesson(
    page: LessonPage, name: str, request: HttpRequest, frame: dict[str, Any]
) -> HttpResponse:
    course = page.course.get_latest_revision_as_object()
    how = How.COMPLETED_THIS if name == COMPLETED else How.IN_THE_MIDDLE
    progress = imagined_course(course, how=how, now=timezone.now(), rendered=page)
    step = next(step for step in progress.steps if step.lesson.step == page.step)
    needs = needs_of(step.lesson.body)
    answered = {RIGHT: Answered.RIGHT, WRONG: Answered.WRONG}.get(name)
    context = {
        "progress": progress,
        "step": step,
        "address": "",  # of the forms, none of which can be sent
        "added": NOTHING_ADDED,
        "scripts": needs.scripts,
        "before": progress.before(step),
        "after": progress.after(step),
        "checks": shown_checks(step, answers_given(step, answered) if answered else {}),
        "wrong": None,
        "url": _addresses(course, course.pinned_lessons(), frame["preview_language"]),
    }
    response = render(request, "progress/preview_lesson.html", frame | context)
    allow_frames(response, needs.frames)
    return response


def _others(page: CoursePage) -> list[Activity]:
    """Return the course in other languages, as far as learners are offered it."""
    found = Activity.objects.filter(work=page.translation_key, offered=True)
    return list(
        found.exclude(language=page.locale.language_code)
        .defer("body", "search")
        .order_by("language")
    )


def _addresses(course: CoursePage, lessons: list[LessonPage], language: str) -> Callable[..., str]:
    """Return what takes the place of ``url`` in a template: courses lead to their previews."""
    keys = {lesson.slug: lesson.pk for lesson in lessons}
    same_work = CoursePage.objects.filter(translation_key=course.translation_key)
    courses: Mapping[str, int] = {
        **dict(same_work.filter(alias_of__isnull=True).values_list("slug", "pk")),
        course.slug: course.pk,
    }

    def address(name: str, *args: Any, **kwargs: Any) -> str:
        if not name.startswith("courses:"):
            return url(name, *args, **kwargs)
        if name == "courses:lesson":
            return address_of_preview(keys.get(args[1]), READING, language)
        if name in PAGES_OF_A_COURSE:
            return address_of_preview(courses.get(args[0]), PAGES_OF_A_COURSE[name], language)
        return "#"  # to start, to answer, to complete: nothing of it can be done here

    return address
