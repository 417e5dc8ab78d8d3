"""Every address that takes a form of somebody who is signed in says where its form stands."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import get_resolver, resolve

from learning.ui.form_places import place_of_form
from tests.authorisation.matrix import Line, lines
from tests.authorisation.routes import own_routes
from tests.authorisation.test_routes import address_of
from tests.authorisation.world import World, undone
from tests.returning.conftest import main

pytestmark = pytest.mark.django_db


def one_line_each() -> list[Line]:
    """Return a line of the table for every route of people's pages."""
    found: dict[str, Line] = {}
    for line in lines():
        if not line.route.startswith(("api:", "lrs:")):
            found.setdefault(line.route, line)
    return list(found.values())


def after_signing_in(address: str) -> str | None:
    """Return where somebody is led who sends a form there without being signed in."""
    with undone():
        answer = Client().post(address)
    if answer.status_code != 302 or not answer["Location"].startswith("/sign-in/?next="):
        return None
    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


def test_every_form_that_needs_somebody_leads_back_to_a_page_that_opens(world: World) -> None:
    learner, led = world.client("learner"), set()
    for line in one_line_each():
        address = address_of(line, world, "learner")
        back = after_signing_in(address)
        if back is None:
            continue
        with undone():
            taken = learner.post(address).status_code != 405
        with undone():
            page = learner.get(back)
        assert page.status_code != 405, f"{line.route} leads to {back}"
        if taken:
            led.add(line.route)
            assert place_of_form(resolve(address)) is not None, f"say where {line.route}'s form is"
            assert "unsaved=" in back, f"{line.route} does not say what was not saved"
    assert {
        "courses:start", "courses:answer", "courses:complete", "courses:feedback",
        "courses:answer_added", "courses:complete_added", "people:tokens", "people:revoke-token",
        "account_change_password", "account_set_password",
    } <= led  # fmt: skip


def test_every_address_answers_every_method_with_a_page_and_a_way_on(world: World) -> None:
    """A 405 is a page of ours, with the way to the form's own page where there is one."""
    met = 0
    for line in one_line_each():
        address = address_of(line, world, "learner")
        if address in ("/healthz", "/readyz"):
            continue
        for method in ("get", "post", "put", "delete"):
            with undone():
                answer = getattr(world.client("learner"), method)(address)
            if answer.status_code != 405:
                continue
            met += 1
            assert answer["Allow"], line.route
            page = main(answer)
            assert "<h1" in page, f"{method} {line.route}"
            assert "Nothing was saved or changed." in page
            assert 'href="/"' in page
            place = place_of_form(resolve(address))
            if place is not None:
                assert f'href="{place.page_for(resolve(address))}"' in page
    assert met > 60


@pytest.mark.parametrize("path", ["/healthz", "/api/v1/my/records/", "/xapi/about"])
def test_machines_get_no_page(world: World, path: str) -> None:
    answer = world.client("out").delete(path, headers={"accept": "application/json"})
    assert b"<html" not in answer.content


def test_programs_that_want_no_page_get_none(world: World) -> None:
    answer = world.client("learner").put("/catalogue/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.content) == (405, b"")


def test_the_walk_covers_all_routes_of_people() -> None:
    walked = {line.route for line in one_line_each()}
    ours = {name for name in own_routes(get_resolver()) if not name.startswith(("api:", "lrs:"))}
    assert ours == walked
