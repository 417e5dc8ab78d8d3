"""Communication 2.1.1 to 2.1.3: PUT and POST of statements, and GET of a single one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .client import (
    ACTIVITY,
    AGENT,
    HOME,
    REFERENCE,
    STATEMENT,
    STATEMENTS,
    UUID_1,
    VERB,
    Client,
    new,
)
from .rows import Asks, request_table

EARLY, LATE = "2020-01-01T00:00:00Z", "2120-01-01T00:00:00Z"
SENT = {**STATEMENT, "id": UUID_1}
HERE = {"statementId": UUID_1}


def is_stored(lrs: Client, response: Any) -> None:
    found = lrs.stored(UUID_1)
    assert {key: found[key] for key in SENT} == SENT


def is_as_before(lrs: Client, response: Any) -> None:
    assert lrs.listed() == [UUID_1]
    is_stored(lrs, response)


def answers_ids(lrs: Client, response: Any) -> None:
    assert sorted(response.json()) == sorted(lrs.listed())


def stored_first(lrs: Client) -> None:
    lrs.store(SENT)


OTHERS = {
    "verb": {**SENT, "verb": {"id": HOME + "verbs/other"}},
    "actor": {**SENT, "actor": {"mbox": "mailto:other@partner.example"}},
    "object": {**SENT, "object": {"id": HOME + "other"}},
    "result": {**SENT, "result": {"success": True}},
}

test_put_and_post = request_table(
    Asks("139", "The statements resource is there", "GET", STATEMENTS, None, 200),
    Asks(
        "143",
        "PUT of a statement is answered 204",
        "PUT",
        STATEMENTS,
        HERE,
        204,
        SENT,
        then=is_stored,
    ),
    Asks(
        "143",
        "It need not say its id again",
        "PUT",
        STATEMENTS,
        HERE,
        204,
        STATEMENT,
        then=is_stored,
    ),
    Asks("144, 145", "PUT needs a statementId", "PUT", STATEMENTS, None, 400, SENT),
    Asks("144, 145", "PUT has no other word for it", "PUT", STATEMENTS, {"id": UUID_1}, 400, SENT),
    Asks("144", "The id is a UUID", "PUT", STATEMENTS, {"statementId": "1"}, 400, STATEMENT),
    Asks(
        "144",
        "The id is that of the statement",
        "PUT",
        STATEMENTS,
        {"statementId": UUID_1.replace("1", "2")},
        400,
        SENT,
    ),
    Asks("144", "PUT brings one statement", "PUT", STATEMENTS, HERE, 400, [SENT]),
    Asks(
        "142",
        "PUT of the same again changes nothing",
        "PUT",
        STATEMENTS,
        HERE,
        204,
        SENT,
        given=stored_first,
        then=is_as_before,
    ),
    Asks(
        "142",
        "So does POST",
        "POST",
        STATEMENTS,
        None,
        200,
        SENT,
        given=stored_first,
        then=is_as_before,
    ),
    *(
        Asks(
            "142",
            f"{method} of another {part} with that id is a conflict",
            method,
            STATEMENTS,
            where,
            409,
            other,
            given=stored_first,
            then=is_as_before,
        )
        for part, other in OTHERS.items()
        for method, where in (("PUT", HERE), ("POST", None))
    ),
    Asks(
        "146, 147",
        "POST of a statement is answered 200 with its id",
        "POST",
        STATEMENTS,
        None,
        200,
        SENT,
        then=answers_ids,
    ),
    Asks(
        "146, 147",
        "POST of several with theirs",
        "POST",
        STATEMENTS,
        None,
        200,
        [SENT, STATEMENT, STATEMENT],
        then=answers_ids,
    ),
    Asks("147", "POST of none with none", "POST", STATEMENTS, None, 200, [], then=answers_ids),
    Asks(
        "142",
        "Statements are not deleted",
        "DELETE",
        STATEMENTS,
        HERE,
        405,
        given=stored_first,
        then=is_as_before,
    ),
)

OTHER_PARAMETERS: dict[str, Any] = {
    "agent": AGENT, "verb": VERB["id"], "activity": ACTIVITY["id"], "registration": UUID_1,
    "related_activities": "true", "related_agents": "true", "since": EARLY, "until": LATE,
    "limit": "1", "ascending": "true",
}  # fmt: skip


def voided(lrs: Client) -> None:
    stored_first(lrs)
    void = {"id": "http://adlnet.gov/expapi/verbs/voided"}
    lrs.store(new(verb=void, object=REFERENCE))


def is_that_one(lrs: Client, response: Any) -> None:
    assert response.json()["id"] == UUID_1
    assert response["Last-Modified"]


def single(name: str, given: Callable[[Client], None], one: str, alone: str) -> Iterator[Asks]:
    here = {name: UUID_1}
    other = "voidedStatementId" if name == "statementId" else "statementId"
    yield Asks(
        one,
        f"{name} finds that statement",
        "GET",
        STATEMENTS,
        here,
        200,
        given=given,
        then=is_that_one,
    )
    yield Asks(
        one,
        f"{name} finds it in capitals",
        "GET",
        STATEMENTS,
        {name: UUID_1.upper()},
        200,
        given=given,
        then=is_that_one,
    )
    yield Asks(one, f"{name} of none is 404", "GET", STATEMENTS, here, 404)
    yield Asks(
        alone,
        f"{name} stands beside format",
        "GET",
        STATEMENTS,
        {**here, "format": "ids"},
        200,
        given=given,
    )
    yield Asks(
        alone,
        f"{name} stands beside attachments",
        "GET",
        STATEMENTS,
        {**here, "attachments": "false"},
        200,
        given=given,
        then=is_that_one,
    )
    yield Asks(
        alone,
        f"{name} does not stand beside {other}",
        "GET",
        STATEMENTS,
        {**here, other: UUID_1},
        400,
        given=given,
    )
    for parameter, value in OTHER_PARAMETERS.items():
        yield Asks(
            alone,
            f"{name} does not stand beside {parameter}",
            "GET",
            STATEMENTS,
            {**here, parameter: value},
            400,
            given=given,
        )


test_single_statements = request_table(
    *single("statementId", stored_first, "156, 158", "151"),
    *single("voidedStatementId", voided, "155, 157", "150"),
    Asks(
        "155",
        "What is not void is not found as void",
        "GET",
        STATEMENTS,
        {"voidedStatementId": UUID_1},
        404,
        given=stored_first,
    ),
    Asks("156", "What is void is not found as such", "GET", STATEMENTS, HERE, 404, given=voided),
)
