"""What keeps an addition from going live, besides what keeps any lesson from it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.publishing.departments import Department, provide_department
from cms.publishing.faults import Severity
from cms.publishing.gate import PublishRefused, findings_in
from courses.additions.models import AdditionPage
from courses.content.models import AdditionVersion, CoursePage
from tests.factories.additions import draft_addition, lesson, note, publish_addition
from tests.factories.clients import client_of
from tests.factories.courses import Writing, draft_course, published_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(writing: Writing) -> Department:
    return provide_department(organisation=writing.cast.other_department)


def errors_in(page: AdditionPage) -> list[str]:
    found = findings_in(AdditionPage.objects.get(pk=page.pk).latest_revision)
    return [one.message for one in found if one.severity is Severity.ERROR]


def draft(course: CoursePage, theirs: Department, writing: Writing, **what: Any) -> AdditionPage:
    return draft_addition(course, below=theirs.page, author=writing.cast.outsider, **what)


def test_an_empty_one_and_a_contact_nobody_reaches(
    course: CoursePage, theirs: Department, writing: Writing
) -> None:
    empty = draft(course, theirs, writing)
    assert errors_in(empty) == ["There is nothing in this addition yet."]
    with pytest.raises(PublishRefused):
        publish_addition(empty)
    page = empty.get_latest_revision_as_object()
    page.contact_name = "Helpdesk"
    page.save_revision()
    assert errors_in(empty) == ["Nobody can reach “Helpdesk”."]


def test_lessons_without_title_words_or_time(
    course: CoursePage, theirs: Department, writing: Writing
) -> None:
    wrong = lesson("Wrong", minutes=0, body=[])
    wrong["value"]["title"] = ""
    page = draft(course, theirs, writing, lessons=[wrong, lesson("Twice"), lesson("Twice")])
    found = findings_in(page.latest_revision)
    said = {one.message: one.path for one in found if one.severity is Severity.ERROR}
    title, minutes = (f"lessons.{wrong['id']}.{name}" for name in ("title", "minutes"))
    assert title in said.values()
    assert minutes in said.values()
    assert "The lesson “A lesson without a title” is empty." in said
    assert "The step “Twice” is there twice." in said


@pytest.mark.parametrize("which", ["own", "draft", "withdrawn", "scoped", "deleted"])
def test_only_at_a_course_that_the_departments_people_can_open(
    writing: Writing, course: CoursePage, theirs: Department, which: str
) -> None:
    page = draft(course, theirs, writing, notes=[note()])
    assert errors_in(page) == []
    if which == "own":
        Page.objects.get(pk=course.pk).move(theirs.page, pos="last-child")
    elif which == "draft":
        other = draft_course(writing, slug="other", title="Other")
        later = page.get_latest_revision_as_object()
        later.course = other
        later.save_revision()
    elif which == "withdrawn":
        CoursePage.objects.get(pk=course.pk).unpublish()
    elif which == "scoped":
        CoursePage.objects.filter(pk=course.pk).update(scope=writing.cast.department)
    else:
        CoursePage.objects.get(pk=course.pk).delete()
    (says,) = errors_in(page)
    assert {
        "own": "is your own course",
        "deleted": "Choose the course",
    }.get(which, "people cannot open") in says


def test_one_for_each_course_and_language(
    course: CoursePage, theirs: Department, writing: Writing
) -> None:
    publish_addition(draft(course, theirs, writing, notes=[note()]))
    second = draft(course, theirs, writing, notes=[note("Another")])
    (says,) = errors_in(second)
    assert "added something to this course already" in says
    with pytest.raises(PublishRefused):
        publish_addition(second)
    welsh = draft(course, theirs, writing, notes=[note("Nodyn")], language="cy")
    publish_addition(welsh)
    assert AdditionVersion.objects.filter(current=True).count() == 2


def test_a_note_at_a_lesson_of_another_course(
    course: CoursePage, theirs: Department, writing: Writing
) -> None:
    other = published_course(writing, slug="other", title="Other")
    page = draft(course, theirs, writing, notes=[note("Here", other.get_children()[0].pk)])
    (says,) = errors_in(page)
    assert "is not one of “Asking good questions”" in says


def test_the_editor_makes_one_and_takes_no_course_that_is_a_draft(
    course: CoursePage, theirs: Department, writing: Writing
) -> None:
    author = writing.cast.outsider
    author.groups.add(theirs.authors)
    client = client_of(author)
    secret = draft_course(writing, slug="secret", title="Secret")
    address = reverse("wagtailadmin_pages:add", args=["additions", "additionpage", theirs.page.pk])
    assert client.get(address).status_code == 200

    def form(course: CoursePage) -> dict[str, Any]:
        return nested_form_data(
            {
                "title": "Ours",
                "course": course.pk,
                "language": "en-gb",
                "notes": streamfield(
                    [("note", {"lesson": "", "text": '{"blocks": [], "entityMap": {}}'})]
                ),
                "contact_name": "Helpdesk",
                "contact_email": "help@other.example",
                "contact_phone": "",
                "lessons": streamfield([]),
                "comments": inline_formset([]),
            }
        )

    refused = client.post(address, form(secret))
    assert "Choose a published course." in refused.content.decode()
    assert "Secret" not in refused.content.decode().partition("Choose a published course.")[2][:300]
    client.post(address, form(course))
    page = AdditionPage.objects.get()
    assert page.get_parent().pk == theirs.page.pk
    assert not page.live
    preview = client.get(f"/cms-admin/pages/{page.pk}/view_draft/").content.decode()
    assert "help@other.example" in preview
    assert "Before publishing" in client.get(f"/cms-admin/pages/{page.pk}/edit/").content.decode()


def test_the_id_of_a_lesson_may_be_anything(
    course: CoursePage, theirs: Department, writing: Writing
) -> None:
    odd = {**lesson(), "id": '../lessons/1\' or "1"'}
    page = publish_addition(draft(course, theirs, writing, lessons=[odd]))
    step = AdditionVersion.objects.get().steps.get().key
    central = {one.key for one in course.versions.get().steps.all()}
    assert step not in central
    publish_addition(page)
    assert AdditionVersion.objects.get(current=True).steps.get().key == step
