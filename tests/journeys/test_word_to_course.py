"""A Word document becomes a course that people take, once three faults of it are fixed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from courses.content.models import CoursePage, CourseVersion
from learning.records.models import Record
from tests.browser import wait_until
from tests.factories.courses import writing_department
from tests.factories.people import cast
from tests.factories.word import Words
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.steps import fits
from tests.journeys.writing import act, arrived_at, save_draft

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TITLE = "Reading a register"


def document(folder: Path) -> Path:
    """Write a document whose picture has no words, with a link that says "click here"."""
    words = Words()
    words.title(TITLE)
    words.subtitle("What is in a register, and what is not.")
    words.lesson("What it holds")
    for number in range(1, 6):
        words.paragraph(f"{number}. A register lists each thing once. " + "It says so. " * 40)
    told = words.paragraph("To see how they are kept, ")
    words.link(told, "click here", "https://www.example.org/registers")
    words.lesson("What it does not hold")
    words.paragraph("It holds no opinions.")
    words.picture("")
    file = folder / "register.docx"
    file.write_bytes(words.saved().getvalue())
    return file


def test_from_the_document_to_the_learner(pages, tmp_path: Path) -> None:
    people = cast()
    department = writing_department(people).department.page
    author = pages(people.author.email, viewport=DESK)
    import_document(author, department.pk, document(tmp_path))
    course = CoursePage.objects.get(title=TITLE)
    assert not course.live

    assert faults_shown(author, course) == {
        TITLE: "Add at least one learning outcome.",
        "What it holds: Text": "The link “click here” does not say where it leads.",
        "What it does not hold: Picture": "The picture has no alternative text.",
    }
    fix_the_outcome(author)
    assert len(faults_shown(author, course)) == 2
    fix_the_link(author)
    assert len(faults_shown(author, course)) == 1
    fix_the_picture(author)
    assert faults_shown(author, course) == {}

    act(author, course, "Submit to")
    act(pages(people.reviewer.email, viewport=DESK), course, "Approve")
    act(pages(people.publisher.email, viewport=DESK), course, "Approve and publish")
    version = CourseVersion.objects.get()
    assert version.published_by == people.publisher
    take_it(pages(people.learner.email, viewport=PHONE))
    assert Record.objects.get(activity__activity__title=TITLE).completed_at


def faults_shown(page: Page, course: CoursePage) -> dict[str, str]:
    """Return what the list "Before publishing" says, by the place each line leads to."""
    page.goto(f"/cms-admin/pages/{course.pk}/before-publishing/")
    expect(page.get_by_role("link", name="Back to the editor")).to_be_visible()
    lines = page.locator("section", has_text="cannot be published until").locator("li")
    return {
        line.get_by_role("link").inner_text(): line.locator("strong").inner_text()
        for line in lines.all()
    }


def fix_the_outcome(page: Page) -> None:
    page.get_by_role("link", name=TITLE, exact=True).last.click()
    place = arrived_at(page)
    place.get_by_role("button", name="Insert a block").click()
    page.locator("[name='outcomes-0-value']").fill("find a thing in a register")
    save_draft(page)


def fix_the_link(page: Page) -> None:
    page.get_by_role("link", name="What it holds: Text").click()
    editor = arrived_at(page).locator(".public-DraftEditor-content")
    editor.click()
    # What is typed between two letters of a link belongs to it; so the last one goes last.
    for key in ("Control+End", "ArrowLeft", *["Shift+ArrowLeft"] * len("click her")):
        page.keyboard.press(key)
    wait_until(page, "getSelection().toString() === 'click her'")
    page.keyboard.type("how to keep a register")
    page.keyboard.press("Delete")
    # The form has what is typed a moment later.
    expect(page.locator("[name='body-0-value']")).to_have_value(
        re.compile(r"how to keep a register\"")
    )
    save_draft(page)


def fix_the_picture(page: Page) -> None:
    page.get_by_role("link", name="What it does not hold: Picture").click()
    arrived_at(page).get_by_label("Alt text").fill("A page with two columns: key and name")
    save_draft(page)


def take_it(page: Page) -> None:
    """Find the course on a phone and take it to its end."""
    page.goto("/catalogue/?q=register")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What it holds")
    link = page.get_by_role("link", name="how to keep a register")
    expect(link).to_have_attribute("href", "https://www.example.org/registers")
    assert fits(page)
    page.get_by_role("button", name="Complete and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What it does not hold")
    expect(page.get_by_role("img", name="A page with two columns: key and name")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="Complete this lesson and the course").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Course completed")


def import_document(page: Page, department: int, file: Path) -> None:
    """Import a document the way from the department's page to the draft."""
    page.goto(f"/cms-admin/pages/{department}/")
    page.locator("header").get_by_role("button", name="Actions").click()
    page.get_by_role("link", name="Import from Word").first.click()
    page.get_by_label("Word document").set_input_files(file)
    page.get_by_label("Topic").select_option(label="Data")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text(f"The draft is called “{TITLE}”.")).to_be_visible()
    page.get_by_role("link", name="Open the draft").click()
    expect(page.locator("#id_title")).to_have_value(TITLE)
