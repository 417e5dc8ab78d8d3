"""A window of one's own for each person of a journey."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.steps import sign_in

PATIENCE = 20_000  # milliseconds: the machine may be busy with others
DESK = {"width": 1280, "height": 1000}
PHONE = {"width": 320, "height": 640}


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Wait for what has to come as long as a slow machine may take."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def pages(browser: Browser, live_server: object) -> Iterator[Callable[..., Page]]:
    """Open a window for one person, and close all of them at the end."""
    contexts = []

    def window(email: str, **how: object) -> Page:
        context = browser.new_context(base_url=str(live_server), **{"locale": "en-GB", **how})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        sign_in(page, email)
        return page

    yield window
    for context in contexts:
        context.close()
