"""What follows when an addition is published or taken down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.publishing.faults import Fault
from cms.publishing.gate import PublishRefused
from courses.additions.models import AddedLesson, AdditionFile, AdditionPage, AdditionVersion
from courses.additions.selectors import others_like
from courses.content.identifiers import added_lesson_iri, check_iri
from courses.content.kept_files import keep_files
from courses.content.models import CourseVersion
from courses.content.rendering import BLOCK_SCHEMA, files_of, render_body
from learning.lrs.terms import intern_activities


def step_of(page: AdditionPage, block_id: str) -> UUID:
    """Return what names a lesson in every version; the id of a block may be anything."""
    return uuid5(page.translation_key, block_id)


def freeze(*, page: Page, revision: Revision, user: Any) -> None:
    """Freeze a published addition as the version that people of the department get.

    Called by the gate, in the publishing transaction, with the page as it went live. Raises
    PublishRefused where another addition to the same course was published in the same moment.
    """
    if not isinstance(page, AdditionPage) or page.course is None:
        return
    course, organisation = page.course, page.organisation
    # Two additions to one course take turns here, and with the publishing of the course.
    Page.objects.select_for_update().get(pk=course.pk)
    if others_like(page, course=course, organisation=organisation).exists():
        raise PublishRefused(page, [Fault(str(_("There is another addition already.")), page.pk)])
    rendered = [
        (child, keep_files(render_body(child.value["body"], language=page.language)))
        for child in page.lessons
    ]
    terms = intern_activities(list(_names(page, rendered)))
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
    AddedLesson.objects.bulk_create(
        AddedLesson(
            addition=version,
            step=step_of(page, str(child.id)),
            position=position,
            term=terms[_name_of(page, str(child.id))],
            title=child.value["title"],
            summary=child.value["summary"],
            minutes=child.value["minutes"],
            body=body,
            raw=child.get_prep_value()["value"]["body"],
        )
        for position, (child, body) in enumerate(rendered)
    )
    shown = {path for _child, body in rendered for path in files_of(body)} | files_of(notes)
    AdditionFile.objects.bulk_create(
        AdditionFile(addition=version, path=path) for path in sorted(shown)
    )


def withdraw(*, page: Page) -> None:
    """Show an addition to nobody any more; what people did in its lessons stays recorded."""
    if isinstance(page, AdditionPage):
        AdditionVersion.objects.filter(page=page, current=True).update(current=False)


def _name_of(page: AdditionPage, block_id: str) -> str:
    return added_lesson_iri(page.translation_key, page.language, step_of(page, block_id))


def _names(page: AdditionPage, rendered: list[tuple[Any, list[dict[str, Any]]]]) -> Iterator[str]:
    # Interned now, so that answering never has to write a shared term.
    for child, body in rendered:
        lesson = _name_of(page, str(child.id))
        yield lesson
        yield from (check_iri(lesson, part["check"]["key"]) for part in body if "check" in part)


def _notes(page: AdditionPage) -> Iterator[dict[str, Any]]:
    with translation.override(page.language):
        for child in page.notes:
            lesson = child.value["lesson"]
            (kept,) = keep_files([{"html": str(child.value.bound_blocks["text"].render())}])
            yield {**kept, "step": str(lesson.specific.step) if lesson else None}
