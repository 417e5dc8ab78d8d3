"""What a course teaches changes while people are in it: they meet it where it hurts nobody."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from courses.content.models import CoursePage, LessonPage
from courses.progress.selectors import course_progress
from courses.progress.services import open_step
from learning.people.models import User
from learning.people.small_numbers import SMALLEST_GROUP
from learning.records.models import Record
from tests.factories.courses import (
    NOW,
    body_of,
    complete_lessons,
    publish,
    published_course,
    started,
    writing_department,
)
from tests.factories.people import PersonFactory, cast
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.steps import fits
from tests.journeys.writing import act, save_draft

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
SLUG = "asking-good-questions"
TAUGHT = "What is taught now: ask who will decide."


def in_lesson_two(person: User) -> None:
    started(person, SLUG)
    complete_lessons(person, SLUG, 1)
    progress = course_progress(person, SLUG)
    open_step(person=person, progress=progress, step=progress.steps[1], now=NOW)


def test_from_the_change_to_the_next_step_of_everyone(pages) -> None:
    writing = writing_department(cast())
    people = writing.cast
    course = published_course(writing, lessons=3)
    in_lesson_two(people.learner)
    for _number in range(SMALLEST_GROUP):
        in_lesson_two(PersonFactory(organisation=people.team))
    learner = pages(people.learner.email, viewport=PHONE)
    learner.goto(f"/courses/{SLUG}/lesson-2/")
    expect(learner.get_by_text("The words of Lesson 2.")).to_be_visible()

    author = pages(people.author.email, viewport=DESK)
    third = LessonPage.objects.child_of(course).get(slug="lesson-3")
    rewrite(author, third, TAUGHT)
    author.goto(f"/cms-admin/pages/{course.pk}/edit/")
    who_gets_it(author)
    author.get_by_role("radio", name="Everyone, from their next step").check()
    save_draft(author)
    act(author, course, "Submit to")
    act(pages(people.reviewer.email, viewport=DESK), course, "Approve")
    publisher = pages(people.publisher.email, viewport=DESK)
    publisher.goto(f"/cms-admin/pages/{course.pk}/edit/")
    who_gets_it(publisher)
    expect(publisher.get_by_role("radio", name="Everyone, from their next step")).to_be_checked()
    act(publisher, course, "Approve and publish")

    # Nothing moves under who is reading; the next step is in the new version.
    learner.reload()
    expect(learner.get_by_text("The words of Lesson 2.")).to_be_visible()
    expect(learner.get_by_text("This course has been updated")).to_have_count(0)
    learner.get_by_role("button", name="Complete and continue").click()
    expect(learner.get_by_text("This course has been updated")).to_be_visible()
    expect(learner.get_by_role("heading", level=1)).to_have_text("Lesson 3")
    expect(learner.get_by_text(TAUGHT)).to_be_visible()
    expect(learner.get_by_text("You have completed 2 of 3 lessons", exact=False)).to_be_visible()
    assert fits(learner)

    new_starters_only(learner, course, third, people.mentor)
    learner.get_by_role("button", name="Complete this lesson and the course").click()
    expect(learner.get_by_role("heading", level=1)).to_have_text("Course completed")
    done = Record.objects.get(actor=people.learner.actor_id, activity__activity__slug=SLUG)
    assert done.completed_at
    call_command("rebuild_records", "--check", verbosity=0)


def rewrite(page: Page, lesson: LessonPage, words: str) -> None:
    """Add a sentence to the end of the first text of a lesson."""
    page.goto(f"/cms-admin/pages/{lesson.pk}/edit/")
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(f" {words}")
    # The form has what is typed a moment later.
    expect(page.locator("[name='body-0-value']")).to_have_value(re.compile(re.escape(words)))
    save_draft(page)


def who_gets_it(page: Page) -> None:
    """See where people are and what the draft changes, before anybody decides."""
    where = page.get_by_role("table", name="Lessons, what this draft changes")
    second, third = (where.get_by_role("row", name=f"Lesson {number}") for number in (2, 3))
    expect(second).to_contain_text("As published")
    expect(second).to_contain_text(f"{SMALLEST_GROUP} people")
    expect(third).to_contain_text("Changed")
    expect(third).to_contain_text("nobody")


def new_starters_only(learner: Page, course: CoursePage, lesson: LessonPage, later: User) -> None:
    """Publish another change for those who begin later; who is in the course stays where it is."""
    draft = lesson.get_latest_revision_as_object()
    draft.body = [("text", "<p>Only for who comes later.</p>")]
    draft.save_revision()
    publish(course)
    learner.reload()
    expect(learner.get_by_text(TAUGHT)).to_be_visible()
    started(later, SLUG)
    assert "Only for who comes later." in str(body_of(course_progress(later, SLUG).steps[2]))
