"""The steps of a course's draft, each with an address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.text import slugify

from cms.steps.contract import Prepared, StepKind
from cms.steps.drafted import prepared_steps
from courses.content.addresses import LONGEST, RESERVED_ADDRESSES

if TYPE_CHECKING:
    from courses.content.models import CoursePage


def steps_of_course(course: CoursePage) -> list[tuple[StepKind, Prepared]]:
    """Return the steps of ``course``, as one of its revisions has it, as they would be frozen.

    One whose kind asks its author for no address keeps the one that it was published at, and gets
    one of its title before that, with a number where a step before it has the same.
    """
    steps = prepared_steps(course.steps, page=course, language=course.locale.language_code)
    if all(step.slug for _kind, step in steps):
        return steps
    current = course.versions.filter(current=True, steps__isnull=False)
    published = dict(current.values_list("steps__key", "steps__slug"))
    taken = {step.slug or published.get(step.key, "") for _kind, step in steps}
    taken |= RESERVED_ADDRESSES
    found = []
    for kind, step in steps:
        slug = step.slug or published.get(step.key) or _free(_of_its_title(kind, step), taken)
        taken.add(slug)
        found.append((kind, replace(step, slug=slug)))
    return found


def _of_its_title(kind: StepKind, step: Prepared) -> str:
    return slugify(step.title)[: LONGEST - 10] or kind.name


def _free(base: str, taken: set[str]) -> str:
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
