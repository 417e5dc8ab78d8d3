"""Copies of courses for tests, and what the gate says of them."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.test import Client
from wagtail.models import Page

from cms.publishing.gate import NOT_APPROVED, faults_of
from courses.content.copying.courses import copy_course
from courses.content.models import CoursePage, LessonPage
from learning.people.models import User
from tests.factories.courses import (
    Writing,
)


def browser(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client


def draft_of(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def with_words(lesson: LessonPage, blocks: list[dict[str, Any]], **parts: Any) -> LessonPage:
    draft = draft_of(lesson)
    draft.body = LessonPage._meta.get_field("body").to_python(json.dumps(blocks))
    for name, value in parts.items():
        setattr(draft, name, value)
    draft.save_revision()
    return LessonPage.objects.get(pk=lesson.pk)


def prose(html: str) -> dict[str, Any]:
    return {"type": "text", "id": str(UUID(int=len(html))), "value": html}


def whole(writing: Writing, course: CoursePage, **how: Any) -> CoursePage:
    given = {"title": "Copy", "slug": "copy", "to": writing.department.page} | how
    return copy_course(course=course, user=writing.cast.author, **given)


def lesson_of(course: Page, slug: str) -> LessonPage:
    return LessonPage.objects.child_of(course).get(slug=slug)


def faults(course: CoursePage) -> list[str]:
    """Return what the gate has to say of the latest draft, apart from the approval."""
    course = CoursePage.objects.get(pk=course.pk)
    found = faults_of(course, course.get_latest_revision())
    return sorted(fault.message for fault in found if fault.message != str(NOT_APPROVED))
