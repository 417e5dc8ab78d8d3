"""Communication 3.2, 3.3 and 4: errors, versions, keys; and up to when all is there (2.1.3)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from learning.lrs.models import Document, Scope, Statement
from learning.lrs.protocol import MAX_BODY_BYTES
from learning.xapi.times import parse_timestamp
from tests.lrs.speaking import scoped

from .client import (
    ABOUT,
    ACTIVITY,
    ACTIVITY_PROFILE,
    AGENT,
    AGENT_PROFILE,
    OF_AGENT,
    OF_STATE,
    ONE,
    RESOURCES,
    STATE,
    STATEMENT,
    STATEMENTS,
    TWO,
    UUID_1,
    Client,
    new,
    something_everywhere,
)
from .rows import Asks, request_table, requirement

SENT = {**STATEMENT, "id": UUID_1}


def unknown_everywhere() -> Iterator[Asks]:
    for path, parameters in RESOURCES.items():
        asked = {**parameters, "colour": "red"}
        rule = f"A parameter that is not known is refused: {path}"
        yield Asks("324", rule, "GET", path, asked, 400, given=something_everywhere)


PARAMETERS = (
    "statementId",
    "voidedStatementId",
    "agent",
    "verb",
    "activity",
    "registration",
    "since",
    "related_activities",
    "related_agents",
    "until",
    "limit",
    "format",
    "attachments",
    "ascending",
)

test_errors = request_table(
    *unknown_everywhere(),
    Asks("324", "With PUT, too", "PUT", STATEMENTS, {"statementId": UUID_1, "a": "b"}, 400, SENT),
    Asks("324", "With POST, too", "POST", STATEMENTS, {"a": "b"}, 400, SENT),
    Asks("324", "With DELETE, too", "DELETE", STATE, {**OF_STATE, "since": "2026-05-01"}, 400),
    *(
        Asks(
            "325",
            f"Parameters have their case: {name}",
            "GET",
            STATEMENTS,
            {name.upper(): "1"},
            400,
        )
        for name in PARAMETERS
    ),
    Asks("325", "With PUT, too", "PUT", STATEMENTS, {"StatementId": UUID_1}, 400, SENT),
    Asks(
        "328",
        "What is too large is refused as such",
        "POST",
        STATEMENTS,
        None,
        413,
        b'"' + b"a" * MAX_BODY_BYTES + b'"',
    ),
    Asks("328", "So is a document", "PUT", STATE, OF_STATE, 413, b"a" * (MAX_BODY_BYTES + 1)),
    Asks("328", "So are too many at once", "POST", STATEMENTS, None, 413, [STATEMENT] * 1001),
)


@requirement("182, 326", "If one statement of a batch is refused all are, and nothing is stored")
def test_all_or_none(lrs: Client) -> None:
    for bad in ({**STATEMENT, "verb": {}}, {}, None, "statement", [STATEMENT]):
        for batch in ([new(), bad], [bad, new()], [new(), bad, new()]):
            assert lrs.ask("POST", STATEMENTS, body=batch).status_code == 400
    twice = new()
    assert lrs.ask("POST", STATEMENTS, body=[new(), twice, twice]).status_code == 400
    assert not Statement.objects.exists()


@requirement("182", "A request that is refused changes nothing")
def test_refused_requests_change_nothing(lrs: Client) -> None:
    something_everywhere(lrs)

    def everything() -> list[Any]:
        documents = Document.objects.order_by("pk").values_list("digest", "content", "etag")
        return [lrs.listed(), lrs.stored(UUID_1), *map(str, documents)]

    before = everything()
    for path in (STATE, ACTIVITY_PROFILE, AGENT_PROFILE):
        stale = {"If-Match": '"0000000000000000000000000000000000000000"'}
        for method in ("PUT", "POST", "DELETE"):
            assert (
                lrs.ask(method, path, RESOURCES[path], {"b": 2}, headers=stale).status_code == 412
            )
        assert lrs.ask("POST", path, RESOURCES[path], b"{").status_code == 400
    other = {**STATEMENT, "id": UUID_1, "verb": {"id": "https://partner.example/other"}}
    assert lrs.ask("PUT", STATEMENTS, {"statementId": UUID_1}, other).status_code == 409
    assert lrs.ask("POST", STATEMENTS, body=[new(), other]).status_code == 409
    assert everything() == before


@requirement("327", "A key that may not is told so with 403")
def test_keys_that_may_not(lrs: Client) -> None:
    version = lrs.headers["X-Experience-API-Version"]
    for scope, method, body in (
        (Scope.STATEMENTS_READ, "POST", STATEMENT),
        (Scope.STATEMENTS_WRITE, "GET", b""),
        (Scope.STATE, "POST", STATEMENT),
    ):
        headers = {**scoped(scope).headers, "X-Experience-API-Version": version}
        assert lrs.ask(method, STATEMENTS, body=body, headers=headers).status_code == 403
    headers = {**scoped(Scope.STATE).headers, "X-Experience-API-Version": version}
    assert lrs.ask("GET", AGENT_PROFILE, OF_AGENT, headers=headers).status_code == 403
    assert not Statement.objects.exists()


VERSION = "X-Experience-API-Version"


def speaks(rule: str, version: str | None, status: int, ids: str = "321, 331", **more: Any) -> Asks:
    method, path = more.pop("method", "GET"), more.pop("path", STATEMENTS)
    parameters, body = more.pop("parameters", None), more.pop("body", b"")
    headers = {VERSION: version}
    return Asks(
        ids, rule, method, path, parameters, status, body, headers=headers, versions=[ONE], **more
    )


def answered_by(version: str) -> Any:
    def then(lrs: Client, response: Any) -> None:
        assert response[VERSION] == version

    return then


test_versions = request_table(
    speaks("A request says its version: GET", None, 400),
    speaks("A request says its version: POST", None, 400, method="POST", body=STATEMENT),
    speaks(
        "A request says its version: PUT",
        None,
        400,
        method="PUT",
        body=SENT,
        parameters={"statementId": UUID_1},
    ),
    *(
        speaks(f"A request says its version: {path}", None, 400, path=path, parameters=parameters)
        for path, parameters in RESOURCES.items()
        if path not in (ABOUT, STATEMENTS)
    ),
    speaks("Only about needs none", None, 200, path=ABOUT),
    *(
        speaks(f"{version} is spoken", version, 200, "331, 333", then=answered_by("1.0.3"))
        for version in ("1.0", "1.0.0", "1.0.1", "1.0.2", "1.0.3", "1.0.9")
    ),
    *(
        speaks(f"{version} is spoken", version, 200, "331, 333", then=answered_by("2.0.0"))
        for version in ("2.0", "2.0.0", "2.0.1")
    ),
    *(
        speaks(f"{version!r} is not spoken", version, 400)
        for version in (
            "0.9",
            "0.95",
            "1",
            "1.1",
            "1.1.0",
            "2",
            "2.1.0",
            "3.0.0",
            "1.0.3.1",
            "a",
            "",
        )
    ),
    Asks(
        "333",
        "Every answer says the version",
        "GET",
        ABOUT,
        None,
        200,
        then=lambda lrs, response: answered_by(lrs.headers[VERSION])(lrs, response),
        versions=[TWO],
    ),
)


@requirement("333", "Answers say the version that was spoken, errors too")
def test_answers_say_the_version(lrs: Client) -> None:
    something_everywhere(lrs)
    for path, parameters in RESOURCES.items():
        if path != ABOUT:
            assert lrs.ask("GET", path, parameters)[VERSION] == lrs.headers[VERSION]
            assert lrs.ask("GET", path, {"colour": "red"})[VERSION] == lrs.headers[VERSION]


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


def locked(rule: str, authorization: str | None) -> Iterator[Asks]:
    """Give the rows of a request without a right key, of each method."""
    headers = {"Authorization": authorization}
    asked = {"statementId": UUID_1}
    yield Asks("334", f"{rule}: GET", "GET", STATEMENTS, None, 401, headers=headers)
    yield Asks("334", f"{rule}: POST", "POST", STATEMENTS, None, 401, STATEMENT, headers=headers)
    yield Asks("334", f"{rule}: PUT", "PUT", STATEMENTS, asked, 401, SENT, headers=headers)
    yield Asks("334", f"{rule}: a document", "DELETE", STATE, OF_STATE, 401, headers=headers)


test_keys = request_table(
    *locked("Without a key nothing is answered", None),
    *locked("Nor with an unknown one", basic("nobody:nothing")),
    *locked("Nor with half of one", basic("nobody")),
    *locked("Nor with one that cannot be read", "Basic !"),
    *locked("Nor with another scheme", "Bearer nobody"),
    Asks("335", "HTTP Basic opens", "GET", STATEMENTS, None, 200),
    Asks("335", "About is open", "GET", ABOUT, None, 200, headers={"Authorization": None}),
)


@requirement("334", "A right key with a wrong secret opens nothing")
def test_a_wrong_secret(lrs: Client) -> None:
    headers = {"Authorization": basic(f"{lrs.new.credential.key}:wrong")}
    assert lrs.ask("GET", STATEMENTS, headers=headers).status_code == 401


@requirement("153, 160", "Every answer about statements says up to when all is there")
def test_consistent_through(lrs: Client) -> None:
    [id] = lrs.store(STATEMENT)
    stored = parse_timestamp(lrs.stored(id)["stored"])
    for asked in (
        {}, {"statementId": id}, {"agent": AGENT}, {"verb": STATEMENT["verb"]["id"]},
        {"activity": ACTIVITY["id"]}, {"registration": UUID_1}, {"related_activities": "true"},
        {"related_agents": "true"}, {"since": "2026-05-01T00:00:00Z"}, {"format": "ids"},
        {"until": "2126-05-01T00:00:00Z"}, {"limit": "1"}, {"ascending": "true"},
        {"attachments": "true"}, {"statementId": UUID_1}, {"voidedStatementId": id}, {"limit": "a"},
    ):  # fmt: skip
        response = lrs.ask("GET", STATEMENTS, asked)
        said = response["X-Experience-API-Consistent-Through"]
        assert parse_timestamp(said), response.status_code
    assert abs((parse_timestamp(said) - stored).total_seconds()) < 60
