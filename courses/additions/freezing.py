"""Freezing an addition when it is published, and withdrawing it when it is taken down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.blocks.frozen import frozen
from cms.publishing.faults import Fault
from cms.publishing.gate import PublishRefused
from cms.steps.drafted import prepared_steps
from courses.additions.models import AdditionFile, AdditionPage
from courses.additions.selectors import others_like
from courses.content.freezing.kept_files import keep_files
from courses.content.freezing.rendering import BLOCK_SCHEMA, files_of
from courses.content.freezing.steps import frozen_steps, keep_steps
from courses.content.identifiers import added_step_iri
from courses.content.models import AdditionVersion, CourseVersion
from learning.lrs.terms import intern_activities


def freeze(*, page: Page, revision: Revision, user: Any) -> AdditionVersion | None:
    """Freeze a published addition as the version that people of the department get; return it.

    Called by the gate, in the publishing transaction, with the page as it went live; returns None
    for a page that is no addition. Raises PublishRefused where another addition to the same course
    was published in the same moment.
    """
    if not isinstance(page, AdditionPage) or page.course is None:
        return None
    course, organisation = page.course, page.organisation
    # Two additions to one course take turns here, and with the publishing of the course.
    Page.objects.select_for_update().get(pk=course.pk)
    if others_like(page, course=course, organisation=organisation).exists():
        raise PublishRefused(page, [Fault(str(_("There is another addition already.")), page.pk)])
    frozen = frozen_steps(
        prepared_steps(page.lessons, page=page, language=page.language),
        name=lambda kind, key: added_step_iri(page.translation_key, page.language, kind.path, key),
    )
    # Interned now, so that answering never has to write a shared term.
    terms = intern_activities(list(frozen.names))
    notes = list(_notes(page))
    AdditionVersion.objects.filter(page=page, current=True).update(current=False)
    last = AdditionVersion.objects.filter(page=page).aggregate(last=Max("number"))["last"]
    made_for = CourseVersion.objects.filter(page=course, current=True).first()
    version = AdditionVersion.objects.create(
        page=page,
        organisation=organisation,
        work=course.translation_key,
        language=page.language,
        number=(last or 0) + 1,
        made_for=made_for.number if made_for else 0,
        notes=notes,
        contact_name=page.contact_name,
        contact_email=page.contact_email,
        contact_phone=page.contact_phone,
        raw=revision.content,
        schema=BLOCK_SCHEMA,
        published_at=timezone.now(),
        published_by=user,
    )
    keep_steps(frozen.rows(terms), frozen, addition=version)
    shown = frozen.files | files_of(notes)
    AdditionFile.objects.bulk_create(
        AdditionFile(addition=version, path=path) for path in sorted(shown)
    )
    return version


def withdraw(*, page: Page) -> None:
    """Stop offering an addition; what people did in its lessons stays recorded."""
    if isinstance(page, AdditionPage):
        AdditionVersion.objects.filter(page=page, current=True).update(current=False)


def _notes(page: AdditionPage) -> Iterator[dict[str, Any]]:
    with translation.override(page.language):
        for child in page.notes:
            lesson = child.value["lesson"]
            html = frozen(str(child.value.bound_blocks["text"].render()))
            (kept,) = keep_files([{"html": html}])
            yield {**kept, "step": str(lesson.specific.step) if lesson else None}
