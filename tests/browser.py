"""A real Chromium for tests: ``browser_page`` beside pytest-django's ``live_server``."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from learning.config.bootstrap.chromium import NAMES

# Chromium speaks to nobody but the server under test.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


def wait_until(
    page: Page, expression: str, arg: object = None, *, seconds: float = 10, every: float = 0.05
) -> None:
    """Return when ``expression``, or the function that it is, gives something true on ``page``.

    It is asked ``every`` so many seconds, also while the page is on its way. Playwright's own
    ``wait_for_function`` asks again from inside the page, which our content security policy
    refuses: it works only where the answer is true at once.
    """
    until = time.monotonic() + seconds
    while not _value_of(page, expression, arg):
        assert time.monotonic() < until, f"not within {seconds} seconds: {expression}"
        page.wait_for_timeout(every * 1000)


def _value_of(page: Page, expression: str, arg: object) -> object:
    try:
        return page.evaluate(expression, arg)
    except Error as fault:
        if "context was destroyed" not in fault.message:
            raise
        return None


def find_chromium() -> str | None:
    """Return the path of a Chromium: ``$CHROMIUM``, a system one, or Playwright's own."""
    asked = os.environ.get("CHROMIUM")
    if asked:
        return asked
    for name in NAMES:
        if found := shutil.which(name):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if own and Path(own).exists() else None


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium that browser tests drive; without one they fail, and say what to do."""
    found = find_chromium()
    if found is None:
        pytest.fail(
            "No Chromium found. Run `make test`, which installs one, or set CHROMIUM to its path.",
            pytrace=False,
        )
    return found


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """One headless browser for the worker."""
    # While Playwright's event loop is there, Django keeps its connections in another place; the
    # new one has to know what ``serialized_rollback`` puts back, and is closed with the loop.
    written = getattr(connection, "_test_serialized_contents", None)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        if written is not None:
            connection._test_serialized_contents = written  # type: ignore[attr-defined]
        # Playwright's synchronous interface keeps an event loop in this thread, which Django
        # takes for asynchronous code; nothing here is.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        driven = playwright.chromium.launch(executable_path=chromium_path, args=arguments)
        yield driven
        driven.close()
        connections.close_all()


@pytest.fixture
def browser_context(browser: Browser, live_server: object) -> Iterator[BrowserContext]:
    """A fresh visitor, in English, whose relative addresses lead to the live server."""
    context = browser.new_context(base_url=str(live_server), locale="en-GB")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def browser_page(browser_context: BrowserContext) -> Page:
    """A blank page of that visitor: ``browser_page.goto("/")``."""
    return browser_context.new_page()
