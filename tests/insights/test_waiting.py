"""What else awaits a lead: drafts, reviews, invitations; of their own departments only."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.pages.models import DepartmentPage
from cms.publishing.departments import provide_department
from courses.content.models import CoursePage
from learning.people.invitations import invite
from learning.people.models import Role, User
from learning.people.organisations import create_organisation
from learning.people.roles import grant_role
from tests.factories.clients import client_of
from tests.factories.courses import Writing, draft_course, published_course
from tests.factories.people import Cast, PersonFactory, cast
from tests.insights.reading import NOW, PAGE, SLUG, main_of, seen, take

pytestmark = pytest.mark.django_db


def test_the_page_asks_the_same_however_much_there_is(writing: Writing) -> None:
    lead = client_of(writing.cast.ld_lead)

    def asked() -> int:
        lead.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            assert lead.get(PAGE).status_code == 200
        return len(queries)

    def more(numbers: range) -> None:
        for number in numbers:
            published_course(writing, title=f"C {number}", slug=f"c-{number}")
            draft = draft_course(writing, title=f"D {number}", slug=f"d-{number}")
            draft.get_workflow().start(draft, writing.cast.author)
            take(writing.cast.team, f"c-{number}", people=1)
        CoursePage.objects.filter(slug__startswith="c-").update(
            review_date=timezone.localdate() - timedelta(days=1)
        )

    more(range(1))
    few = asked()
    more(range(1, 4))
    provide_department(organisation=writing.cast.team)
    assert asked() == few
    assert few <= 32


def test_courses_of_the_department_with_the_numbers_that_authors_see(writing: Writing) -> None:
    published_course(writing)
    take(writing.cast.other_department, SLUG, people=10, done=5)
    [row] = seen(writing.cast.ld_lead, "Courses your department wrote")
    assert row == ["Asking good questions", "10", "5", "Not enough answers yet"]


def test_what_waits_for_review_says_since_when_and_whose_turn_it_is(writing: Writing) -> None:
    draft = draft_course(writing, title="A draft", slug="a-draft")
    draft.get_workflow().start(draft, writing.cast.author)
    state = CoursePage.objects.get(pk=draft.pk).current_workflow_task_state
    type(state).objects.filter(pk=state.pk).update(started_at=NOW - timedelta(days=30))
    [row] = seen(writing.cast.ld_lead, "Waiting for review")
    title, step, since, turn = row
    assert title == "A draft"
    assert step == state.task.name
    assert since.endswith("Over 7 days")
    assert turn == writing.cast.reviewer.full_name
    writing.cast.reviewer.groups.clear()
    assert seen(writing.cast.ld_lead, "Waiting for review")[0][3].startswith("Nobody:")


def test_what_other_departments_write_is_not_told(writing: Writing) -> None:
    cast = writing.cast
    other = provide_department(organisation=cast.other_department)
    lead = PersonFactory(organisation=cast.other_department)
    grant_role(person=lead, role=Role.LD_LEAD, organisation=cast.other_department, now=NOW)
    published_course(writing, title="Of examples", slug="of-examples", scope=cast.department)
    CoursePage.objects.update(review_date=timezone.localdate() - timedelta(days=1))
    draft = draft_course(writing, title="Draft of examples", slug="draft-of-examples")
    draft.get_workflow().start(draft, cast.author)
    page = client_of(lead).get(PAGE).content.decode()
    assert "of examples" not in page.lower()
    assert "Nothing is waiting for a review." in page
    assert other.page.pk != DepartmentPage.objects.get(organisation=cast.department).pk


def test_courses_past_their_review_date_and_who_owns_them(writing: Writing) -> None:
    published_course(writing)
    past = timezone.localdate() - timedelta(days=3)
    CoursePage.objects.update(review_date=past, course_owner=writing.cast.author)
    [row] = seen(writing.cast.ld_lead, "Review date has passed")
    assert row[0] == "Asking good questions"
    assert row[2] == writing.cast.author.full_name
    CoursePage.objects.update(review_date=timezone.localdate() + timedelta(days=1))
    page = client_of(writing.cast.ld_lead).get(PAGE).content.decode()
    assert "No published course is past its review date." in page


def test_who_has_not_come_yet(people_of_a_part: Cast) -> None:
    cast = people_of_a_part
    User.objects.update(last_login=NOW)
    invited = PersonFactory(organisation=cast.team)
    PersonFactory(organisation=cast.team)
    PersonFactory(organisation=cast.team, left_on=timezone.localdate())
    PersonFactory(organisation=cast.other_department)
    invite(people=[invited], now=NOW)
    page = re.sub(r"\s+", " ", main_of(client_of(cast.ld_lead).get(PAGE).content.decode()))
    here = User.objects.filter(organisation__path__startswith=cast.department.path).count() - 1
    assert f"2 of the {here} people who work here have not signed in yet." in page
    assert "1 of these was invited and has not signed in" in page
    assert "1 of these was not invited yet" in page


@pytest.fixture
def people_of_a_part(db: None) -> Cast:
    return cast()


def test_an_organisation_with_nothing_yet_has_a_page_that_says_so(db: None) -> None:
    empty = create_organisation(name="Empty", code="EMPTY")
    lead = PersonFactory(organisation=create_organisation(name="Elsewhere", code="ELSE"))
    grant_role(person=lead, role=Role.LD_LEAD, organisation=empty, now=NOW)
    page = main_of(client_of(lead).get(PAGE).content.decode())
    assert "Nothing is offered to your people yet." in page
    assert "Nobody works here yet." in page
    assert "Nothing is waiting for a review." in page
    assert "The service ranks nobody" in page
