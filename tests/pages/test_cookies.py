"""The page about cookies lists exactly those that are set, for as long as it says."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page

from learning.ui.cookies import cookies
from tests.architecture.own_code import modules
from tests.browser import wait_until
from tests.pages.demonstration import Standing

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.xdist_group("pages 0")]
# Seconds between setting a cookie and looking at it.
PATIENCE = 120


@pytest.fixture
def context(standing: Standing) -> Iterator[BrowserContext]:
    opened = standing.browser.new_context(base_url=standing.base, reduced_motion="reduce")
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


class Jar:
    """Every cookie that a browser was given, also those that were soon gone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: dict[str, float] = {}
        page.on("response", lambda response: self._look(response.all_headers()))

    def _look(self, headers: dict[str, str]) -> None:
        for line in headers.get("set-cookie", "").splitlines():
            name = line.partition("=")[0]
            if "Max-Age=0" not in line:
                self.seen.setdefault(name, -1)

    def all(self) -> dict[str, float]:
        """Return for how many seconds each is kept; -1 for one that goes with the browser."""
        now = time.time()
        for cookie in self.page.context.cookies():
            ends = cookie["expires"]
            self.seen[cookie["name"]] = ends - now if ends > 0 else -1
        return self.seen


def test_these_cookies_and_no_others_for_so_long(
    standing: Standing, context: BrowserContext
) -> None:
    page = context.new_page()
    jar = Jar(page)
    # Arriving signs in; the language is chosen; a message is carried to the next page.
    page.goto(f"/welcome/{standing.demo.names['arriving']}/")
    page.locator("main button").first.click()
    page.wait_for_load_state()
    page.locator(".app-language__button").click()
    page.wait_for_load_state()
    page.goto("/account/tokens/")
    page.locator("main button").first.click()
    page.wait_for_load_state()
    page.locator("main .govuk-button--warning").first.click()
    page.wait_for_load_state()
    for address in ("/", "/catalogue/", "/my-learning/", "/cookies/", "/no/such/page/"):
        page.goto(address)
    found = dict(jar.all())
    # In the editor, where the menu can be folded away.
    context.add_cookies(
        [{"name": "sessionid", "value": standing.sessions["author"], "url": standing.base}]
    )
    page.goto("/cms-admin/")
    page.locator("button.sidebar__collapse-toggle, .sidebar-collapse-toggle").first.click()
    wait_until(page, "document.cookie.includes('sidebar')")
    found |= {name: kept for name, kept in jar.all().items() if name not in found}

    declared = {cookie.name: cookie.seconds for cookie in cookies()}
    assert set(found) == set(declared)
    for name, seconds in declared.items():
        if seconds is None:
            assert found[name] == -1, name
        else:
            assert abs(found[name] - seconds) < PATIENCE, (name, found[name], seconds)


def test_no_module_sets_a_cookie_that_is_not_declared() -> None:
    """Every one is set under a name of the settings, and those are the declared ones."""
    names = {
        settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME,
        settings.DEVICE_COOKIE,
    }  # fmt: skip
    assert names <= {cookie.name for cookie in cookies()}
    for name, module in modules().items():
        source = module.path.read_text()
        for place in source.split(".set_cookie(")[1:]:
            argument = place.strip().partition(",")[0].strip()
            if name.startswith("learning.people.session"):
                continue  # the session's own, which the visit above sees
            assert argument in ("settings.LANGUAGE_COOKIE_NAME", "settings.DEVICE_COOKIE"), name
