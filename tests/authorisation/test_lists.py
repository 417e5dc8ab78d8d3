"""What each role finds in lists, counts, searches, exports and the API: the same everywhere."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from learning.catalogue.selectors import search
from tests.authorisation.world import ROLES, World, undone

pytestmark = pytest.mark.django_db

#                     open  department team   other
OFFERED = {
    "learner":        (True, True,  True,  False),
    "manager":        (True, True,  True,  False),
    "senior_manager": (True, True,  False, False),
    "author":         (True, True,  False, False),
    "reviewer":       (True, True,  False, False),
    "publisher":      (True, True,  False, False),
    "ld_lead":        (True, True,  False, False),
    "coordinator":    (True, True,  False, False),
    "mentor":         (True, True,  False, False),
    "outsider":       (True, False, False, True),
    "dpo":            (True, True,  False, False),
    "admin":          (True, False, False, False),
}  # fmt: skip
SCOPES = ("open", "department", "team", "other")
TITLE = re.compile(r"Course for ([a-z-]+)")


def offered_to(role: str) -> set[str]:
    """Return the scopes of the courses that ``role`` may find."""
    return {scope for scope, yes in zip(SCOPES, OFFERED[role], strict=True) if yes}


def test_every_role_is_in_the_table() -> None:
    assert set(OFFERED) == set(ROLES) - {"out"}


@pytest.mark.parametrize("role", OFFERED)
def test_the_catalogue_lists_and_counts_only_what_is_offered(world: World, role: str) -> None:
    mine = offered_to(role)
    client = world.client(role)
    page = client.get("/catalogue/").content.decode()
    assert set(TITLE.findall(page)) == mine
    found = search(world.person(role), words="", chosen={})
    assert len(found.narrowed.ids) == len(mine)
    # The number on the page, and the number beside each facet.
    assert f"{len(mine)} result" in page
    assert set(found.narrowed.counts["topic"].values()) == {len(mine)}
    assert f"({len(mine)})" in page


@pytest.mark.parametrize("role", OFFERED)
def test_search_finds_the_body_of_only_what_is_offered(world: World, role: str) -> None:
    client = world.client(role)
    for scope in (*SCOPES, "draft"):
        page = client.get("/catalogue/", {"q": f"{scope}words"}).content.decode()
        expected = {scope} if scope in offered_to(role) else set()
        assert set(TITLE.findall(page)) == expected, scope


@pytest.mark.parametrize("role", OFFERED)
def test_the_home_page_suggests_only_what_is_offered(world: World, role: str) -> None:
    page = world.client(role).get("/").content.decode()
    assert set(TITLE.findall(page)) <= offered_to(role)
    assert "open" in TITLE.findall(page)  # in progress for everybody


@pytest.mark.parametrize("role", OFFERED)
def test_the_api_lists_only_what_is_offered(world: World, role: str) -> None:
    client = world.client("out")
    header = {"Authorization": f"Token {world.tokens[role]}"}
    with undone():
        catalogue = client.get("/api/v1/catalogue/", headers=header).json()["results"]
        by_title = client.get(
            "/api/v1/catalogue/", {"title": "Course for other"}, headers=header
        ).json()["results"]
    assert {TITLE.match(entry["title"])[1] for entry in catalogue} == offered_to(role)
    assert len(by_title) == ("other" in offered_to(role))


@pytest.mark.parametrize("role", OFFERED)
def test_records_are_ones_own_in_every_form(world: World, role: str) -> None:
    client = world.client(role)
    own = world.records[role].pk
    page = client.get("/my-learning/").content.decode()
    assert re.findall(r"/my-learning/(\d+)/", page) == [str(own)]
    sheet = b"".join(client.get("/my-learning.csv")).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(sheet)))) == 2
    results = client.get("/api/v1/my/records/").json()["results"]
    assert own in [record["id"] for record in results]
    others = {record.pk for name, record in world.records.items() if name != role}
    assert not others & {record["id"] for record in results}
    assert client.get("/api/v1/me/").json()["email"] == world.person(role).email


@pytest.mark.parametrize("role", OFFERED)
def test_statements_of_others_are_listed_and_downloaded_by_who_may_see_them(
    world: World, role: str
) -> None:
    client = world.client(role)
    page = client.get("/statements/")
    file = client.get("/statements.jsonl")
    if role != "ld_lead":
        assert (page.status_code, file.status_code) == (404, 404)
        return
    listed = set(re.findall(r"/statements/([0-9a-f-]{36})/", page.content.decode()))
    downloaded = {json.loads(line)["id"] for line in b"".join(file).splitlines()}
    theirs = {
        str(id) for name, id in world.statements.items() if name not in ("outsider", "admin")
    } - {str(world.statements["learner-opened"])}
    assert theirs <= listed == downloaded
    for hidden in ("outsider", "admin", "learner-opened"):
        assert str(world.statements[hidden]) not in listed


def test_a_session_and_a_token_see_the_same(world: World) -> None:
    for role in OFFERED:
        with undone():
            by_session = world.client(role).get("/api/v1/my/records/").json()
            by_token = (
                world.client("out")
                .get(
                    "/api/v1/my/records/",
                    headers={"Authorization": f"Token {world.tokens[role]}"},
                )
                .json()
            )
        assert by_session == by_token
