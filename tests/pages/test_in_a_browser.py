"""Every page in a real browser, wide and narrow, in English and in Welsh."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import get_resolver, resolve
from django.urls.exceptions import Resolver404

from tests.authorisation.routes import own_routes
from tests.pages.cases import ALL, GROUPS, NO_PAGE, Case
from tests.pages.visits import NARROW, Windows, visiting
from tests.size import FULL


def test_every_page_is_in_the_list() -> None:
    listed = set()
    for case in ALL:
        if case.status == 405:
            continue  # what is there is no page, and is said to be none
        path = case.address.partition("?")[0].format(
            welcome="w",
            used="u",
            closed="c",
            record=1,
            statement=UUID(int=0),
            added=UUID(int=0),
            unsaved="/courses/x/y/",
            unsaved_words="/courses/x/feedback/",
        )
        try:
            listed.add(resolve(path).view_name)
        except Resolver404:
            assert case.status == 404
    routes = set(own_routes(get_resolver()))
    assert routes - listed - NO_PAGE.keys() == set(), "list these pages, or say what they are"
    assert NO_PAGE.keys() - routes == set(), "these routes are gone"
    assert NO_PAGE.keys() & listed == set()


def test_names_are_unique() -> None:
    names = [case.name for case in ALL]
    assert len(names) == len(set(names))


@pytest.mark.prove
@pytest.mark.django_db
# Every second group to one worker, so that each loads the demonstration once.
@pytest.mark.parametrize(
    "group",
    [
        pytest.param(name, marks=pytest.mark.xdist_group(f"pages {number % 2}"))
        for number, name in enumerate(GROUPS)
    ],
)
def test_pages(windows: Windows, group: str) -> None:
    faults: list[str] = []
    for case in GROUPS[group]:
        for language in case.languages:
            faults += look_at(windows, case, language)
        faults += look_without_scripts(windows, case)
    assert not faults, "\n".join(faults)


def look_at(windows: Windows, case: Case, language: str) -> list[str]:
    """Return what is wrong with a page in one language."""
    with visiting(windows, case, language=language) as visit:
        shown = visit.page.locator("html").get_attribute("lang")
        if shown != {"en-gb": "en-GB", "cy": "cy"}[language]:
            visit.fault(f"is in {shown}")
        if language == "en-gb":
            visit.axe()
            visit.keyboard()
        elif FULL:  # only the words differ, and they are looked at where there is least room
            visit.axe()
        visit.page.set_viewport_size(NARROW)
        visit.reflow()
        visit.axe()
        visit.quiet()
        visit.skip_link()
        return [f"[{language}] {fault}" for fault in visit.errors]


def look_without_scripts(windows: Windows, case: Case) -> list[str]:
    """Return what is missing where no script runs: heading, forms, menu, the page's purpose."""
    with visiting(windows, case, language="en-gb", scripts=False) as visit:
        page = visit.page
        if not page.locator("h1").first.is_visible():
            visit.fault("no heading")
        for form in page.locator("main form").all():
            if not form.locator("button[type=submit], button:not([type])").first.is_visible():
                visit.fault("a form cannot be sent")
        for link in page.locator("nav a").all():
            if not link.is_visible():
                visit.fault("the menu is hidden")
        return [f"[no scripts] {fault}" for fault in visit.errors]
