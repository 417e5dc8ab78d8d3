"""A course changes while people are in it: who gets the change, when, and what they keep."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command

from courses.content.models import CoursePage, LessonPage
from courses.progress.changes import audience_of
from courses.progress.models import CourseRegistration
from courses.progress.selectors import course_progress
from courses.progress.services import open_step
from learning.people.models import User
from learning.records.models import Record
from tests.factories.clients import client_of
from tests.factories.courses import (
    NOW,
    Writing,
    add_lesson,
    body_of,
    complete_lessons,
    publish,
    published_course,
    started,
)

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"
LATER = NOW + timedelta(days=1)


def choose(page: CoursePage, reach: str) -> CoursePage:
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.reach = reach
    draft.save_revision()
    return publish(page)


def rewrite(page: CoursePage, slug: str, words: str) -> None:
    lesson = LessonPage.objects.child_of(page).get(slug=slug).get_latest_revision_as_object()
    lesson.body = [("text", f"<p>{words}</p>")]
    lesson.save_revision(user=lesson.owner)


def leave_out(page: CoursePage, slug: str) -> None:
    LessonPage.objects.child_of(page).get(slug=slug).delete()


def in_the_middle_of(person: User, number: int) -> None:
    progress = course_progress(person, SLUG)
    open_step(person=person, progress=progress, step=progress.steps[number - 1], now=NOW)


def words(person: User, number: int) -> str:
    return str(body_of(course_progress(person, SLUG).steps[number - 1]))


@pytest.fixture
def page(writing: Writing) -> CoursePage:
    return published_course(writing, lessons=3)


def test_nobodys_open_lesson_changes_and_the_next_one_is_new(
    writing: Writing, page: CoursePage
) -> None:
    reader, waiting, done = writing.cast.learner, writing.cast.mentor, writing.cast.manager
    for person in (reader, waiting, done):
        started(person, SLUG)
        complete_lessons(person, SLUG, 1)
    complete_lessons(done, SLUG, 2, 3)
    in_the_middle_of(reader, 2)
    before = audience_of(course=page)
    assert list(before.in_lesson.values()) == [1]
    assert (before.between, before.completed, before.going) == (1, 1, 2)

    rewrite(page, "lesson-2", "The second, rewritten.")
    rewrite(page, "lesson-3", "The third, rewritten.")
    choose(page, "everyone")
    assert "The words of Lesson 2" in words(reader, 2), "the open lesson is as it was"
    assert "The second, rewritten" in words(waiting, 2), "anyone who is in none goes on at once"
    assert "The words of Lesson 2" in words(done, 2), "a completed course is as it was completed"
    assert course_progress(done, SLUG).completed_at

    client = client_of(reader)
    answer = client.post(f"/courses/{SLUG}/lesson-2/complete/", follow=True)
    assert "This course has been updated" in answer.content.decode()
    assert "The third, rewritten" in words(reader, 3)
    progress = course_progress(reader, SLUG)
    assert [step.is_done for step in progress.steps] == [True, True, False]
    assert complete_lessons(reader, SLUG, 3, now=LATER).completed_at
    call_command("rebuild_records", "--check", verbosity=0)


def test_opening_another_lesson_is_a_next_step_too(writing: Writing, page: CoursePage) -> None:
    reader = writing.cast.learner
    started(reader, SLUG)
    in_the_middle_of(reader, 1)
    rewrite(page, "lesson-2", "The second, rewritten.")
    leave_out(page, "lesson-3")
    choose(page, "everyone")
    client = client_of(reader)
    assert "The words of Lesson 1" in client.get(f"/courses/{SLUG}/lesson-1/").content.decode()
    answer = client.get(f"/courses/{SLUG}/lesson-2/", follow=True)
    assert "This course has been updated" in answer.content.decode()
    assert "The second, rewritten" in answer.content.decode()


def test_a_lesson_that_is_gone_leads_to_the_course(writing: Writing, page: CoursePage) -> None:
    reader = writing.cast.learner
    started(reader, SLUG)
    in_the_middle_of(reader, 1)
    leave_out(page, "lesson-3")
    choose(page, "everyone")
    answer = client_of(reader).get(f"/courses/{SLUG}/lesson-3/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/courses/{SLUG}/"
    assert "This course has been updated" in answer.content.decode()


def test_whoever_has_nothing_left_to_do_has_completed_the_course(
    writing: Writing, page: CoursePage
) -> None:
    reader, behind = writing.cast.learner, writing.cast.mentor
    started(reader, SLUG)
    complete_lessons(reader, SLUG, 1, 2)
    started(behind, SLUG)
    complete_lessons(behind, SLUG, 1)
    in_the_middle_of(behind, 2)
    leave_out(page, "lesson-3")
    choose(page, "everyone")
    assert course_progress(reader, SLUG).completed_at
    assert not course_progress(behind, SLUG).completed_at
    choose(page, "everyone")
    assert Record.objects.filter(
        actor=reader.actor_id, activity__activity__slug=SLUG, completed_at__isnull=False
    ).exists()
    assert complete_lessons(behind, SLUG, 2, now=LATER).completed_at
    call_command("rebuild_records", "--check", verbosity=0)


def test_the_last_lesson_is_not_the_last_where_a_new_one_has_come(
    writing: Writing, page: CoursePage
) -> None:
    reader = writing.cast.learner
    started(reader, SLUG)
    complete_lessons(reader, SLUG, 1, 2)
    in_the_middle_of(reader, 3)
    add_lesson(page, writing.cast.author, title="One more", slug="one-more")
    choose(page, "everyone")
    after = complete_lessons(reader, SLUG, 3, now=LATER)
    assert after.completed_at is None
    assert after.next_step.slug == "one-more"
    assert complete_lessons(reader, SLUG, 4, now=LATER).completed_at


def test_a_correction_also_reaches_the_version_that_awaits_somebody(
    writing: Writing, page: CoursePage
) -> None:
    reader = writing.cast.learner
    started(reader, SLUG)
    in_the_middle_of(reader, 1)
    rewrite(page, "lesson-2", "The second, wiht a typo.")
    choose(page, "everyone")
    rewrite(page, "lesson-2", "The second, with no typo.")
    choose(page, "correction")
    assert "The words of Lesson 1" in words(reader, 1)
    complete_lessons(reader, SLUG, 1, now=LATER)
    assert "with no typo" in words(reader, 2)
    assert CourseRegistration.objects.get(registration__actor=reader.actor_id).version.number == 3


def test_the_editor_says_where_people_are_and_what_would_change(
    writing: Writing, page: CoursePage
) -> None:
    reader = writing.cast.learner
    started(reader, SLUG)
    in_the_middle_of(reader, 2)
    author = client_of(writing.cast.author)
    shown = author.get(f"/cms-admin/pages/{page.pk}/edit/").content.decode()
    assert "A correction is seen at once" in shown
    assert "not shown" in shown, "nobody can be known by being alone"
    rewrite(page, "lesson-1", "Rewritten.")
    add_lesson(page, writing.cast.author, title="One more", slug="one-more")
    shown = author.get(f"/cms-admin/pages/{page.pk}/edit/").content.decode()
    assert "A correction is not possible here" in shown
    for word in ("As published", "Changed", "New"):
        assert word in shown
