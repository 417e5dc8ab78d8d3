"""Addresses that nothing has yet, for courses and lessons that are made out of something else."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.content.addresses import (
    LONGEST,
    RESERVED_ADDRESSES,
    check_address,
    check_lesson_address,
)
from courses.content.course_kind import COURSE
from courses.content.models import CoursePage
from learning.catalogue.models import Activity


def free_course_address(wanted: str) -> str:
    """Return ``wanted``, or with a number after it where a course has it, or had it."""
    return _free(wanted, taken_by_a_course)


def free_lesson_address(wanted: str, course: Page) -> str:
    """Return ``wanted``, or with a number after it where a lesson of ``course`` has it."""
    taken = {*Page.objects.child_of(course).values_list("slug", flat=True), *RESERVED_ADDRESSES}
    return _free(wanted, taken.__contains__)


def check_free_course_address(slug: str) -> None:
    """Refuse an address that no route finds, or that a course has or had. ValidationError."""
    check_address(slug)
    if taken_by_a_course(slug):
        raise ValidationError(
            {"slug": _("Another course already has this address. Choose a different one.")}
        )


def check_free_lesson_address(slug: str, course: Page) -> None:
    """Refuse an address that no lesson may have, or that one of ``course`` has. ValidationError."""
    check_lesson_address(slug)
    if Page.objects.child_of(course).filter(slug=slug).exists():
        raise ValidationError(
            {"slug": _("Another lesson already has this address. Choose a different one.")}
        )


def taken_by_a_course(slug: str) -> bool:
    """Tell whether a course has the address, or the catalogue still knows one that had it."""
    return (
        Page.objects.type(CoursePage).filter(slug=slug).exists()
        or Activity.objects.filter(kind=COURSE.name, slug=slug).exists()
    )


def _free(wanted: str, taken: Callable[[str], bool]) -> str:
    slug, number = wanted[:LONGEST].strip("-_"), 1
    while taken(slug):
        number += 1
        slug = f"{wanted[: LONGEST - 5].strip('-_')}-{number}"
    return slug
