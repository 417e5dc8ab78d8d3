"""Tables of requirements, and the tests that they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from learning.lrs.models import Statement
from learning.xapi.validation import Version

from .client import BOTH, STATEMENTS, Client

ACCEPTED, REFUSED = 200, 400
# What only the outermost statement has, or is.
OUTERMOST = frozenset({"id", "stored", "version", "authority"})


def numbers(ids: str) -> frozenset[int]:
    """Return the requirements of ``"2, 34"``, or of ``"2-4"``, as numbers."""
    found: set[int] = set()
    for part in ids.split(","):
        first, _dash, last = part.strip().partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)


@dataclass(frozen=True)
class Says:
    """A rule about statements: one is sent, and taken or refused.

    It must hold of a sub-statement too (XAPI-00066), unless it is about what only the outermost
    statement has.
    """

    ids: str
    rule: str
    sent: Any
    status: int
    versions: Sequence[Version] = BOTH

    def sendings(self) -> list[Any]:
        """Return what is sent: the statement, and one with it inside where that can be."""
        if (
            not isinstance(self.sent, dict)
            or OUTERMOST & self.sent.keys()
            or _type_of(self.sent.get("object")) == "SubStatement"
        ):
            return [self.sent]
        inside = {"objectType": "SubStatement", **self.sent}
        return [self.sent, {**_AROUND, "object": inside}]


_AROUND: Mapping[str, Any] = {
    "actor": {"mbox": "mailto:planner@partner.example"},
    "verb": {"id": "https://partner.example/verbs/planned"},
}


def _type_of(thing: Any) -> Any:
    return thing.get("objectType") if isinstance(thing, dict) else None


@dataclass(frozen=True)
class Asks:
    """A rule about requests: one is sent, and answered with a status.

    ``given`` is done before; ``then`` looks at what came of it.
    """

    ids: str
    rule: str
    method: str
    path: str
    parameters: Mapping[str, Any] | None
    status: int
    body: Any = b""
    content_type: str = "application/json"
    headers: Mapping[str, str | None] = field(default_factory=dict)
    versions: Sequence[Version] = BOTH
    given: Callable[[Client], Any] | None = None
    then: Callable[[Client, Any], None] | None = None


Row = Says | Asks


def _name(row: Row) -> str:
    return f"{row.ids.replace(' ', '')}: {row.rule}"


def _covered_by(rows: Sequence[Row]) -> frozenset[int]:
    return frozenset().union(*(numbers(row.ids) for row in rows))


def statement_table(*rows: Says) -> Callable[..., None]:
    """Return the test of a table about statements; the rows of one requirement are one case."""
    cases: dict[str, list[Says]] = {}
    for row in rows:
        cases.setdefault(row.ids, []).append(row)

    @pytest.mark.parametrize(
        "case",
        [pytest.param(case, id=f"{_name(case[0])} ({len(case)})") for case in cases.values()],
    )
    def test(case: list[Says], lrs: Client) -> None:
        stored: set[str] = set()
        for row in case:
            for place, version in enumerate(row.versions):
                client = lrs.speaking(version)
                # The rules are the same inside, so that is asked once.
                for sent in row.sendings()[: None if place == 0 else 1]:
                    body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
                    response = client.ask("POST", STATEMENTS, body=body)
                    told = (row.rule, version, sent, response.content)
                    assert response.status_code == row.status, told
                    assert row.status < 400 or response.json()["error"], told
                    if row.status < 400:
                        stored.update(response.json())
        assert Statement.objects.count() == len(stored), "what is refused leaves nothing"

    test.covers = _covered_by(rows)  # type: ignore[attr-defined]
    return test


def request_table(*rows: Asks) -> Callable[..., None]:
    """Return the test of a table about requests."""

    @pytest.mark.parametrize(
        ("row", "version"),
        [pytest.param(row, v, id=f"{_name(row)} [{v}]") for row in rows for v in row.versions],
    )
    def test(row: Asks, version: Version, lrs: Client) -> None:
        client = lrs.speaking(version)
        if row.given is not None:
            row.given(client)
        response = client.ask(
            row.method, row.path, row.parameters, row.body, row.content_type, row.headers
        )
        assert response.status_code == row.status, response.content
        if row.status >= 400 and row.method != "HEAD":
            assert response.json()["error"]
        if row.then is not None:
            row.then(client, response)

    test.covers = _covered_by(rows)  # type: ignore[attr-defined]
    return test


def requirement(
    ids: str, rule: str, versions: Sequence[Version] = BOTH
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return what makes a test of a requirement that no single request shows, in each version."""

    def mark(story: Callable[..., None]) -> Callable[..., None]:
        @pytest.mark.parametrize(
            "version",
            [pytest.param(v, id=f"{ids.replace(' ', '')}: {rule} [{v}]") for v in versions],
        )
        def test(version: Version, lrs: Client) -> None:
            story(lrs.speaking(version))

        test.covers = numbers(ids)  # type: ignore[attr-defined]
        test.__doc__ = rule
        return test

    return mark
