"""What people do in a browser, in the words of a journey."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.factories.people import PASSWORD

MOST_TABS = 150


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in with a password."""
    page.goto("/sign-in/password/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(password)
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until ``wanted`` has the focus, as a person without a mouse does."""
    expect(wanted).to_have_count(1)
    for _press in range(MOST_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached with the Tab key")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    """Reach ``wanted`` with the keyboard and press a key on it."""
    reach(page, wanted)
    page.keyboard.press(key)


def fits(page: Page) -> bool:
    """Tell whether the page needs no sideways scrolling."""
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )
