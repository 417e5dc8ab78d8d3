"""The Back button after signing out, in a browser that keeps the pages it leaves.

Playwright turns the back/forward cache off; here it is on, as in everybody's browser. The engine
without a desktop around it (chromium-headless-shell) has none: where there is no other, the first
test says so and is skipped, and the others show what such a browser does.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from learning.config.bootstrap.chromium import NAMES
from tests.browser import QUIET, wait_until
from tests.factories.people import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
WATCH = "window.addEventListener('pageshow', e => { window.cameBack = e.persisted; });"


@pytest.fixture
def keeping_browser(browser: Browser, chromium_path: str) -> Iterator[Browser]:
    """A Chromium with the back/forward cache on; it lives beside the others' one."""
    whole = [shutil.which(name) for name in NAMES if "headless" not in name]
    driven = browser.browser_type.launch(
        executable_path=os.environ.get("CHROMIUM") or next(filter(None, whole), chromium_path),
        args=[*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield driven
    driven.close()


@pytest.fixture
def page(keeping_browser: Browser, live_server: object) -> Iterator[Page]:
    context = keeping_browser.new_context(base_url=str(live_server), locale="en-GB")
    context.set_default_timeout(10_000)
    context.add_init_script(WATCH)
    yield context.new_page()
    context.close()


def test_a_public_page_is_kept_so_the_cache_is_on(page: Page) -> None:
    page.goto("/")
    page.goto("/sign-in/")
    back(page)
    if not page.evaluate("window.cameBack"):
        pytest.skip("this browser keeps no pages: install Debian's chromium, or set CHROMIUM")


def back(page: Page) -> None:
    # A page that was kept is not loaded again, so there is no event to wait for.
    page.go_back(wait_until="commit")
    wait_until(page, "document.readyState === 'complete' && 'cameBack' in window")


@pytest.mark.parametrize("path", ["/account/", "/account/tokens/", "/my-learning/", "/"])
def test_after_signing_out_back_shows_nothing_of_the_person(page: Page, path: str) -> None:
    person = PersonFactory(full_name="Gwenllian Unmistakable")
    page.goto("/sign-in/password/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
    page.goto("/account/")
    assert person.full_name in page.content()
    page.goto(path)
    signed_in = page.get_by_role("link", name="Your account", exact=True)
    assert signed_in.count()
    page.goto("/sign-out/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    for _step in range(4):
        back(page)
        shown = page.content()
        assert person.full_name not in shown
        assert person.email not in shown
        assert not signed_in.count()
