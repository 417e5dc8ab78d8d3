"""A lesson is readable within 3 seconds at 400 kbit/s, by a real clock."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.browser import wait_until
from tests.pages.cases import COURSE, LESSONS
from tests.pages.demonstration import Standing, client_of
from tests.pages.test_budgets import BITS_A_SECOND, LATENCY, SECONDS, loaded_bytes, packed


@pytest.mark.xdist_group("pages 0")
@pytest.mark.django_db
def test_the_words_of_a_lesson_are_there_in_three_seconds(standing: Standing) -> None:
    address = f"{COURSE}/{LESSONS[0]}/"
    context = standing.browser.new_context(base_url=standing.base)
    context.add_cookies(
        [{"name": "sessionid", "value": standing.sessions["mentor"], "url": standing.base}]
    )
    html = context.request.get(address).text()
    page = context.new_page()
    # The test server sends files uncompressed; production compresses. What crosses the line
    # there is what counts, so the line is as much wider as the files are larger here.
    sizes = loaded_bytes(client_of("mentor"), html)
    sheet = next(name for name in sizes if name.endswith(".css"))
    plain = len(html.encode()) + len(client_bytes(sheet))
    ratio = plain / (packed(html.encode()) + sizes[sheet])
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY * 1000,
            "downloadThroughput": BITS_A_SECOND / 8 * ratio,
            "uploadThroughput": BITS_A_SECOND / 8,
        },
    )
    page.goto(address, wait_until="commit")
    page.locator("main h1").wait_for(state="visible")
    wait_until(page, "performance.getEntriesByName('first-contentful-paint').length > 0")
    painted = page.evaluate(
        "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
    )
    context.close()
    assert painted < SECONDS, f"{painted:.1f} s"


def client_bytes(address: str) -> bytes:
    """Return a static file as the test server sends it."""
    found = finders.find(address.removeprefix("/static/"))
    assert isinstance(found, str)
    return Path(found).read_bytes()
