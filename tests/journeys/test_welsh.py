"""A course is translated text by text, and a colleague on a phone reads it in Welsh."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from courses.content.models import CourseVersion
from learning.people.models import User
from tests.factories.courses import (
    published_course,
    text,
    translated_by_machine,
    writing_department,
)
from tests.factories.people import cast
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.steps import fits
from tests.journeys.writing import act_from_the_start_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
SLUG = "asking-good-questions"
OF_THE_COURSE = {
    "Asking good questions": "Gofyn cwestiynau da",
    "What asking good questions is about.": "Beth yw gofyn cwestiynau da.",
    "ask before you draw": "gofyn cyn tynnu llun",
}
OF_THE_LESSON = {"Lesson 1": "Gwers 1", "Ask first.": "Gofynnwch yn gyntaf."}
AWAITED = "Peiriant a wnaeth y cyfieithiad hwn."


def test_from_the_first_segment_to_a_phone_in_welsh(pages) -> None:
    writing = writing_department(cast())
    people = writing.cast
    course = published_course(writing, lessons=1, body=[text("Ask first.")])
    User.objects.filter(pk=people.learner.pk).update(preferred_language="cy")

    author = pages(people.author.email, viewport=DESK)
    author.goto(f"/cms-admin/pages/{course.pk}/edit/")
    author.locator("header").get_by_role("button", name="Actions").click()
    author.get_by_role("link", name="Translations").first.click()
    author.get_by_role("button", name="Begin the translation").click()
    expect(author.get_by_text("5 texts of 5 are missing")).to_be_visible()
    listing = author.url
    for page, words in ((course.title, OF_THE_COURSE), ("Lesson 1", OF_THE_LESSON)):
        author.goto(listing)
        author.locator("table.listing").get_by_role("link", name=page).click()
        translate(author, words)
    author.goto(listing)
    expect(author.get_by_text("Everything is translated.")).to_be_visible()
    author.get_by_role("button", name="Send for review").click()
    expect(author.get_by_text("The translation has been sent for review.")).to_be_visible()

    title = OF_THE_COURSE[course.title]
    act_from_the_start_page(pages(people.reviewer.email, viewport=DESK), title, "Approve")
    publisher = pages(people.publisher.email, viewport=DESK)
    act_from_the_start_page(publisher, title, "Approve and publish")
    assert not CourseVersion.objects.get(language="cy").awaits_reviewer

    learner = pages(people.learner.email, viewport=PHONE, locale="cy")
    read_in_welsh(learner)
    translated_by_machine(
        published_course(writing, title="By machine", slug="by-machine", lessons=1)
    )
    learner.goto("/courses/by-machine-cy/")
    expect(learner.get_by_text(AWAITED)).to_be_visible()
    assert fits(learner)


def translate(page: Page, words: dict[str, str]) -> None:
    """Translate every text of a page, one after the other."""
    for before, after in words.items():
        source = page.get_by_text(before, exact=True)
        button = page.get_by_role("button", name="Translate", exact=True)
        page.locator("li").filter(has=source).filter(has=button).get_by_role("button").click()
        page.locator("textarea").fill(after)
        with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
            page.get_by_role("button", name="Save", exact=True).click()
        assert saved.value.ok
        expect(page.locator("textarea")).to_have_count(0)
        expect(page.get_by_text(after, exact=True).last).to_be_visible()


def read_in_welsh(page: Page) -> None:
    """Be offered the course in Welsh on a phone, and read it."""
    page.goto("/catalogue/")
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    page.get_by_role("link", name="Gofyn cwestiynau da").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gofyn cwestiynau da")
    expect(page.get_by_text("gofyn cyn tynnu llun")).to_be_visible()
    assert fits(page)
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gwers 1")
    words = page.get_by_text("Gofynnwch yn gyntaf.")
    expect(words).to_be_visible()
    assert words.evaluate("element => element.closest('[lang]').lang") == "cy"
    expect(page.get_by_text(AWAITED)).to_have_count(0)
    assert fits(page)

    # In a frame in English, the words of the course are still marked as Welsh.
    page.context.add_cookies([{"name": "django_language", "value": "en-gb", "url": page.url}])
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en-GB")
    assert words.evaluate("element => element.closest('[lang]').lang") == "cy"
