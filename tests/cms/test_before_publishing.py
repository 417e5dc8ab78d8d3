"""The list of what is to be fixed: what it shows, to whom, and what it costs."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from cms.media.models import LibraryDocument, LibraryImage
from cms.publishing.departments import library
from cms.publishing.gate import findings_in
from courses.content.models import CoursePage, LessonPage
from learning.people.models import User
from tests.factories.clients import client_of
from tests.factories.courses import Writing, approve, check, draft_course, published_course, text

pytestmark = pytest.mark.django_db
FAULTY = [
    {"type": "text", "id": "a6a8d4c1-7b1e-4b6a-9a53-2f3cf1a3f6a1", "value":
     '<h2>Plans</h2><p>See <a href="https://www.example.org/">click here</a>.</p>'
     '<p><a href="http://www.example.org/">An old site</a></p>'},
]  # fmt: skip


def listed(person: User, page: Page) -> str:
    answer = client_of(person).get(f"/cms-admin/pages/{page.pk}/before-publishing/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_errors_come_first_and_each_leads_to_its_block(writing: Writing) -> None:
    page = draft_course(writing, lessons=1, body=FAULTY)
    draft = page.get_latest_revision_as_object()
    draft.outcomes = [("outcome", "understand plans")]
    draft.save_revision()
    html = listed(writing.cast.author, page)
    assert "1 thing to fix before “Asking good questions” can be published." in html
    places = [html.index(f"{heading} (1)") for heading in ("Must fix", "Should check", "Advice")]
    assert places == sorted(places)
    lesson = LessonPage.objects.child_of(page).get()
    link = f'href="/cms-admin/pages/{lesson.pk}/edit/#:w:contentpath=body.{FAULTY[0]["id"]}"'
    assert html.count(link) == 2
    assert places[0] < html.index("“click here” does not say") < places[1]
    assert places[1] < html.index("“An old site” leads to a page") < places[2]
    assert html.index("“understand”") > places[2]
    assert "Use words that make sense by themselves" in html
    assert listed(writing.cast.reviewer, lesson).count(link) == 2


def test_what_has_no_fault_says_what_comes_next(writing: Writing) -> None:
    page = draft_course(writing)
    author = writing.cast.author
    assert "Submit it for review" in listed(author, page)
    assert "A reviewer approved it" in listed(author, approve(page))
    page = published_course(writing, slug="published", title="Published")
    assert "What you see here is published" in listed(author, page)


def test_it_is_told_in_welsh(writing: Writing) -> None:
    page = draft_course(writing, lessons=1, body=FAULTY)
    writing.cast.author.preferred_language = "cy"
    writing.cast.author.save()
    html = listed(writing.cast.author, page)
    assert "click here" in html
    for english in ("does not say where", "Use words", "Must fix", "Back to the editor"):
        assert english not in html


def test_only_those_who_may_edit_see_it(writing: Writing) -> None:
    page = draft_course(writing)
    address = f"/cms-admin/pages/{page.pk}/before-publishing/"
    assert Client().get(address).status_code == 302
    assert client_of(writing.cast.outsider).get(address).status_code == 403
    admin = client_of(writing.cast.admin)
    assert admin.get(f"/cms-admin/pages/{library().pk}/before-publishing/").status_code == 404
    assert admin.get("/cms-admin/pages/999999/before-publishing/").status_code == 404


def test_the_editor_leads_there_from_a_course_and_from_a_lesson(writing: Writing) -> None:
    page = draft_course(writing)
    client = client_of(writing.cast.author)
    lesson = LessonPage.objects.child_of(page).first()
    course = client.get(f"/cms-admin/pages/{page.pk}/edit/").content.decode()
    assert course.count(f'href="/cms-admin/pages/{page.pk}/before-publishing/"') == 2
    below = client.get(f"/cms-admin/pages/{lesson.pk}/edit/").content.decode()
    assert f'href="/cms-admin/pages/{page.pk}/before-publishing/"' in below
    department = client.get(f"/cms-admin/pages/{page.get_parent().pk}/").content.decode()
    assert f"/cms-admin/pages/{page.get_parent().pk}/before-publishing/" not in department


def test_what_the_checks_ask_does_not_grow_with_the_course(writing: Writing) -> None:
    collection = writing.department.collection
    document = LibraryDocument.objects.create(
        title="Form", file=ContentFile(b"Form", name="form.txt"), collection=collection
    )
    there = published_course(writing, slug="there", title="There", lessons=1)

    def asked(lessons: int) -> int:
        image = LibraryImage.objects.create(
            title="Picture", file=get_test_image_file(), collection=collection
        )
        image.get_rendition("width-960|preserve-svg")
        chosen = {"image": image.pk, "decorative": False, "alt_text": "A square"}
        body = [
            text("Words. " * 30),
            {"type": "image", "value": {"image": chosen, "caption": "", "description": ""}},
            {"type": "text", "value": f'<p><a linktype="page" id="{there.pk}">There</a></p>'},
            {"type": "text", "value": f'<p><a href="/courses/{there.slug}/">Also there</a></p>'},
            {"type": "text", "value": f'<p><a linktype="document" id="{document.pk}">Form</a></p>'},
            check(),
        ]
        page = draft_course(writing, slug=f"c{lessons}", lessons=lessons, body=body)
        revision = CoursePage.objects.get(pk=page.pk).latest_revision
        with CaptureQueriesContext(connection) as queries:
            found = findings_in(revision)
        assert not [one for one in found if one.severity < 3]
        return len(queries)

    # Of each picture Wagtail's own form asks whether it is still there; nothing else is asked of
    # each lesson, text or link.
    assert asked(2) + 3 == asked(5) <= 50


def test_a_day_that_has_passed_is_only_a_warning(writing: Writing) -> None:
    page = draft_course(writing)
    draft = page.get_latest_revision_as_object()
    draft.review_date = date(2020, 1, 1)
    draft.save_revision()
    approve(page).get_latest_revision().publish()
    assert CoursePage.objects.get(pk=page.pk).live
