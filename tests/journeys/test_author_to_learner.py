"""The main job: an author writes, a colleague reviews, a publisher publishes, a learner learns.

The learner has a phone, no mouse, and at the end a record that says what the store says.
"""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from courses.content.models import CoursePage, CourseVersion
from learning.lrs.models import Statement
from learning.records.models import Record
from tests.factories.courses import writing_department
from tests.factories.people import cast
from tests.journeys import writing
from tests.journeys.steps import fits, press, reach

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TITLE = "Spreadsheets without tears"


def test_from_the_first_word_to_the_record(pages) -> None:
    people = cast()
    department = writing_department(people).department.page.pk
    author = pages(people.author.email, viewport={"width": 1280, "height": 1000})
    course = writing.new_course(
        author,
        department,
        title=TITLE,
        summary="Make a sheet that others can trust.",
        outcome="lay out a sheet that others can read",
    )
    for number in (1, 2):
        writing.add_lesson(
            author,
            course,
            title=f"Cells, part {number}",
            words="A cell that holds two things can be sorted by neither.",
            question="Where do two things belong?",
        )
    assert not any(
        "publish" in words.lower()
        for words in writing.actions_offered(author, course)
        if "submit" not in words.lower()
    )
    writing.act(author, course, "Submit to")

    # Editing after approval asks again.
    reviewer = pages(people.reviewer.email, viewport={"width": 1280, "height": 1000})
    writing.act(reviewer, course, "Approve")
    publisher = pages(people.publisher.email, viewport={"width": 1280, "height": 1000})
    writing.edit_summary(publisher, course, "Make a sheet that others can read and trust.")
    assert "Publish" not in writing.actions_offered(publisher, course)
    writing.act(reviewer, course, "Approve")
    writing.act(publisher, course, "Approve and publish")
    assert CoursePage.objects.get(pk=course.pk).live
    assert CourseVersion.objects.get().summary == "Make a sheet that others can read and trust."

    take_the_course(pages(people.learner.email, viewport={"width": 320, "height": 640}))

    record = Record.objects.get(activity__activity__title=TITLE)
    stored = [
        json.loads(raw)
        for raw in Statement.objects.filter(actor=people.learner.actor).values_list(
            "raw", flat=True
        )
    ]
    verbs = sorted(statement["verb"]["id"].rpartition("/")[2] for statement in stored)
    assert verbs == sorted(
        ["registered", *["initialized", "completed"] * 2, "answered", "completed"]
    )
    learner = pages(people.learner.email)
    learner.goto(f"/my-learning/{record.pk}/")
    shown = [
        json.loads(words) for words in learner.locator(".app-statements pre").all_text_contents()
    ]
    assert sorted(shown, key=lambda one: one["id"]) == sorted(stored, key=lambda one: one["id"])


def take_the_course(page: Page) -> None:
    """Find it, take it and finish it at 320 pixels, with the keyboard only."""
    page.goto("/")
    press(page, page.get_by_role("button", name="Menu", exact=False))
    press(page, page.get_by_role("link", name="Catalogue", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Catalogue")
    reach(page, page.get_by_role("searchbox"))
    page.keyboard.type("spreadsheets")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 result")).to_be_visible()
    press(page, page.get_by_role("link", name=TITLE))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert fits(page)
    press(page, page.get_by_role("button", name="Start"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Cells, part 1")
    assert fits(page)
    press(page, page.get_by_role("radio", name="Two cells"), "Space")
    press(page, page.get_by_role("button", name="Check my answer"))
    expect(page.get_by_role("status")).to_contain_text("Each can be sorted by itself.")
    press(page, page.get_by_role("button", name="Complete and continue"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Cells, part 2")
    expect(page.get_by_text("You have completed 1 of 2 lessons", exact=False)).to_be_visible()
    press(page, page.get_by_role("button", name="Complete this lesson and the course"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Course completed")
    assert fits(page)
    press(page, page.get_by_role("link", name="See your learning record"))
    expect(page.get_by_role("rowheader", name=TITLE)).to_contain_text("Completed on")
    when = page.get_by_text("Completed on").bounding_box()
    assert when
    assert when["x"] + when["width"] <= 320, "seen without scrolling sideways"
    assert fits(page)
