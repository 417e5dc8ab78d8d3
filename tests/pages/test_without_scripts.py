"""The main job with scripts switched off: sign in, find, take, answer, complete, look back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.pages.cases import COURSE
from tests.pages.demonstration import PASSWORD, Demonstration

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_a_course_is_taken_without_any_script(
    browser: Browser, live_server: object, demo: Demonstration
) -> None:
    context = browser.new_context(base_url=str(live_server), java_script_enabled=False)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/sign-in/password/")
    page.locator("[name=login]").fill("outsider@demo.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("h1")).to_contain_text("Daniel")

    page.goto("/catalogue/")
    page.locator("[type=search]").fill("charts")
    page.get_by_role("button", name="Search").click()
    page.locator("details.app-filters summary").click()
    page.locator("[name=topic][value=data]").check()
    page.get_by_role("button", name="Apply filters").click()
    page.locator(".app-cards a").first.click()
    page.get_by_role("button", name="Start").click()

    first = page.locator(".app-check").first
    first.get_by_role("button").click()
    expect(page.locator(".govuk-error-message").first).to_be_visible()
    first.locator("input[type=radio], input[type=checkbox]").first.check()
    first.get_by_role("button").click()
    expect(page.get_by_role("status").first).to_be_visible()
    page.get_by_role("button", name="Complete and continue").click()
    expect(page.get_by_text("1 of 6 lessons", exact=False)).to_be_visible()

    page.get_by_role("button", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    page.get_by_role("button", name="English").click()
    page.goto(f"{COURSE}/")
    expect(page.locator("main")).to_contain_text("1 of 6")
    page.goto("/my-learning/")
    page.locator("[name=status]").select_option("in-progress")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("table tbody tr")).to_have_count(1)
    page.get_by_role("link", name="What was recorded").click()
    expect(page.locator(".app-statements li").first).to_be_visible()
    page.goto("/sign-out/")
    page.locator("main form button").click()
    expect(page.get_by_role("button", name="Sign in").or_(
        page.get_by_role("link", name="Sign in")
    ).first).to_be_visible()  # fmt: skip
    context.close()
