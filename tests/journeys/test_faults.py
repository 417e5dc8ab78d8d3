"""A publisher is refused, sees every fault with its place, goes there, fixes it and publishes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from courses.content.models import CoursePage, LessonPage
from learning.people.models import User
from tests.factories.courses import add_lesson, draft_course, text, writing_department
from tests.factories.people import cast
from tests.journeys.steps import fits, sign_in
from tests.journeys.writing import act, choose, save_draft
from tests.pages.visits import faults_of_axe

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
OURS = "main .nice-padding"


def where(page: Page, block: str) -> dict[str, float]:
    """Return where the top of a block is on the screen, once it has been arrived at."""
    place = page.locator(f'[data-contentpath="{block}"]')
    expect(place).to_be_focused(timeout=20_000)
    expect(place).to_be_in_viewport()
    return place.bounding_box() or {}


def reviewed(page: CoursePage, reviewer: User) -> None:
    """Let a reviewer approve what is waiting for one."""
    state = CoursePage.objects.get(pk=page.pk).current_workflow_task_state
    state.task.specific.on_action(state, reviewer, "approve")


def test_from_the_refusal_to_the_fault_and_back(browser: Browser, live_server: object) -> None:
    writing = writing_department(cast())
    page = draft_course(writing, lessons=0)
    blocks = [
        *(text(f"Part {number}. " + "Words that are read. " * 80) for number in range(6)),
        {**text("So."), "value": '<p>Read <a href="https://www.example.org/">click here</a>.</p>'},
    ]
    lesson = add_lesson(page, writing.cast.author, title="Links", slug="links", body=blocks)
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.review_date = None
    draft.save_revision(user=writing.cast.author)
    CoursePage.objects.get(pk=page.pk).get_workflow().start(page, writing.cast.author)
    reviewed(page, writing.cast.reviewer)

    context = browser.new_context(
        base_url=str(live_server), locale="en-GB", viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(10_000)
    window = context.new_page()
    sign_in(window, writing.cast.publisher.email)
    window.goto(f"/cms-admin/pages/{page.pk}/edit/")
    publish = window.get_by_role("button", name="Approve and publish").first
    choose(window.get_by_role("button", name="More actions"), publish)
    expect(window.get_by_text("This cannot be published yet.")).to_be_visible()
    expect(window.get_by_role("link", name="Links: Text: The link “click here”")).to_be_visible()
    said = window.get_by_role("status")
    said.get_by_role("link", name="Check before publishing", exact=True).click()

    expect(window.get_by_text("2 things to fix before")).to_be_visible()
    assert not faults_of_axe(window, OURS)
    window.set_viewport_size({"width": 320, "height": 640})
    assert fits(window)
    window.set_viewport_size({"width": 1280, "height": 900})

    # A field of the course, far down on its form.
    window.get_by_role("link", name="Asking good questions", exact=True).last.click()
    assert where(window, "review_date")["y"] < 900
    window.locator("#id_review_date").fill("2030-01-01")
    save_draft(window)

    # A block of the lesson, below six others.
    window.goto(f"/cms-admin/pages/{page.pk}/before-publishing/")
    expect(window.get_by_text("1 thing to fix before")).to_be_visible()
    window.get_by_role("link", name="Links: Text").click()
    assert where(window, str(blocks[-1]["id"]))["y"] < 900
    fixed = lesson.get_latest_revision_as_object()
    fixed.body = [("text", '<p>Read <a href="https://www.example.org/">our plan</a>.</p>')]
    fixed.save_revision(user=writing.cast.author)
    window.goto(f"/cms-admin/pages/{page.pk}/before-publishing/")
    expect(window.get_by_text("Submit it for review")).to_be_visible()

    # Twice: the date was saved while the publisher had it, the lesson after that.
    reviewed(page, writing.cast.reviewer)
    reviewed(page, writing.cast.reviewer)
    act(window, page, "Approve and publish")
    assert CoursePage.objects.get(pk=page.pk).live
    assert LessonPage.objects.get(pk=lesson.pk).live
    context.close()
