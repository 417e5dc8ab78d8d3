"""Communication 2.2, 2.3, 2.6 and 2.7: documents: state, agent profile, activity profile.

The three resources keep the same rules, each under requirement ids of its own. A table of the rules
with a column for each resource is what the specification would be without repeating itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from learning.lrs.models import Document

from .client import (
    ACTIVITY,
    ACTIVITY_PROFILE,
    AGENT,
    AGENT_PROFILE,
    MISSING,
    STATE,
    Client,
)
from .rows import Asks, request_table, requirement

ANY_ETAG = {"If-None-Match": "*"}


@dataclass(frozen=True)
class Resource:
    """One of the three; ``ids`` are its requirements, by the name of the rule."""

    path: str
    name: str
    about: Mapping[str, Any]
    ids: Mapping[str, Any]

    @property
    def one(self) -> dict[str, Any]:
        """The parameters of one document."""
        return {**self.about, self.name: "place"}


def by_method(**ids: str) -> dict[str, str]:
    """Return the requirements of a rule that has one for each method."""
    return ids


THREE = [
    Resource(
        STATE,
        "stateId",
        {"activityId": ACTIVITY["id"], "agent": AGENT},
        {
            "there": "230",
            "PUT": "190",
            "POST": "189, 231",
            "GET": "188",
            "DELETE": "187",
            "read": "192, 217",
            "deleted": "191, 216",
            "names": "193",
            "since": "195, 221, 222, 141",
            "since is a time": "204",
            "new": "233",
            "merged": "234",
            "not JSON": "232, 229",
            "broken": "235, 229",
            "no activityId": by_method(GET="208", PUT="210", POST="209", DELETE="207"),
            "no agent": by_method(GET="213", PUT="215", POST="214", DELETE="212"),
            "bad agent": by_method(GET="197", PUT="199", POST="198", DELETE="196"),
            "no name": by_method(PUT="206", POST="211"),
        },
    ),
    Resource(
        AGENT_PROFILE,
        "profileId",
        {"agent": AGENT},
        {
            "there": "282",
            "PUT": "273",
            "POST": "272, 283",
            "GET": "274",
            "DELETE": "271",
            "read": "259, 269",
            "deleted": "271",
            "names": "270",
            "since": "268, 275, 141",
            "since is a time": "260",
            "new": "280",
            "merged": "279",
            "not JSON": "278, 281",
            "broken": "281, 284",
            "no agent": by_method(GET="261", PUT="264", POST="263", DELETE="262"),
            "bad agent": by_method(GET="258", PUT="257", POST="256", DELETE="255"),
            "no name": by_method(PUT="267", POST="266", DELETE="265"),
        },
    ),
    Resource(
        ACTIVITY_PROFILE,
        "profileId",
        {"activityId": ACTIVITY["id"]},
        {
            "there": "311",
            "PUT": "287, 293",
            "POST": "286, 292, 312",
            "GET": "290",
            "DELETE": "285, 291",
            "read": "288",
            "deleted": "285",
            "names": "289",
            "since": "294, 303, 141",
            "since is a time": "295",
            "new": "310",
            "merged": "308",
            "not JSON": "309, 313",
            "broken": "313, 314",
            "no activityId": by_method(GET="296", PUT="299", POST="298", DELETE="297"),
            "no name": by_method(PUT="302", POST="301", DELETE="300"),
        },
    ),
]


def stored_json(resource: Resource, name: str = "place", body: Any = None) -> Any:
    def given(lrs: Client) -> None:
        asked = {**resource.about, resource.name: name}
        sent = {"a": {"x": 1}, "b": 2} if body is None else body
        assert lrs.ask("POST", resource.path, asked, sent).status_code == 204

    return given


def stored_text(resource: Resource) -> Any:
    def given(lrs: Client) -> None:
        sent = lrs.ask("POST", resource.path, resource.one, b"plain", "text/plain")
        assert sent.status_code == 204

    return given


def holds(content: bytes, kind: str) -> Any:
    """Return the look at the store that it has one document, with this content."""

    def then(lrs: Client, response: Any) -> None:
        document = Document.objects.get()
        assert (bytes(document.content), document.content_type) == (content, kind)

    return then


def becomes(value: Any) -> Any:
    def then(lrs: Client, response: Any) -> None:
        assert json.loads(bytes(Document.objects.get().content)) == value

    return then


def holds_nothing(lrs: Client, response: Any) -> None:
    assert not Document.objects.exists()


def is_the_document(lrs: Client, response: Any) -> None:
    assert response["Content-Type"] == "application/json"
    assert response.json() == {"a": {"x": 1}, "b": 2}
    assert response["ETag"]
    assert response["Last-Modified"]


def are_the_names(lrs: Client, response: Any) -> None:
    assert response.json() == ["place"]


JSON = "application/json"
TEXT = "text/plain"


def what_is_done() -> Iterator[Asks]:
    """Give the rows of what each method does, for each of the three."""
    for it in THREE:

        def row(
            rule: str, says: str, method: str, status: int, *, of: Any = it, **more: Any
        ) -> Asks:
            ids = ",".join(of.ids.get(each, each) for each in rule.split("+"))
            asked = more.pop("asked", of.one)
            more["content_type"] = more.pop("kind", JSON)
            return Asks(ids, f"{of.path}: {says}", method, of.path, asked, status, **more)

        there = {"given": stored_json(it)}
        same = {**there, "then": becomes({"a": {"x": 1}, "b": 2})}
        merged = becomes({"a": {"y": 2}, "b": 2, "c": None})
        plain = holds(b"plain", TEXT)
        image = {"body": b"\x00\xff", "kind": "image/png", "headers": ANY_ETAG}
        yield row("there", "it is there", "GET", 200, **there)
        yield row("GET", "what is not there is 404", "GET", 404)
        yield row("GET+read", "GET gives it", "GET", 200, **there, then=is_the_document)
        yield row("PUT", "PUT stores", "PUT", 204, **image, then=holds(b"\x00\xff", "image/png"))
        yield row("POST", "POST stores", "POST", 204, body={"c": 3}, then=becomes({"c": 3}))
        yield row("new", "POST stores text", "POST", 204, body=b"plain", kind=TEXT, then=plain)
        yield row(
            "DELETE+deleted", "DELETE takes it away", "DELETE", 204, **there, then=holds_nothing
        )
        yield row(
            "names",
            "without a name, the names",
            "GET",
            200,
            asked=it.about,
            **there,
            then=are_the_names,
        )
        yield row(
            "183+184+merged",
            "POST lays one object over another, one level deep",
            "POST",
            204,
            body={"a": {"y": 2}, "c": None},
            given=there["given"],
            then=merged,
        )
        yield row("not JSON", "no text over JSON", "POST", 400, body=b"a", kind=TEXT, **same)
        yield row("not JSON", "no array over an object", "POST", 400, body=[], **same)
        yield row(
            "not JSON", "no JSON over text", "POST", 400, body={}, given=stored_text(it), then=plain
        )
        array = {"given": stored_json(it, body=[]), "then": becomes([])}
        yield row("not JSON", "no object over an array", "POST", 400, body={}, **array)
        yield row("broken", "no broken JSON", "POST", 400, body=b'{"a":', **same)
        yield row("broken", "not as a new one", "POST", 400, body=b'{"a":', then=holds_nothing)
        bad = {**it.about, "since": "yesterday"}
        yield row("since is a time", "since is a time", "GET", 400, asked=bad)


test_what_is_done = request_table(*what_is_done())


def what_is_missing() -> Iterator[Asks]:
    """Give the rows of requests that do not say what they are about, for each method."""
    for it in THREE:
        for method in ("GET", "PUT", "POST", "DELETE"):
            body, headers = ({}, ANY_ETAG) if method in ("PUT", "POST") else (b"", {})
            broken: list[tuple[str, str, dict[str, Any]]] = [
                (f"no {parameter}", f"it says the {parameter}", {**it.one, parameter: MISSING})
                for parameter in it.about
            ]
            if "agent" in it.about:
                broken += [
                    ("bad agent", f"{bad} is no agent", {**it.one, "agent": bad})
                    for bad in ("learner", {"mbox": "learner"}, {})
                ]
            # GET then gives the names, and DELETE of states takes them all.
            if method in it.ids["no name"]:
                broken.append(("no name", f"it says the {it.name}", dict(it.about)))
            for rule, says, asked in broken:
                ids, says = it.ids[rule][method], f"{method} {it.path}: {says}"
                yield Asks(ids, says, method, it.path, asked, 400, body, JSON, headers)


test_what_is_missing = request_table(*what_is_missing())


def since(it: Resource, lrs: Client) -> None:
    for name in ("early", "late"):
        stored_json(it, name)(lrs)
    early = Document.objects.get(name="early")
    Document.objects.filter(pk=early.pk).update(updated="2026-01-01T00:00:00Z")
    for moment, names in {
        "2025-12-31T23:59:59Z": ["early", "late"],
        "2026-01-01T00:00:00Z": ["late"],
        "2126-01-01T00:00:00Z": [],
    }.items():
        response = lrs.ask("GET", it.path, {**it.about, "since": moment})
        assert (response.status_code, response.json()) == (200, names)


@requirement("141, 195, 221, 222", "Names of states are of those stored after since")
def test_states_since(lrs: Client) -> None:
    since(THREE[0], lrs)


@requirement("141, 268, 275", "Names of agent profiles are of those stored after since")
def test_agent_profiles_since(lrs: Client) -> None:
    since(THREE[1], lrs)


@requirement("141, 294, 303", "Names of activity profiles are of those stored after since")
def test_activity_profiles_since(lrs: Client) -> None:
    since(THREE[2], lrs)
