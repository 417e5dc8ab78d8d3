"""Links that lead somewhere raise no alarm, and what is no address at all raises no exception."""

from __future__ import annotations

from html import escape
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from cms.media.models import LibraryDocument
from cms.publishing.faults import Severity
from cms.publishing.gate import findings_in
from courses.content.checking.drafts import course_draft
from courses.content.freezing.rendering import files_of, render_body
from courses.content.models import CoursePage, LessonPage
from tests.courses.seeds.sowing import away, link, prose
from tests.factories.courses import (
    Writing,
    add_lesson,
    check,
    draft_course,
    publish,
    published_course,
)

pytestmark = pytest.mark.django_db


def errors_in(page: CoursePage) -> list[str]:
    revision = CoursePage.objects.get(pk=page.pk).latest_revision
    return [one.message for one in findings_in(revision) if one.severity is Severity.ERROR]


def write(page: CoursePage, writing: Writing, *blocks: dict[str, Any]) -> LessonPage:
    body = [prose("<h2>Begin</h2>"), *blocks]
    return add_lesson(page, writing.cast.author, title="Links", slug="links", body=body)


def test_what_learners_can_open_is_no_fault(writing: Writing) -> None:
    other = published_course(writing, slug="former", title="Other", lessons=1)
    lesson = LessonPage.objects.child_of(other).first()
    draft = other.get_latest_revision_as_object()
    draft.slug = "other"
    draft.save_revision()
    publish(other)
    document = LibraryDocument.objects.create(
        title="A form",
        file=ContentFile(b"A form", name="a form.txt"),
        collection=writing.department.collection,
    )
    page = draft_course(writing, lessons=1)
    own = LessonPage.objects.child_of(page).first()
    question = check("Where to?")
    base = settings.WAGTAILADMIN_BASE_URL
    addresses = [
        "/", "/my-learning/", "/my-learning", "/catalogue/?q=data", f"{base}/catalogue/",
        "/courses/other/", "/courses/other", "/courses/other/lesson-1/#top", "/courses/former/",
        "/courses/former/lesson-1/", f"/courses/{page.slug}/", f"/courses/{page.slug}/links/",
        f"/courses/{page.slug}/finished/", document.url, f"#check-{question['id']}",
        "https://www.gov.uk/a?b=c#d", "//www.gov.uk/", "mailto:team@example.org", "tel:+441234567",
    ]  # fmt: skip
    chosen = [("page", page.pk), ("page", own.pk), ("page", other.pk), ("page", lesson.pk),
              ("document", document.pk)]  # fmt: skip
    write(
        page,
        writing,
        question,
        *(prose(away(f"Place {number}", escape(one))) for number, one in enumerate(addresses)),
        *(prose(link(f"{kind} {key}", linktype=kind, id=key)) for kind, key in chosen),
    )
    assert errors_in(page) == []
    publish(page)
    assert CoursePage.objects.get(pk=page.pk).live


def test_what_is_no_address_is_an_error_and_no_exception(writing: Writing) -> None:
    page = draft_course(writing, lessons=0)
    hostile = [
        link("One", linktype="page", id="9" * 40),
        link("Two", linktype="page", id="one"),
        link("Three", linktype="document", id="²"),
        link("Four", linktype="document"),
        away("Five", "http://[::1"),
        away("Six", "/media/../../secret"),
        away("Seven", "/media/"),
        away("Eight", "/courses/%00/"),
        away("Nine", ""),
        away("Ten", "#"),
        '<p><a linktype="page" linktype="document" id="999999">Eleven</a></p>',
        "<p><a>Twelve</a></p>",
    ]
    write(page, writing, *map(prose, hostile))
    found = " ".join(errors_in(page))
    numbers = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
               "Eleven", "Twelve"]  # fmt: skip
    assert [one for one in numbers if f"“{one}”" not in found] == []


def test_the_checks_see_every_file_that_learners_would(writing: Writing) -> None:
    """Chosen documents are looked up for all texts at once; nothing may be lost by that."""
    documents = [
        LibraryDocument.objects.create(
            title=f"Form {number}", file=ContentFile(b"A form", name=f"form & {number}.txt")
        )
        for number in range(3)
    ]
    first, second, third = documents
    page = draft_course(writing, lessons=0)
    lesson = write(
        page,
        writing,
        prose(link("A form", linktype="document", id=first.pk)),
        prose(f'<p><a linktype="page" linktype="document" id="{second.pk}">A form</a></p>'),
        prose(away("A third form", escape(third.url))),
    )
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    shown = files_of([segment for _sheet, _id, segment in course_draft(draft).rendered])
    learners = render_body(lesson.get_latest_revision_as_object().body, language="en-gb")
    assert shown == files_of(learners)
    # Of a name that stands twice the first counts, as in a browser: a page, which is not there.
    assert shown == {first.file.name, third.file.name}
