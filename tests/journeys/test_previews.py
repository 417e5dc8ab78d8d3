"""An author looks at a draft as learners will have it: narrow and wide, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from courses.content.models import CoursePage, LessonPage
from tests.browser import wait_until
from tests.factories.courses import published_course, writing_department
from tests.factories.people import cast
from tests.journeys.steps import fits, sign_in
from tests.pages.visits import AXE, NARROW, RUN_AXE, WCAG, WIDE

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def faults(page: Page) -> list[str]:
    """Return what axe has to say of a preview that fills the window."""
    page.evaluate(AXE.read_text())
    return [str(one) for one in page.evaluate(RUN_AXE, sorted(WCAG))]


def test_every_preview_fits_and_opens_to_everybody(browser: Browser, live_server: object) -> None:
    writing = writing_department(cast())
    page = published_course(writing, scope=writing.cast.department)
    lesson = LessonPage.objects.child_of(page).get(slug="lesson-2")
    window = browser.new_context(
        base_url=str(live_server), locale="en-GB", viewport=WIDE
    ).new_page()
    sign_in(window, writing.cast.author.email)
    told: list[str] = []
    window.on("console", lambda message: told.append(message.text))
    for one in (CoursePage.objects.get(pk=page.pk), lesson):
        for mode, _label in one.preview_modes:
            for size in (WIDE, NARROW):
                window.set_viewport_size(size)
                window.goto(f"/cms-admin/pages/{one.pk}/view_draft/?mode={mode}")
                assert fits(window), (mode, size)
                assert not faults(window), (mode, size)
    assert not told
    window.set_viewport_size(WIDE)

    # From one preview to the next, and through the course.
    window.goto(f"/cms-admin/pages/{lesson.pk}/view_draft/")
    window.get_by_text("See it as somebody else").click()
    window.get_by_role("link", name="After wrong answers – in Welsh").click()
    expect(window.locator("html")).to_have_attribute("lang", "cy")
    expect(window.get_by_text("About: The chart")).to_be_visible()
    window.get_by_role("link", name="Lesson 1").first.click()
    expect(window.get_by_role("heading", name="Lesson 1", exact=True)).to_be_visible()
    expect(window.locator("html")).to_have_attribute("lang", "cy")

    # In the editor's own panel.
    window.goto(f"/cms-admin/pages/{lesson.pk}/edit/")
    window.get_by_role("button", name="Toggle preview").click()
    panel = window.frame_locator("#w-preview-iframe")
    expect(panel.get_by_role("heading", name="Lesson 2", exact=True)).to_be_visible()
    window.get_by_label("Preview mode").select_option(label="After right answers – in Welsh")
    expect(panel.get_by_text("About: The question")).to_be_visible()
    window.locator(".w-preview__size-button").first.click()
    width = "Math.round(document.querySelector('#w-preview-iframe').offsetWidth)"
    wait_until(window, f"{width} === 320")
    window.get_by_label("Preview on a desktop").evaluate("element => element.click()")
    wait_until(window, f"{width} === 1280")
