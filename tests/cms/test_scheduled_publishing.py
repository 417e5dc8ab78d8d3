"""The sweep that publishes and expires: when due, through the gate, once."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from wagtail.models import PageLogEntry, Revision

from cms.publishing.sweeps import expire_due, publish_due
from courses.content.models import CoursePage, CourseVersion, LessonPage
from learning.catalogue.models import Activity
from learning.notifications.models import Mail
from tests.factories.courses import (
    NOW,
    Writing,
    approve,
    draft_course,
    published_course,
    writing_department,
)
from tests.factories.people import cast

AN_HOUR = timedelta(hours=1)


def scheduled(writing: Writing, *, at: datetime, approved: bool = True) -> CoursePage:
    """Return a draft whose latest revision has an appointment."""
    page = draft_course(writing)
    if approved:
        approve(page)
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=at)
    return page


def again(page: CoursePage) -> CoursePage:
    return CoursePage.objects.get(pk=page.pk)


@pytest.mark.django_db
def test_what_is_due_goes_live_and_to_learners(writing: Writing) -> None:
    page = scheduled(writing, at=NOW)
    assert publish_due(now=NOW - AN_HOUR) == 0
    assert not again(page).live
    assert publish_due(now=NOW) == 1
    assert again(page).live
    assert CourseVersion.objects.get().current
    assert Activity.objects.get().offered
    assert publish_due(now=NOW + AN_HOUR) == 0
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").exists()


@pytest.mark.django_db
def test_what_nobody_approved_loses_its_appointment_and_stays(writing: Writing) -> None:
    page = scheduled(writing, at=NOW, approved=False)
    assert publish_due(now=NOW) == 1
    assert not again(page).live
    assert not CourseVersion.objects.exists()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert publish_due(now=NOW) == 0


@pytest.mark.django_db
def test_whoever_wrote_or_scheduled_it_is_told_what_to_mend(writing: Writing) -> None:
    people = writing.cast
    people.publisher.preferred_language = "cy"
    people.publisher.save()
    page = scheduled(writing, at=NOW)
    PageLogEntry.objects.log_action(
        page, "wagtail.publish.schedule", user=people.publisher, revision=page.latest_revision
    )
    # What it links to is taken down between the approval and the hour.
    lesson = LessonPage.objects.child_of(page).first()
    revision = lesson.latest_revision
    link = [("text", '<p>Read <a linktype="page" id="999999">our plan</a>.</p>')]
    lesson.body = link
    revision.content["body"] = lesson.serializable_data()["body"]
    revision.save()
    assert publish_due(now=NOW) == 1
    assert not again(page).live
    assert "our plan" in str(lesson.get_latest_revision_as_object().body)
    mails = {mail.person: mail for mail in Mail.objects.filter(kind="publishing-refused")}
    assert set(mails) == {people.author, people.publisher}
    mail = mails[people.author]
    assert mail.subject == f"“{page.title}” was not published"
    for words in (
        "1 June 2026, 09:30",
        "Lesson 1: Text: The link “our plan” leads to a page that learners cannot open",
        "Choose another page",
        f"/cms-admin/pages/{page.pk}/before-publishing/",
    ):
        assert words in mail.text
    assert "ni chafodd ei gyhoeddi" in mails[people.publisher].text.lower()
    assert "Choose another page" not in mails[people.publisher].text
    # In the editor it is told until the draft is another one, or published.
    client = Client()
    client.force_login(people.author, backend="learning.people.backends.EmployedBackend")
    told = "This was to be published on 1 June 2026, 09:30"
    edit = f"/cms-admin/pages/{page.pk}/edit/"
    assert told in client.get(edit).content.decode()
    assert told in client.get(f"/cms-admin/pages/{page.pk}/before-publishing/").content.decode()
    history = client.get(f"/cms-admin/pages/{page.pk}/history/").content.decode()
    assert "Not published at the planned time" in history
    again(page).get_latest_revision_as_object().save_revision(user=people.author)
    assert told not in client.get(edit).content.decode()
    assert publish_due(now=NOW) == 0
    assert Mail.objects.filter(kind="publishing-refused").count() == 2


@pytest.mark.django_db
def test_an_address_that_is_none_keeps_nobody_from_being_told(writing: Writing) -> None:
    writing.cast.author.email = "nobody at home"
    writing.cast.author.save()
    page = scheduled(writing, at=NOW, approved=False)
    CoursePage.objects.filter(pk=page.pk).update(owner=writing.cast.reviewer)
    assert publish_due(now=NOW) == 1
    assert [mail.person for mail in Mail.objects.all()] == [writing.cast.reviewer]
    assert publish_due(now=NOW) == 0


@pytest.mark.django_db
def test_one_refusal_does_not_keep_the_others(writing: Writing) -> None:
    scheduled(writing, at=NOW, approved=False)
    other = draft_course(writing, slug="another", title="Another")
    approve(other)
    Revision.objects.filter(pk=other.latest_revision_id).update(approved_go_live_at=NOW)
    assert publish_due(now=NOW) == 2
    assert again(other).live


@pytest.mark.django_db
def test_what_has_ended_is_taken_down_and_no_longer_offered(writing: Writing) -> None:
    page = published_course(writing)
    CoursePage.objects.filter(pk=page.pk).update(expire_at=NOW)
    assert expire_due(now=NOW - AN_HOUR) == 0
    assert expire_due(now=NOW) == 1
    assert (again(page).live, again(page).expired) == (False, True)
    assert not Activity.objects.get().offered
    assert expire_due(now=NOW) == 0


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_sweeps_at_once_publish_once_and_wait_for_nobody() -> None:
    """A row that another sweep holds is passed over (SKIP LOCKED), not waited for."""
    page = scheduled(writing_department(cast()), at=NOW)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                list(Revision.objects.select_for_update().filter(pk=page.latest_revision_id))
                held.set()
                done.wait(timeout=30)
        finally:
            connection.close()

    other = threading.Thread(target=hold)
    other.start()
    assert held.wait(timeout=30)
    assert publish_due(now=NOW) == 0
    assert not again(page).live
    done.set()
    other.join(timeout=30)

    counts: list[int] = []
    gate = threading.Barrier(2)

    def sweep() -> None:
        gate.wait(timeout=20)
        try:
            counts.append(publish_due(now=NOW))
        finally:
            connection.close()

    sweeps = [threading.Thread(target=sweep) for _number in range(2)]
    for one in sweeps:
        one.start()
    for one in sweeps:
        one.join(timeout=60)
    assert sorted(counts) == [0, 1]
    assert CourseVersion.objects.count() == 1
