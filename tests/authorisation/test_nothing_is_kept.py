"""Nothing that somebody signed in to see may be kept by a browser, on any route."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.authorisation.matrix import lines
from tests.authorisation.test_routes import address_of, send
from tests.authorisation.test_wagtail_admin import PLACES
from tests.authorisation.world import World, undone

pytestmark = pytest.mark.django_db


def kept(answer) -> bool:
    said = {part.strip() for part in answer.get("Cache-Control", "").split(",")}
    return not {"no-store", "private"} <= said


@pytest.mark.parametrize("role", ["learner", "ld_lead", "admin"])
def test_no_route_lets_a_browser_keep_its_answer(world: World, role: str) -> None:
    client, left = world.client(role), []
    for line in lines():
        with undone():
            if kept(send(client, line, address_of(line, world, role))):
                left.append(str(line))
    assert not left


def test_nor_does_any_place_of_the_admin(world: World) -> None:
    client = world.client("admin")
    places = [*PLACES, "/cms-admin/sprite/", "/cms-admin/jsi18n/", "/cms-admin/no/such/place/"]
    assert [place for place in places if kept(client.get(place))] == []


def test_nor_does_an_answer_to_a_token_or_a_key(world: World) -> None:
    token = {"Authorization": f"Token {world.tokens['learner']}"}
    answers = [
        Client().get("/api/v1/me/", headers=token),
        Client().get("/api/v1/my/records/", headers=token),
        Client().get("/api/v1/me/", headers={"Authorization": "Token wrong"}),
        Client().get("/xapi/statements", headers={"Authorization": "Basic d3Jvbmc6a2V5"}),
        Client().post(
            "/xapi/statements?method=GET",
            "Authorization=Basic%20d3Jvbmc6a2V5&X-Experience-API-Version=1.0.3",
            "application/x-www-form-urlencoded",
        ),
    ]
    assert not any(map(kept, answers))


def test_nor_the_answers_to_signing_in_and_out(world: World) -> None:
    client = world.client("learner")
    assert not kept(client.post("/sign-out/"))
    assert not kept(client.get("/account/")), "the cookie of a session that is over"


def test_visitors_may_keep_what_is_public() -> None:
    for path in ("/", "/welcome/"):
        assert "no-store" not in Client().get(path).get("Cache-Control", "")
