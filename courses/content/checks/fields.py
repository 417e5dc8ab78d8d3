"""The fields of a course and its lessons are as their forms ask; a draft may be saved otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.publishing.faults import Fault
from courses.content.addresses import check_lesson_address
from courses.content.checking.drafts import CourseDraft
from courses.content.course_kind import COURSE
from courses.content.identifiers import course_iri
from courses.content.models import CoursePage, LessonPage
from learning.catalogue.models import Activity

# What no form of ours shows, and each of which would cost a query for each lesson.
NOT_IN_A_FORM = {field.name for field in LessonPage._meta.get_fields() if field.is_relation}


def faults(draft: CourseDraft) -> Iterator[Fault]:
    """Yield fields that are empty or wrong, and addresses that something else has."""
    page = draft.page
    try:
        page.full_clean()
    except ValidationError as refused:
        yield from told(page, refused)
    if _address_taken(page):
        yield draft.fault(
            _("Another course has, or had, this address."),
            _("Choose a different one, under “Promote”."),
            field="slug",
        )
    # A lesson gets its address when the course goes live; until then it has the one it had.
    addresses = {key: {slug} for key, slug in draft.below.items()}
    for lesson in draft.lessons:
        addresses.setdefault(lesson.pk, set()).add(lesson.slug)
    for lesson in draft.lessons:
        yield from _of_a_lesson(lesson)
        if any(lesson.slug in slugs for key, slugs in addresses.items() if key != lesson.pk):
            yield Fault(
                _("Another lesson has this address."),
                lesson.pk,
                fix=_("Choose a different one, under “Promote”."),
                path="slug",
                place=lesson.title,
            )
        elif any(lesson.slug == step.slug for step in draft.steps if step.key != lesson.step):
            # One of another kind, which keeps the address that it was published at.
            yield Fault(
                _("Another step of this course has this address."),
                lesson.pk,
                fix=_("Choose a different one, under “Promote”."),
                path="slug",
                place=lesson.title,
            )


def _of_a_lesson(lesson: LessonPage) -> Iterator[Fault]:
    for look in (
        partial(lesson.clean_fields, exclude=NOT_IN_A_FORM),
        partial(check_lesson_address, lesson.slug),
    ):
        try:
            look()
        except ValidationError as refused:
            yield from told(lesson, refused)


def told(page: Any, refused: ValidationError) -> Iterator[Fault]:
    """Yield what a page refuses, field by field, in the form's own words."""
    for name, messages in refused.message_dict.items():
        known = name in {field.name for field in page._meta.get_fields()}
        label = capfirst(page._meta.get_field(name).verbose_name) if known else page.title
        yield Fault(
            f"{label}: {' '.join(messages)}",
            page.pk,
            fix=_("Change it in the editor."),
            path=name if known else "",
            place=page.title,
        )


def _address_taken(page: CoursePage) -> bool:
    # The catalogue keeps the entry of a course that was deleted: records still lead there.
    return (
        Activity.objects.filter(kind=COURSE.name, slug=page.slug)
        .exclude(term__iri=course_iri(page.translation_key, page.locale.language_code))
        .exists()
    )
