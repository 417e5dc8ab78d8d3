"""A button pressed while Wagtail saves by itself makes no second page."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Route, expect

from courses.additions.models import AdditionPage
from tests.browser import wait_until
from tests.factories.courses import writing_department
from tests.factories.people import cast
from tests.journeys.steps import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_a_page_that_is_being_made_is_not_made_again(browser: Browser, live_server: object) -> None:
    writing = writing_department(cast())
    context = browser.new_context(base_url=str(live_server), locale="en-GB")
    context.set_default_timeout(20_000)
    page = context.new_page()
    sign_in(page, writing.cast.author.email)

    def slowly(route: Route) -> None:
        answer = route.fetch()
        if "application/json" in route.request.headers.get("accept", ""):
            time.sleep(1)
        route.fulfill(response=answer)

    address = f"/cms-admin/pages/add/additions/additionpage/{writing.department.page.pk}/"
    page.route(f"**{address}", slowly)
    page.goto(address)
    page.evaluate(
        "document.addEventListener('w-autosave:save', () => { window.savesByItself = true; })"
    )
    page.locator("#id_title").fill("Once")
    # What is typed before Wagtail has looked at the form for the first time is no change to it.
    wait_until(
        page,
        """() => {
            if (!window.savesByItself) document.querySelector("#id_title").value += "!";
            return window.savesByItself;
        }""",
        every=2.5,
    )
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Page 'Once").first).to_be_visible()
    assert AdditionPage.objects.count() == 1
    context.close()
