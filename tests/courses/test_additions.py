"""A department adds its own to a central course: who gets it, and that nothing loses it."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.publishing.departments import Department, provide_department
from courses.additions.models import AdditionPage
from courses.additions.selectors import additions_for
from courses.content.models import AdditionVersion, CoursePage, CourseVersion
from courses.content.review.reach import Reach
from courses.progress.added import additions_to
from courses.progress.selectors import course_progress
from learning.lrs.models import Statement
from learning.notifications.models import Mail
from learning.people.models import User
from learning.records.models import Record
from tests import worlds
from tests.factories.additions import NOTE, draft_addition, lesson, note, publish_addition
from tests.factories.clients import client_of
from tests.factories.courses import (
    NOW,
    Writing,
    body_of,
    complete_lessons,
    publish,
    published_course,
    started,
)
from tests.factories.people import PersonFactory
from tests.kept import kept

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"


@dataclass
class World:
    """A course of the centre, and what another department adds to it."""

    centre: Writing
    course: CoursePage
    theirs: Department
    author: User
    addition: AdditionPage

    @property
    def first_lesson(self) -> Page:
        return self.course.get_children().first()


@kept(after=worlds.course)
def world(centre: Writing, course: CoursePage) -> World:
    """A published addition of another department, with a note, a lesson and a contact."""
    theirs = provide_department(organisation=centre.cast.other_department)
    author = PersonFactory(
        full_name="Olwen Other",
        organisation=centre.cast.other_department,
        email="olwen@demo.example",
    )
    author.groups.add(theirs.authors)
    addition = draft_addition(
        course,
        below=theirs.page,
        author=author,
        notes=[note(), note("Ask Sam before you share.", course.get_children().first().pk)],
        lessons=[lesson()],
        contact_name="Data helpdesk",
        contact_email="data@other.example",
    )
    return World(centre, course, theirs, author, publish_addition(addition, author))


def test_only_the_departments_own_people_get_it(world: World) -> None:
    outsider, learner = world.centre.cast.outsider, world.centre.cast.learner
    shown = client_of(outsider).get(f"/courses/{SLUG}/").content.decode()
    assert "From Department for Others" in shown
    assert NOTE in shown
    assert "data@other.example" in shown
    assert "How we do it here" in shown
    assert "Ask Sam" not in shown, "that one stands at its lesson"
    elsewhere = client_of(learner).get(f"/courses/{SLUG}/").content.decode()
    assert "Department for Others" not in elsewhere
    assert NOTE not in elsewhere


def test_a_note_stands_at_its_lesson_and_the_lesson_in_the_outline(world: World) -> None:
    outsider = world.centre.cast.outsider
    started(outsider, SLUG)
    client = client_of(outsider)
    first = client.get(f"/courses/{SLUG}/lesson-1/").content.decode()
    assert "Ask Sam before you share." in first
    assert "How we do it here" in first
    assert "Ask Sam" not in client.get(f"/courses/{SLUG}/lesson-2/").content.decode()


def test_an_added_lesson_is_taken_beside_the_course(world: World) -> None:
    outsider = world.centre.cast.outsider
    version = world.addition.addition_versions.get()
    added = version.steps.get()
    address = f"/courses/{SLUG}/added/{added.key}/"
    client = client_of(outsider)
    assert client.get(address).url == f"/courses/{SLUG}/", "not before the course is started"
    started(outsider, SLUG)
    shown = client.get(address).content.decode()
    assert "The words of How we do it here." in shown
    assert 'aria-current="step">How we do it here' in shown
    (asked,) = [part["check"] for part in body_of(added) if "check" in part]
    right = next(option["key"] for option in asked["options"] if option["correct"])
    checked = f"{address}checks/{asked['key']}/"
    assert "Choose an answer" in client.post(checked, {}, follow=True).content.decode()
    answered = client.post(checked, {"answer": right})
    assert answered.url == f"{address}#check-{asked['key']}"
    assert "Right" in client.get(address).content.decode()
    gone = client.post(f"{address}checks/nothing/", {"answer": right}, follow=True)
    assert "This question has changed" in gone.content.decode()
    done = client.post(f"{address}complete/", follow=True).content.decode()
    assert "You completed “How we do it here”." in done
    assert course_progress(outsider, SLUG).completed_at is None
    record = Record.objects.get(actor=outsider.actor_id, activity=added.term)
    assert record.completed_at
    said = Statement.objects.get(activity=added.term, verb__iri__endswith="completed")
    assert said.vouched
    raw = json.loads(said.raw)
    assert raw["context"]["contextActivities"]["parent"][0]["id"].endswith("/en-gb")
    assert raw["object"]["definition"]["name"] == {"en-gb": "How we do it here"}
    call_command("rebuild_records", "--check", verbosity=0)


def test_it_neither_completes_the_course_nor_keeps_it_from_being_completed(world: World) -> None:
    outsider = world.centre.cast.outsider
    started(outsider, SLUG)
    complete_lessons(outsider, SLUG, 1)
    client = client_of(outsider)
    added = world.addition.addition_versions.get().steps.get()
    client.get(f"/courses/{SLUG}/added/{added.key}/")
    client.post(f"/courses/{SLUG}/added/{added.key}/complete/")
    progress = course_progress(outsider, SLUG)
    assert progress.completed_at is None
    assert progress.next_step.number == 2, "where to continue is a step of the course"
    assert complete_lessons(outsider, SLUG, 2).completed_at


def test_somebody_elses_lesson_is_not_there(world: World) -> None:
    added = world.addition.addition_versions.get().steps.get()
    learner = world.centre.cast.learner
    started(learner, SLUG)
    for person in (learner, world.centre.cast.admin):
        client = client_of(person)
        assert client.get(f"/courses/{SLUG}/added/{added.key}/").status_code == 404
        assert client.post(f"/courses/{SLUG}/added/{added.key}/complete/").status_code == 404
    assert not Record.objects.filter(activity=added.term).exists()


def test_an_update_of_the_centre_loses_nothing_and_is_told(world: World) -> None:
    outsider = world.centre.cast.outsider
    before = world.addition.addition_versions.get()
    first = world.first_lesson
    first.specific.delete()
    draft = CoursePage.objects.get(pk=world.course.pk).get_latest_revision_as_object()
    draft.slug, draft.title = "asking-better-questions", "Asking better questions"
    draft.reach = Reach.EVERYONE
    draft.save_revision(user=world.centre.cast.author)
    publish(draft)
    assert CourseVersion.objects.filter(page=world.course, current=True).get().number == 2
    shown = client_of(outsider).get("/courses/asking-better-questions/").content.decode()
    for words in (NOTE, "Ask Sam before you share.", "data@other.example", "How we do it here"):
        assert words in shown, words
    assert AdditionVersion.objects.get(current=True) == before
    (email,) = Mail.objects.filter(kind="addition")
    assert email.address == world.author.email
    assert "is not part of the course any more" in email.text
    report = client_of(world.author).get("/cms-admin/reports/additions-to-courses/")
    assert "The course has changed since" in report.content.decode()


def test_the_centre_sees_who_added_what(world: World) -> None:
    centre = client_of(world.centre.cast.author)
    editor = centre.get(f"/cms-admin/pages/{world.course.pk}/edit/").content.decode()
    assert "1 addition" in editor
    report = centre.get(f"/cms-admin/reports/additions-to-courses/?course={world.course.pk}")
    words = report.content.decode()
    for seen in ("Department for Others", "2 notes, contact, 1 lesson", "Olwen Other",
                 "Made for the course as it is"):  # fmt: skip
        assert seen in words, seen
    version = world.addition.addition_versions.get()
    reading = centre.get(f"/cms-admin/additions/{version.pk}/").content.decode()
    assert "The words of How we do it here." in reading
    assert "Note at the lesson “Lesson 1”" in reading
    nothing = centre.get("/cms-admin/reports/additions-to-courses/?course=0x1").status_code
    assert nothing == 200
    stranger = provide_department(organisation=world.centre.cast.team)
    somebody = PersonFactory(organisation=world.centre.cast.team)
    somebody.groups.add(stranger.authors)
    other = client_of(somebody)
    assert "Olwen" not in other.get("/cms-admin/reports/additions-to-courses/").content.decode()
    assert other.get(f"/cms-admin/additions/{version.pk}/").status_code == 404
    assert (
        client_of(world.centre.cast.learner).get(f"/cms-admin/additions/{version.pk}/").status_code
        == 403
    )


def test_taking_it_down_shows_it_to_nobody_and_keeps_what_people_did(world: World) -> None:
    outsider = world.centre.cast.outsider
    started(outsider, SLUG)
    added = world.addition.addition_versions.get().steps.get()
    client = client_of(outsider)
    client.get(f"/courses/{SLUG}/added/{added.key}/")
    client.post(f"/courses/{SLUG}/added/{added.key}/complete/")
    AdditionPage.objects.get(pk=world.addition.pk).unpublish()
    assert NOTE not in client.get(f"/courses/{SLUG}/").content.decode()
    assert client.get(f"/courses/{SLUG}/added/{added.key}/").status_code == 404
    assert Record.objects.get(actor=outsider.actor_id, activity=added.term).completed_at
    publish_addition(world.addition, world.author)
    assert NOTE in client.get(f"/courses/{SLUG}/").content.decode()
    again = AdditionVersion.objects.get(current=True)
    assert again.number == 2
    assert again.steps.get().key == added.key, "the same lesson, so it is still completed"
    AdditionPage.objects.get(pk=world.addition.pk).delete()
    assert not AdditionVersion.objects.filter(current=True).exists()
    assert Record.objects.get(actor=outsider.actor_id, activity=added.term).completed_at


def test_it_outlives_the_page_of_the_course(world: World) -> None:
    outsider = world.centre.cast.outsider
    started(outsider, SLUG)
    CoursePage.objects.get(pk=world.course.pk).delete()
    assert AdditionPage.objects.get(pk=world.addition.pk).course is None
    shown = client_of(outsider).get(f"/courses/{SLUG}/").content.decode()
    assert NOTE in shown
    assert "no longer offered" in shown
    report = client_of(world.author).get("/cms-admin/reports/additions-to-courses/")
    assert "A course that was deleted" in report.content.decode()


def test_departments_above_come_first_and_ones_language_prevails(world: World) -> None:
    centre = world.centre
    team = provide_department(organisation=centre.cast.team)
    ministry = provide_department(organisation=centre.cast.department)
    assert ministry.page == centre.department.page
    course = published_course(centre, title="Other matters", slug="other-matters", lessons=1)
    Page.objects.get(pk=course.pk).move(world.theirs.page, pos="last-child")
    course = CoursePage.objects.get(pk=course.pk)
    author = centre.cast.author
    for below, language in ((team, "en-gb"), (ministry, "cy"), (ministry, "en-gb")):
        page = draft_addition(
            course, below=below.page, author=author, notes=[note(f"In {language}.")],
            language=language,
        )  # fmt: skip
        publish_addition(page, author)
    got = additions_for(centre.cast.learner, work=course.translation_key, language="en-gb")
    assert [(one.organisation, one.language) for one in got] == [
        (centre.cast.department, "en-gb"),
        (centre.cast.team, "en-gb"),
    ]
    welsh = additions_for(centre.cast.learner, work=course.translation_key, language="cy")
    assert [one.language for one in welsh] == ["cy", "en-gb"]
    assert additions_for(PersonFactory(organisation=None), work=course.translation_key,
                         language="en-gb") == []  # fmt: skip


def test_more_lessons_cost_no_more_queries(world: World) -> None:
    outsider = world.centre.cast.outsider
    progress = started(outsider, SLUG)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            additions_to(progress, outsider)
        return len(queries)

    one = asked()
    page = AdditionPage.objects.get(pk=world.addition.pk).get_latest_revision_as_object()
    page.lessons = AdditionPage._meta.get_field("lessons").to_python(
        json.dumps([lesson(f"Number {number}") for number in range(9)])
    )
    page.save_revision(user=world.author)
    publish_addition(page, world.author)
    assert asked() == one <= 4
    assert NOW
