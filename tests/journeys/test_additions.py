"""A department adds to a central course, its people get it, and the centre's update keeps it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cms.publishing.departments import provide_department
from courses.additions.models import AdditionPage
from courses.content.models import AdditionVersion, CoursePage
from courses.content.review.reach import Reach
from tests.factories.courses import (
    Writing,
    complete_lessons,
    publish,
    published_course,
    started,
    writing_department,
)
from tests.factories.people import Cast, PersonFactory, cast
from tests.journeys.conftest import PHONE
from tests.journeys.steps import fits
from tests.journeys.writing import act, add_block, save_draft, type_text

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
SLUG = "asking-good-questions"


@pytest.fixture
def people() -> Cast:
    return cast()


def write_an_addition(page: Page, department: int) -> None:
    """Choose the course, write a lesson and say whom to ask."""
    page.goto(f"/cms-admin/pages/add/additions/additionpage/{department}/")
    page.locator("#id_title").fill("Our part")
    page.get_by_role("button", name="Choose a page (Course)").click()
    chooser = page.get_by_role("dialog")
    chooser.get_by_role("textbox").first.fill("Asking")
    chooser.get_by_role("link", name="Asking good questions").first.click()
    expect(page.get_by_text("Asking good questions").first).to_be_visible()
    page.locator("#id_contact_name").fill("Data helpdesk")
    page.locator("#id_contact_email").fill("data@other.example")
    lessons = page.get_by_role("region", name="Lessons")
    add_block(lessons, "Lesson")
    page.locator("[name='lessons-0-value-title']").fill("How we do it here")
    add_block(page.locator("[data-contentpath=body]"), "Text")
    text = page.locator("[data-contentpath=body] .public-DraftEditor-content")
    type_text(page, text, "Our figures are in the orange warehouse.")
    save_draft(page)


def test_added_taken_on_a_phone_and_kept_when_the_centre_changes_the_course(
    pages: Callable[..., Page], people: Cast
) -> None:
    centre: Writing = writing_department(people)
    course = published_course(centre)
    theirs = provide_department(organisation=people.other_department)
    author, reviewer, publisher = (
        PersonFactory(organisation=people.other_department) for _number in range(3)
    )
    author.groups.add(theirs.authors)
    reviewer.groups.add(theirs.reviewers)
    publisher.groups.add(theirs.publishers)
    started(people.outsider, SLUG)
    complete_lessons(people.outsider, SLUG, 1)

    writing = pages(author.email)
    write_an_addition(writing, theirs.page.pk)
    addition = AdditionPage.objects.get()
    act(writing, addition, "Submit to")
    act(pages(reviewer.email), addition, "Approve")
    act(pages(publisher.email), addition, "Approve and publish")
    assert AdditionVersion.objects.filter(current=True).count() == 1

    phone = pages(people.outsider.email, viewport=PHONE)
    phone.goto(f"/courses/{SLUG}/")
    expect(phone.get_by_role("heading", name="From Department for Others")).to_be_visible()
    assert fits(phone)
    phone.get_by_role("link", name="How we do it here").click()
    expect(phone.get_by_text("orange warehouse")).to_be_visible()
    assert fits(phone)
    phone.get_by_role("button", name="Complete this lesson").click()
    expect(phone.get_by_text("You completed “How we do it here”.")).to_be_visible()

    central = pages(people.author.email)
    central.goto(f"/cms-admin/reports/additions-to-courses/?course={course.pk}")
    expect(central.get_by_role("row", name="Asking good questions")).to_contain_text("1 lesson")

    changed = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    changed.title, changed.reach = "Asking better questions", Reach.EVERYONE
    changed.save_revision(user=people.author)
    publish(changed)
    phone.goto(f"/courses/{SLUG}/")
    expect(phone.get_by_role("heading", name="Asking better questions")).to_be_visible()
    expect(phone.get_by_role("link", name="data@other.example")).to_be_visible()
    added = phone.get_by_role("region", name="From Department for Others")
    expect(added.get_by_text("Completed", exact=True)).to_be_visible()
