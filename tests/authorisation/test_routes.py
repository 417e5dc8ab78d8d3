"""Every own route, for every role, on one's own, the team's and another department's thing."""

from __future__ import annotations

from posixpath import basename
from uuid import UUID

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve, reverse

from courses.content.models import FrozenFile
from learning.people.tokens import tokens_of
from tests.authorisation.matrix import Line, lines
from tests.authorisation.routes import own_routes
from tests.authorisation.world import ROLES, World, undone

pytestmark = pytest.mark.django_db
STATUS = {401: "un", 403: "xx", 404: "no", 405: "nm", 409: "co", 410: "gn", 400: "bad"}


def test_every_route_is_in_the_table() -> None:
    declared = {line.route for line in lines()}
    routes = set(own_routes(get_resolver()))
    assert routes - declared == set(), "say in matrix.py who may do what there"
    assert declared - routes == set(), "the table names routes that are gone"


def test_a_new_route_is_noticed() -> None:
    class Fresh:
        url_patterns = [URLPattern(_Pattern("surprise/"), lambda request: None, name="surprise")]

    assert list(own_routes(Fresh())) == ["surprise"]  # type: ignore[arg-type]


class _Pattern(str):
    """An address, as a pattern shows itself."""


def address_of(line: Line, world: World, role: str) -> str:
    """Return the address that a line is about."""
    thing = line.thing
    slug = f"course-{thing}"
    match line.route:
        case "people:welcome":
            return reverse(line.route, args=[world.welcome if thing == "newcomer" else "broken"])
        case "people:revoke-token":
            return reverse(line.route, args=[tokens_of(world.people.learner)[0].token_key])
        case "account_reset_password_from_key":
            return reverse(line.route, args=["1", "broken-key"])
        case (
            "courses:course" | "courses:start" | "courses:finished" | "courses:feedback"
            | "courses:leave"
        ):  # fmt: skip
            return reverse(line.route, args=[slug])
        case "courses:lesson" | "courses:complete":
            return reverse(line.route, args=[slug, "lesson-1"])
        case "courses:added" | "courses:complete_added":
            return reverse(line.route, args=[slug, world.added_lesson])
        case "courses:answer_added":
            return reverse(line.route, args=[slug, world.added_lesson, "some-check"])
        case "courses:answer":
            return reverse(line.route, args=[slug, "lesson-1", "some-check"])
        case "media:media":
            if thing == "missing":
                return f"{settings.MEDIA_URL}no/such/file.txt"
            # Learners fetch the copy that a version keeps; a draft has only the library's own.
            name = world.documents[thing].file.name
            kept = FrozenFile.objects.filter(path__endswith=basename(name)).first()
            return settings.MEDIA_URL + (kept.path if kept else name)
        case "home:statement":
            owner = (role if role != "out" else "learner") if thing == "own" else thing
            return reverse(line.route, args=[world.statements.get(owner, UUID(int=0))])
        case "records:record":
            owner = (role if role != "out" else "learner") if thing == "own" else thing
            key = 10**9 if thing == "missing" else world.records[owner].pk
            return reverse(line.route, args=[key])
    return reverse(line.route)


def outcome(response: HttpResponseBase) -> str:
    """Return the table's word for an answer."""
    if response.status_code == 302:
        target = response["Location"]
        if target.startswith("/sign-in/?next="):
            return "in"
        return "go" if target.startswith("/") else f"to {target}"
    if response.status_code == 200:
        is_data = response["Content-Type"].startswith("application/json")
        return "kk" if is_data and "/api/" in response.request["PATH_INFO"] else "ok"
    return STATUS.get(response.status_code, str(response.status_code))


def send(client: Client, line: Line, address: str) -> HttpResponseBase:
    """Make the request, with the form or header that the address expects."""
    cache.clear()  # how often somebody tries is counted there, and this is no attack
    if line.route.startswith("lrs:"):
        version = {"X-Experience-API-Version": "1.0.3"}
        return client.generic(line.method, address, "[]", "application/json", headers=version)
    if line.method == "GET":
        return client.get(address)
    form = {"language": "cy", "next": "/"} if line.route == "people:language" else {}
    return client.post(address, form)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what(world: World, role: str) -> None:
    wrong = []
    client = world.client(role)
    for line in lines():
        with undone():
            address = address_of(line, world, role)
            assert resolve(address).view_name == line.route
            got = outcome(send(client, line, address))
        if got != line.expected[role]:
            wrong.append(f"{line}: {got} instead of {line.expected[role]}")
    assert not wrong, f"{role}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_a_missing_thing_and_a_forbidden_one_look_alike(world: World, role: str) -> None:
    """What a person may not see must not even be known to exist."""
    client = world.client(role)
    for forbidden, missing in (
        ("/courses/course-draft/", "/courses/no-such-course/"),
        (f"/my-learning/{world.records['senior_manager'].pk}/", f"/my-learning/{10**9}/"),
        (f"/statements/{world.statements['outsider']}/", f"/statements/{UUID(int=0)}/"),
    ):
        with undone():
            first, second = client.get(forbidden), client.get(missing)
        if first.status_code == 404:
            assert second.status_code == 404
            unlike = first.content.replace(forbidden.encode(), b"").splitlines()
            like = second.content.replace(missing.encode(), b"").splitlines()
            assert _without_secrets(unlike) == _without_secrets(like)


def _without_secrets(page: list[bytes]) -> list[bytes]:
    return [line for line in page if b"csrfmiddlewaretoken" not in line and b"nonce" not in line]


def test_only_ones_own_token_is_revoked(world: World) -> None:
    key = tokens_of(world.people.learner)[0].token_key
    for role in ROLES:
        with undone():
            world.client(role).post(reverse("people:revoke-token", args=[key]))
            left = [token.token_key for token in tokens_of(world.people.learner)]
            assert (key in left) is (role != "learner"), role
