"""Courses for tests, made the way authors make them: pages, revisions, review, publishing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation

from cms.publishing.departments import Department, provide_department
from cms.publishing.models import Approval, ApprovalBasis
from courses.content.blocks import kinds_of_blocks
from courses.content.models import CoursePage, FrozenLesson, LessonPage, Step
from courses.content.topics import provide_topics
from courses.content.translation.courses import begin_translation, bring_up_to_date, take_over
from courses.progress import services
from courses.progress.selectors import CourseProgress, TakenStep, course_progress
from learning.catalogue.models import Topic
from learning.people.models import Organisation, User
from tests.factories.people import Cast

NAMESPACE = UUID("6d3b5f0e-3f0c-4a0e-9a58-6f3f8b7c1d20")
NOW = datetime(2026, 6, 1, 9, 30, tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True)
class Writing:
    """A department that writes, and who does what there."""

    department: Department
    cast: Cast


def writing_department(cast: Cast) -> Writing:
    """Give the cast's department its part of the tree, and the writers their groups."""
    provide_topics()
    department = provide_department(organisation=cast.department)
    for person, group in (
        (cast.author, department.authors),
        (cast.reviewer, department.reviewers),
        (cast.publisher, department.publishers),
    ):
        person.groups.add(Group.objects.get(pk=group.pk))
    return Writing(department, cast)


def text(words: str) -> dict[str, Any]:
    """Return a text block."""
    return {"type": "text", "id": str(uuid5(NAMESPACE, words)), "value": f"<p>{words}</p>"}


def from_file(kind: str, value: Any, key: UUID) -> Any:
    """Return what a block of a lesson stores for what a course's files say of it."""
    return kinds_of_blocks()[kind].from_file(value, key)


def check(
    question: str = "Which comes first?",
    kind: str = "single",
    options: tuple[tuple[str, bool], ...] = (("The question", True), ("The chart", False)),
) -> dict[str, Any]:
    """Return a knowledge check; the ids follow from the words."""
    return {
        "type": "check",
        "id": str(uuid5(NAMESPACE, question)),
        "value": {
            "kind": kind,
            "question": question,
            "options": [
                {
                    "type": "item",
                    "id": str(uuid5(NAMESPACE, f"{question}{words}")),
                    "value": {"text": words, "correct": right, "feedback": f"About: {words}"},
                }
                for words, right in options
            ],
            "explanation": "A chart answers a question.",
        },
    }


def draft_course(
    writing: Writing,
    *,
    title: str = "Asking good questions",
    slug: str = "asking-good-questions",
    lessons: int = 2,
    scope: Organisation | None = None,
    topic: str = "data",
    body: list[dict[str, Any]] | None = None,
) -> CoursePage:
    """Return a draft of a course with lessons, ready to be reviewed."""
    author = writing.cast.author
    page = CoursePage(
        title=title,
        slug=slug,
        summary=f"What {title.lower()} is about.",
        topic=Topic.objects.get(slug=topic),
        outcomes=[("outcome", "ask before you draw")],
        course_owner=author,
        review_date=date(2027, 6, 1),
        scope=scope,
        owner=author,
        live=False,
    )
    writing.department.page.add_child(instance=page)
    page.save_revision(user=author)
    for number in range(1, lessons + 1):
        add_lesson(page, author, title=f"Lesson {number}", slug=f"lesson-{number}", body=body)
    return CoursePage.objects.get(pk=page.pk)


def add_lesson(
    page: CoursePage,
    author: User,
    *,
    title: str,
    slug: str,
    body: list[dict[str, Any]] | None = None,
) -> LessonPage:
    """Add a lesson below a course, as a draft."""
    lesson = LessonPage(title=title, slug=slug, minutes=10, owner=author, live=False)
    lesson.body = LessonPage._meta.get_field("body").to_python(
        json.dumps(body or [text(f"The words of {title}."), check(f"What of {title}?")])
    )
    CoursePage.objects.get(pk=page.pk).add_child(instance=lesson)
    lesson.save_revision(user=author)
    return lesson


def approve(page: Any, by: User | None = None) -> Any:
    """Approve the latest revision of a course, or of another page with a gate."""
    page = type(page).objects.get(pk=page.pk)
    Approval.objects.get_or_create(
        revision=page.get_latest_revision(),
        defaults={"basis": ApprovalBasis.REVIEW, "approved_by": by},
    )
    return page


def publish(page: CoursePage, by: User | None = None) -> CoursePage:
    """Approve and publish the latest revision of a course."""
    page = approve(page, by)
    page.get_latest_revision().publish(user=None)
    return CoursePage.objects.get(pk=page.pk)


def published_course(writing: Writing, **how: Any) -> CoursePage:
    """Return a course that learners can take."""
    return publish(draft_course(writing, **how))


def translated_by_machine(course: CoursePage, language: str = "cy") -> CoursePage:
    """Publish a translation that no human has looked at, each text with its language before it."""
    locale = Locale.objects.get_or_create(language_code=language)[0]
    begin_translation(course=course, locale=locale, user=None)
    keys = [page.translation_key for page in (course, *course.get_children())]
    for translation in Translation.objects.filter(source__object_id__in=keys, target_locale=locale):
        segments = StringSegment.objects.filter(source=translation.source)
        words = segments.values_list("string__data", flat=True)
        take_over(translation, {one: f"{language.upper()} {one}" for one in words})
    revision = bring_up_to_date(course=course, locale=locale, user=None).get_latest_revision()
    Approval.objects.create(revision=revision, basis=ApprovalBasis.LOADED)
    revision.publish()
    return CoursePage.objects.get(translation_key=course.translation_key, locale=locale)


def started(person: User, slug: str, now: datetime = NOW) -> CourseProgress:
    """Start a course, and return where the person is in it."""
    services.start_course(person=person, progress=course_progress(person, slug), now=now)
    return course_progress(person, slug)


def body_of(step: Step | TakenStep) -> list[dict[str, Any]]:
    """Return the segments of a lesson, as they were frozen."""
    frozen = step.frozen if isinstance(step, TakenStep) else step
    return FrozenLesson.objects.get(pk=frozen.content).body


def complete_lessons(person: User, slug: str, *numbers: int, now: datetime = NOW) -> CourseProgress:
    """Open and complete the lessons with these numbers."""
    for number in numbers:
        progress = course_progress(person, slug)
        step = progress.steps[number - 1]
        services.open_step(person=person, progress=progress, step=step, now=now)
        services.complete_step(person=person, progress=progress, step=step, now=now)
    return course_progress(person, slug)
