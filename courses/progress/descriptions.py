"""Descriptions of a course for the record store, when the course is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from cms.steps.kinds import kind_named
from courses.content.freezing.contents import contents_of
from courses.content.models import AdditionVersion, CourseVersion, Step
from courses.progress.statements import course_activity
from learning.lrs.definitions import define


def describe(*, page: Page, version: Model) -> None:
    """Tell the record store what the course, its steps and its questions are called now.

    So that anyone who asks the activities resource learns it, and our own statements, which are
    stored while people are locked, never have to write it.
    """
    if isinstance(version, CourseVersion):
        steps = version.steps.select_related("term")
        define([course_activity(version), *_activities(steps, version.language)])


def describe_an_addition(*, page: Page, version: Model) -> None:
    """Tell the record store what the steps that a department adds to a course are called now."""
    if isinstance(version, AdditionVersion):
        define(list(_activities(version.steps.select_related("term"), version.language)))


def _activities(steps: Iterable[Step], language: str) -> Iterator[dict[str, Any]]:
    found = list(steps)
    contents = contents_of(found)
    for step in found:
        yield from kind_named(step.kind).activities(step, contents.get(step.content), language)
