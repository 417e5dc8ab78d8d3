"""An L&D lead: from the start page to how their people learn, and to what is promised to them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from courses.content.models import CoursePage
from learning.people.models import User
from tests.factories.courses import (
    complete_lessons,
    draft_course,
    published_course,
    started,
    writing_department,
)
from tests.factories.people import PersonFactory, cast
from tests.journeys.steps import fits

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
SLUG = "asking-good-questions"


def test_a_lead_sees_how_their_people_learn_and_says_what_is_promised(pages) -> None:
    people = cast()
    writing = writing_department(people)
    published_course(writing)
    CoursePage.objects.update(review_date=timezone.localdate() - timedelta(days=1))
    draft = draft_course(writing, title="Waiting for somebody", slug="waiting")
    draft.get_workflow().start(draft, people.author)
    for number in range(12):
        person = PersonFactory(organisation=people.team)
        started(person, SLUG, timezone.now())
        if number < 6:
            complete_lessons(person, SLUG, 1, 2, now=timezone.now())
    User.objects.filter(pk=people.mentor.pk).update(invited_at=timezone.now())

    lead = pages(people.ld_lead.email, viewport={"width": 1280, "height": 1000})
    lead.goto("/")
    lead.get_by_role("link", name="Learning in Department for Examples").click()
    expect(lead.get_by_role("heading", level=1)).to_have_text("Learning in Department for Examples")
    row = lead.locator("tr", has=lead.get_by_role("link", name="Asking good questions"))
    expect(row.get_by_role("cell")).to_have_text(["10", "5"])
    waiting = lead.locator("tr", has_text="Waiting for somebody")
    expect(waiting).to_contain_text(people.reviewer.full_name)
    expect(lead.locator("section", has_text="Review date has passed")).to_contain_text(
        "Asking good questions"
    )
    expect(lead.locator("main")).to_contain_text("1 of these was invited and has not signed in")

    lead.get_by_role("link", name="Statements of people in your part").click()
    expect(lead.get_by_role("heading", level=1)).to_have_text("Statements")
    lead.go_back()

    # What is promised to their people.
    lead.get_by_role("link", name="Change what your organisation promises").click()
    lead.get_by_role("link", name="Department for Examples").click()
    lead.get_by_label("English").fill("Learning here is yours.")
    lead.get_by_label("Cymraeg").fill("Chi biau’r dysgu yma.")
    lead.get_by_role("button", name="Save").click()
    expect(lead.get_by_text("The promise is saved.")).to_be_visible()

    learner = pages(people.learner.email, viewport={"width": 320, "height": 640})
    learner.goto("/")
    foot = learner.locator("footer")
    expect(foot).to_contain_text(
        "Department for Examples says about your learning: “Learning here is yours.”"
    )
    learner.get_by_role("button", name="Cymraeg").click()
    expect(foot).to_contain_text("“Chi biau’r dysgu yma.”")
    assert fits(learner)


def test_what_a_learner_did_can_be_taken_along_and_who_sees_it_is_told(pages) -> None:
    people = cast()
    published_course(writing_department(people))
    started(people.learner, SLUG, timezone.now())
    page = pages(people.learner.email)
    page.goto("/")
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("link", name="Download what was recorded about your learning").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download your statements (JSON)").click()
    assert waiting.value.suggested_filename == "my-statements.json"
    assert waiting.value.path().read_text().startswith('{"statements":[{')
    page.get_by_role("main").get_by_role("link", name="Who can see what about me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who can see what about me")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
