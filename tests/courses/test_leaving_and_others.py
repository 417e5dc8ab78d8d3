"""What leaving a course means for who sees it, for its authors, and for changes meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from courses.content.addresses import check_lesson_address
from courses.content.models import CoursePage
from courses.progress.changes import audience_of
from courses.progress.models import CourseRegistration
from courses.progress.selectors import course_progress
from courses.progress.suggestions import suggestions_for
from learning.people.models import User
from learning.xapi import verbs
from tests.courses.test_changes_under_way import choose, leave_out, rewrite, words
from tests.courses.test_leaving import COURSE, LEAVE, SLUG, learner, leave, main, page
from tests.factories.clients import client_of
from tests.factories.courses import NOW, Writing, complete_lessons, started

pytestmark = pytest.mark.django_db
__all__ = ["learner", "page"]


def test_leads_see_that_it_was_removed_and_managers_see_nothing(
    writing: Writing, learner: User
) -> None:
    leave(learner)
    lead = client_of(writing.cast.ld_lead)
    shown = main(lead.get("/statements/", {"email": learner.email}))
    assert "Removed a course" in shown
    assert "Started a course" in shown
    narrowed = lead.get("/statements/", {"email": learner.email, "verb": verbs.UNREGISTERED.iri})
    assert "Removed a course" in main(narrowed)
    assert client_of(writing.cast.manager).get("/statements/").status_code == 404


def test_a_course_that_was_removed_is_not_suggested_again(learner: User) -> None:
    leave(learner)
    assert SLUG not in {one.activity.slug for one in suggestions_for(learner)}


def test_authors_do_not_count_who_has_left(page: CoursePage, learner: User) -> None:
    assert audience_of(course=page).everyone == 1
    leave(learner)
    assert audience_of(course=page).everyone == 0


@pytest.mark.parametrize(
    ("changes", "reached"),
    [
        (["everyone"], 2),
        (["new-starters"], 1),
        (["correction"], 2),
        (["everyone", "new-starters"], 2),
        (["new-starters", "correction"], 1),
        (["everyone", "correction"], 3),
        (["new-starters", "everyone"], 3),
    ],
)
def test_who_comes_back_gets_what_reached_those_who_stayed(
    writing: Writing, page: CoursePage, learner: User, changes: list[str], reached: int
) -> None:
    other = writing.cast.mentor
    started(other, SLUG)
    leave(learner)
    for number, change in enumerate(changes, start=2):
        rewrite(page, "lesson-3", f"The third of version {number}.")
        choose(page, change)
    started(learner, SLUG, NOW + timedelta(days=2))
    complete_lessons(learner, SLUG, 2)
    complete_lessons(other, SLUG, 1, 2)
    taken = {
        one.registration.actor_id: one.version.number
        for one in CourseRegistration.objects.select_related("version", "registration")
    }
    assert taken[learner.actor_id] == taken[other.actor_id] == reached
    third = words(learner, 3)
    assert (f"version {reached}" in third) is (reached > 1)


def test_who_comes_back_and_has_done_everything_has_completed_the_course(
    page: CoursePage, learner: User
) -> None:
    complete_lessons(learner, SLUG, 2)
    leave(learner)
    leave_out(page, "lesson-3")
    choose(page, "everyone")
    back = client_of(learner).post(f"{COURSE}start/")
    assert back["Location"] == f"{COURSE}finished/"
    after = course_progress(learner, SLUG)
    assert (after.done, len(after.counted), bool(after.completed_at)) == (2, 2, True)
    call_command("rebuild_records", "--check", verbosity=0)


def test_who_comes_back_to_an_open_lesson_reads_it_to_the_end_first(
    page: CoursePage, learner: User
) -> None:
    leave(learner)
    leave_out(page, "lesson-2")
    leave_out(page, "lesson-3")
    choose(page, "everyone")
    client = client_of(learner)
    assert client.post(f"{COURSE}start/")["Location"] == f"{COURSE}lesson-2/"
    assert not course_progress(learner, SLUG).completed_at
    client.get(f"{COURSE}lesson-3/")
    assert course_progress(learner, SLUG).completed_at, "their next step is of the newer version"
    call_command("rebuild_records", "--check", verbosity=0)


def test_where_a_course_is_no_longer_offered_leaving_says_that_it_is_for_good(
    page: CoursePage, learner: User
) -> None:
    CoursePage.objects.get(pk=page.pk).unpublish()
    client = client_of(learner)
    assert "no longer offered, so you cannot start it again" in main(client.get(LEAVE))
    done = client.post(LEAVE, follow=True)
    assert "You can start it again" not in main(done)
    assert client.get(COURSE).status_code == 404


def test_no_lesson_can_have_the_address(page: CoursePage) -> None:
    with pytest.raises(ValidationError):
        check_lesson_address("remove-from-learning")
