"""Descriptions of a course for the record store, when the course is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.models import Page, Revision

from cms.steps.kinds import kind_named
from courses.additions.models import AdditionPage
from courses.content.freezing.contents import contents_of
from courses.content.models import CoursePage, CourseVersion, Step
from courses.progress.statements import course_activity
from learning.lrs.definitions import define


def describe(*, page: Page, revision: Revision, user: Any) -> None:
    """Tell the record store what the course, its steps and its questions are called now.

    So that anyone who asks the activities resource learns it, and our own statements, which are
    stored while people are locked, never have to write it.
    """
    if not isinstance(page, CoursePage):
        return
    version = (
        CourseVersion.objects.filter(page=page, current=True)
        .select_related("activity__term")
        .first()
    )
    if version is None:
        return
    steps = version.steps.select_related("term")
    define([course_activity(version), *_activities(steps, version.language)])


def describe_an_addition(*, page: Page, revision: Revision, user: Any) -> None:
    """Tell the record store what the steps that a department adds to a course are called now."""
    if isinstance(page, AdditionPage):
        added = Step.objects.filter(addition__page=page, addition__current=True)
        define(list(_activities(added.select_related("term"), page.language)))


def _activities(steps: Iterable[Step], language: str) -> Iterator[dict[str, Any]]:
    found = list(steps)
    contents = contents_of(found)
    for step in found:
        yield from kind_named(step.kind).activities(step, contents.get(step.content), language)
