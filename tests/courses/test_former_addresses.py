"""A course or a lesson that moved is still found where it was, and stands in nobody's way."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client

from courses.content.models import CoursePage, LessonPage
from courses.progress.selectors import course_progress
from learning.catalogue.models import Activity, FormerAddress
from learning.people.models import User
from tests.factories.courses import Writing, body_of, publish, published_course, started

pytestmark = pytest.mark.django_db
OLD, NEW = "asking-good-questions", "better-questions"


def browser(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client


def moved(page: CoursePage, slug: str) -> CoursePage:
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.slug = slug
    draft.save_revision()
    return publish(page)


def moved_lesson(page: CoursePage, old: str, new: str) -> None:
    lesson = LessonPage.objects.child_of(page).get(slug=old).get_latest_revision_as_object()
    lesson.slug = new
    lesson.save_revision()
    publish(page)


def leads_to(answer: HttpResponse, address: str) -> bool:
    assert answer.status_code == 301, answer
    assert "no-store" in answer["Cache-Control"], "the old address may be given to another course"
    return bool(answer["Location"] == address)


def test_the_pages_of_a_moved_course_are_found_where_they_were(
    writing: Writing, course: CoursePage
) -> None:
    learner, newcomer = browser(writing.cast.learner), browser(writing.cast.mentor)
    started(writing.cast.learner, OLD)
    moved(course, NEW)
    for client in (learner, newcomer):
        assert leads_to(client.get(f"/courses/{OLD}/"), f"/courses/{NEW}/")
        assert leads_to(client.get(f"/courses/{OLD}/lesson-1/"), f"/courses/{NEW}/lesson-1/")
        assert leads_to(client.get(f"/courses/{OLD}/finished/"), f"/courses/{NEW}/finished/")
        assert client.get(f"/courses/{NEW}/").status_code == 200
    assert learner.get(f"/courses/{NEW}/lesson-1/").status_code == 200


def test_every_address_there_ever_was_leads_to_the_one_there_is(
    writing: Writing, course: CoursePage
) -> None:
    for slug in (NEW, "third", "fourth"):
        moved(course, slug)
    client = browser(writing.cast.learner)
    for slug in (OLD, NEW, "third"):
        assert leads_to(client.get(f"/courses/{slug}/"), "/courses/fourth/")


def test_a_course_that_moves_back_is_not_sent_round_in_circles(
    writing: Writing, course: CoursePage
) -> None:
    moved(course, NEW)
    moved(course, OLD)
    client = browser(writing.cast.learner)
    assert client.get(f"/courses/{OLD}/").status_code == 200
    assert leads_to(client.get(f"/courses/{NEW}/"), f"/courses/{OLD}/")


def test_a_moved_lesson_is_found_on_whatever_version_one_is(
    writing: Writing, course: CoursePage
) -> None:
    stays, joins = writing.cast.learner, writing.cast.mentor
    started(stays, OLD)
    moved_lesson(course, "lesson-1", "first")
    started(joins, OLD)
    joins_client, stays_client = browser(joins), browser(stays)
    assert leads_to(joins_client.get(f"/courses/{OLD}/lesson-1/"), f"/courses/{OLD}/first/")
    assert stays_client.get(f"/courses/{OLD}/lesson-1/").status_code == 200
    assert leads_to(stays_client.get(f"/courses/{OLD}/first/"), f"/courses/{OLD}/lesson-1/")
    assert joins_client.get(f"/courses/{OLD}/never-was/").status_code == 404


def test_what_a_page_left_open_sends_to_the_old_address_is_not_lost(
    writing: Writing, course: CoursePage
) -> None:
    learner = writing.cast.learner
    client = browser(learner)
    moved(course, NEW)
    begun = client.post(f"/courses/{OLD}/start/")
    assert begun["Location"] == f"/courses/{NEW}/lesson-1/"
    done = client.post(f"/courses/{OLD}/lesson-1/complete/")
    assert done["Location"] == f"/courses/{NEW}/lesson-2/"
    progress = course_progress(learner, NEW)
    assert progress.done == 1
    check = next(part["check"] for part in body_of(progress.steps[1]) if "check" in part)
    answered = client.post(
        f"/courses/{OLD}/lesson-2/checks/{check['key']}/", {"answer": check["options"][0]["key"]}
    )
    assert answered["Location"] == f"/courses/{NEW}/lesson-2/#check-{check['key']}"


def test_an_old_address_never_stands_before_a_course_that_has_it(
    writing: Writing, course: CoursePage
) -> None:
    moved(course, NEW)
    client = browser(writing.cast.learner)
    assert leads_to(client.get(f"/courses/{OLD}/"), f"/courses/{NEW}/")
    published_course(writing, title="A successor", slug=OLD)
    answer = client.get(f"/courses/{OLD}/")
    assert answer.status_code == 200
    assert "A successor" in answer.content.decode()
    assert not FormerAddress.objects.filter(slug=OLD).exists()
    # Even a row that should not be there changes nothing, also where the course is withdrawn.
    moved_away = Activity.objects.get(slug=NEW)
    FormerAddress.objects.create(kind="course", slug=OLD, activity=moved_away)
    assert client.get(f"/courses/{OLD}/").status_code == 200
    CoursePage.objects.get(slug=OLD).unpublish()
    assert client.get(f"/courses/{OLD}/").status_code == 404


def test_an_old_address_tells_nobody_more_than_the_new_one(writing: Writing) -> None:
    page = published_course(writing, slug="ours", scope=writing.cast.department)
    moved(page, "still-ours")
    assert browser(writing.cast.outsider).get("/courses/ours/").status_code == 404
    signed_out = Client().get("/courses/ours/lesson-1/")
    assert signed_out.status_code == 302
    assert signed_out["Location"] == "/sign-in/?next=/courses/ours/lesson-1/"
