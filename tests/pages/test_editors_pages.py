"""Our own pages and panels in the editor, in a real browser: axe, and narrow as a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.pages.demonstration import Standing
from tests.pages.editors import PAGES, EditorsPage
from tests.pages.visits import NARROW, WIDE, faults_of_axe

PATIENCE = 20_000  # milliseconds
# On the first worker, which has loaded the demonstration for other pages.
pytestmark = [pytest.mark.xdist_group("pages 0"), pytest.mark.django_db]
# How far our part sticks out of the window; a table that scrolls in a box of its own may.
STICKS_OUT = """(ours) => {
  const scrolls = (element) => element !== document.documentElement &&
    ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const boxed = (element) => {
    for (let one = element.parentElement; one; one = one.parentElement)
      if (scrolls(one)) return true;
    return false;
  };
  return [...document.querySelectorAll(`${ours}, ${ours} *`)]
    .filter((one) => one.checkVisibility() && !boxed(one))
    .filter((one) => !one.closest("[data-comment-add]"))
    .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
    .filter((one) => getComputedStyle(one).clip === "auto")
    .map((one) => one.outerHTML.slice(0, 150));
}"""


@pytest.fixture(scope="module")
def window(standing: Standing) -> Iterator[Page]:
    """One window for all of them: opening one takes longer than opening a page."""
    context = standing.browser.new_context(
        base_url=standing.base, locale="en-GB", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("one", PAGES, ids=lambda one: one.name)
def test_our_part_of_the_editor(window: Page, standing: Standing, one: EditorsPage) -> None:
    session = {"name": "sessionid", "value": standing.sessions[one.who], "url": standing.base}
    window.goto("about:blank")
    window.context.add_cookies([session])
    faults = []
    for size in (WIDE, NARROW):
        window.set_viewport_size(size)
        window.goto(one.address.format(**standing.demo.names))
        ours = window.locator(one.ours)
        expect(ours.filter(has_text=one.seen).first).to_be_visible(timeout=PATIENCE)
        wide = f"{size['width']} px: "
        faults += [wide + fault for fault in faults_of_axe(window, one.ours)]
        faults += [wide + fault for fault in window.evaluate(STICKS_OUT, one.ours)]
    assert not faults, "\n".join(faults)
