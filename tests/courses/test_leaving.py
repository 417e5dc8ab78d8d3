"""A course is started by those who choose it, can be left, and is then where it was."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from courses.content.models import CoursePage
from courses.progress.leaving import CannotLeave, leave_course
from courses.progress.selectors import course_progress
from courses.progress.services import NotStarted, complete_step, start_course
from learning.lrs.models import Statement
from learning.notifications.models import Mail
from learning.people.invitations import invite
from learning.people.models import User
from learning.records.models import Record, Registration
from learning.xapi import verbs
from tests.factories.clients import client_of
from tests.factories.courses import (
    NOW,
    Writing,
    body_of,
    complete_lessons,
    published_course,
    started,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"
COURSE = f"/courses/{SLUG}/"
LEAVE = f"{COURSE}remove-from-learning/"
TITLE = "Asking good questions"


@pytest.fixture
def page(writing: Writing) -> CoursePage:
    return published_course(writing, lessons=3)


@pytest.fixture
def learner(writing: Writing, page: CoursePage) -> User:
    """Somebody who has completed the first lesson, and opened the second."""
    person = writing.cast.learner
    started(person, SLUG)
    complete_lessons(person, SLUG, 1)
    client_of(person).get(f"{COURSE}lesson-2/")
    return person


def leave(person: User, days: int = 1) -> None:
    leave_course(
        person=person, progress=course_progress(person, SLUG), now=NOW + timedelta(days=days)
    )


def said(person: User) -> list[str]:
    """Return the verbs of what is stated of a person and the course, in order."""
    statements = Statement.objects.filter(
        actor=person.actor_id, activity__activity__slug=SLUG
    ).order_by("seq")
    return [one.verb.iri.rsplit("/", 1)[-1] for one in statements.select_related("verb")]


def main(answer) -> str:
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def test_an_invitation_shows_a_course_and_starts_none(
    writing: Writing, page: CoursePage, client: Client
) -> None:
    person = PersonFactory(password=None, organisation=writing.cast.team)
    invite(people=[person], now=timezone.now())
    link = "/" + re.search(r"https?://\S+", Mail.objects.get().text).group().split("/", 3)[3]
    arrived = client.post(link, follow=True)
    assert arrived.redirect_chain == [(COURSE, 302)]
    assert TITLE in main(arrived)
    assert f'action="{COURSE}start/"' in main(arrived)
    assert 'href="/catalogue/"' in main(arrived), "and lets them choose another"
    assert not Registration.objects.filter(actor=person.actor_id).exists()
    assert not Statement.objects.filter(actor=person.actor_id).exists()
    lead = client_of(writing.cast.ld_lead)
    assert TITLE not in main(lead.get("/statements/", {"email": person.email}))
    client.post(f"{COURSE}start/")
    assert said(person) == ["registered"]


def test_leaving_asks_first_and_takes_the_course_away(learner: User) -> None:
    client = client_of(learner)
    assert f'href="{LEAVE}"' in main(client.get(COURSE))
    asked = main(client.get(LEAVE))
    assert "Remove this course from your learning?" in asked
    assert "you carry on where you are now" in asked
    assert ">Cancel</a>" in asked
    assert "Your L&D lead can see that you started the course" in asked
    assert said(learner) == ["registered"]
    done = client.post(LEAVE, follow=True)
    assert done.redirect_chain == [("/my-learning/", 302)]
    assert f"We removed “{TITLE}” from your learning." in main(done)
    assert f'href="{COURSE}"' in main(done), "the way back"
    assert said(learner) == ["registered", "unregistered"]
    assert TITLE not in main(client.get("/"))
    assert TITLE not in main(client.get("/my-learning/"))
    assert TITLE not in main(client.get("/my-learning/?status=in-progress"))
    assert not course_progress(learner, SLUG).registration


def test_it_is_stated_as_the_registration_that_it_ends(learner: User) -> None:
    registration = course_progress(learner, SLUG).registration.pk
    leave(learner)
    statement = Statement.objects.get(verb__iri=verbs.UNREGISTERED.iri)
    assert (statement.actor_id, statement.registration) == (learner.actor_id, registration)
    assert statement.vouched
    assert '"unregistered from"' in statement.raw
    assert '"http://adlnet.gov/expapi/activities/course"' in statement.raw
    call_command("rebuild_records", "--check", verbosity=0)


def test_it_comes_back_where_it_was(learner: User) -> None:
    client = client_of(learner)
    before = course_progress(learner, SLUG)
    client.post(LEAVE)
    page = main(client.get(COURSE))
    assert "You removed this course from your learning." in page
    assert client.get(f"{COURSE}lesson-2/")["Location"] == COURSE
    back = client.post(f"{COURSE}start/")
    assert back["Location"] == f"{COURSE}lesson-2/", "the lesson that was open"
    after = course_progress(learner, SLUG)
    assert after.registration == before.registration
    assert [step.status for step in after.steps] == [step.status for step in before.steps]
    assert after.done == 1
    assert said(learner) == ["registered", "unregistered", "registered"]
    registrations = {one.registration for one in Statement.objects.filter(actor=learner.actor_id)}
    assert registrations == {before.registration.pk}
    assert TITLE in main(client.get("/"))
    assert TITLE in main(client.get("/my-learning/"))
    call_command("rebuild_records", "--check", verbosity=0)


def test_one_may_leave_and_come_back_again_and_again(learner: User) -> None:
    for day in (1, 2, 3):
        leave(learner, day)
        started(learner, SLUG, NOW + timedelta(days=day, hours=1))
    assert said(learner) == ["registered", *["unregistered", "registered"] * 3]
    assert Registration.objects.filter(actor=learner.actor_id).count() == 1
    done = complete_lessons(learner, SLUG, 2, 3)
    assert done.completed_at
    assert done.done == 3


def test_twice_is_once(learner: User) -> None:
    progress = course_progress(learner, SLUG)
    for _click in range(2):
        leave_course(person=learner, progress=progress, now=NOW + timedelta(days=1))
    assert said(learner) == ["registered", "unregistered"]
    gone = course_progress(learner, SLUG)
    for _click in range(2):
        start_course(person=learner, progress=gone, now=NOW + timedelta(days=2))
    assert said(learner) == ["registered", "unregistered", "registered"]
    assert Registration.objects.filter(actor=learner.actor_id).count() == 1


def test_what_is_completed_stays(learner: User) -> None:
    complete_lessons(learner, SLUG, 2, 3)
    client = client_of(learner)
    assert LEAVE not in main(client.get(COURSE))
    assert client.get(LEAVE)["Location"] == COURSE
    assert client.post(LEAVE)["Location"] == COURSE
    with pytest.raises(CannotLeave):
        leave(learner)
    assert "unregistered" not in said(learner)
    assert TITLE in main(client.get("/my-learning/"))


def test_nobody_leaves_what_they_have_not_started(writing: Writing, page: CoursePage) -> None:
    person = writing.cast.mentor
    client = client_of(person)
    assert LEAVE not in main(client.get(COURSE))
    assert client.post(LEAVE)["Location"] == COURSE
    with pytest.raises(CannotLeave):
        leave(person)
    assert not Statement.objects.filter(actor=person.actor_id).exists()
    assert "You removed this course" not in main(client.get(COURSE))


def test_completing_in_one_tab_and_leaving_in_another_take_turns(learner: User) -> None:
    complete_lessons(learner, SLUG, 2)
    progress = course_progress(learner, SLUG)
    last = progress.steps[2]
    leave_course(person=learner, progress=progress, now=NOW)
    with pytest.raises(NotStarted):
        complete_step(person=learner, progress=progress, step=last, now=NOW)
    assert not Record.objects.filter(
        registration=progress.registration.pk, activity=last.frozen.term
    ).exists()
    started(learner, SLUG)
    again = course_progress(learner, SLUG)
    complete_step(person=learner, progress=again, step=again.steps[2], now=NOW)
    with pytest.raises(CannotLeave):
        leave_course(person=learner, progress=again, now=NOW)


def test_a_page_that_was_open_when_the_course_was_left_leads_to_the_course(
    learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading where somebody is and locking it, another tab leaves."""
    from courses.progress import views

    progress = course_progress(learner, SLUG)
    leave(learner)
    monkeypatch.setattr(views, "course_progress", lambda viewer, slug: progress)
    client = client_of(learner)
    check = next(part["check"]["key"] for part in body_of(progress.steps[1]) if "check" in part)
    option = next(
        part["check"]["options"][0]["key"] for part in body_of(progress.steps[1]) if "check" in part
    )
    for send in (
        lambda: client.get(f"{COURSE}lesson-2/"),
        lambda: client.post(f"{COURSE}lesson-2/complete/"),
        lambda: client.post(f"{COURSE}lesson-2/checks/{check}/", {"answer": option}),
    ):
        assert send()["Location"] == COURSE


def test_what_was_removed_can_be_looked_at(learner: User) -> None:
    leave(learner)
    client = client_of(learner)
    empty = main(client.get("/my-learning/"))
    assert "You have removed everything that you started." in empty
    removed = main(client.get("/my-learning/?status=removed"))
    assert TITLE in removed
    assert ">Removed</strong>" in removed
    key = Record.objects.get(actor=learner.actor_id, activity__activity__slug=SLUG).pk
    record = main(client.get(f"/my-learning/{key}/"))
    assert "You removed" in record
    assert "Removed" in record
    csv = b"".join(client.get("/my-learning.csv?status=removed").streaming_content).decode()
    assert f"{TITLE},Course,Data,Removed," in csv
    assert TITLE not in b"".join(client.get("/my-learning.csv").streaming_content).decode()


def test_a_first_start_costs_no_look_for_a_former_one_after_that(learner: User) -> None:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        start_course(person=learner, progress=course_progress(learner, SLUG), now=NOW)
    assert not any('closed_at" IS NOT NULL' in one["sql"] for one in asked.captured_queries)
