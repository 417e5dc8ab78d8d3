"""Data 2.3 and 2.5, Communication 2.1.4: voiding, and how statements are given back."""

from __future__ import annotations

from typing import Any

from learning.lrs.models import Statement

from .client import (
    ACTIVITY,
    AGENT,
    REFERENCE,
    STATEMENTS,
    SUB_STATEMENT,
    VOIDED,
    Client,
    about,
    new,
)
from .rows import ACCEPTED, REFUSED, Says, requirement, statement_table


def voiding(id: str, **parts: Any) -> dict[str, Any]:
    """Return a statement that voids another."""
    return new(verb=VOIDED, object={**REFERENCE, "id": id}, **parts)


def status(lrs: Client, id: str, name: str = "statementId") -> int:
    return lrs.ask("GET", STATEMENTS, {name: id}).status_code


test_voiding_statements = statement_table(
    Says("17, 20", "What voids refers to a statement", about(REFERENCE, verb=VOIDED), ACCEPTED),
    Says("17, 20", "Not to an activity", about(ACTIVITY, verb=VOIDED), REFUSED),
    Says("17, 20", "Nor to an agent", about(AGENT, verb=VOIDED), REFUSED),
    Says("17, 20", "Nor to a sub-statement", about(SUB_STATEMENT, verb=VOIDED), REFUSED),
    Says("20", "Nor without its type", about({"id": REFERENCE["id"]}, verb=VOIDED), REFUSED),
)


@requirement("18, 19", "A statement that one with the verb voided refers to is void")
def test_a_statement_is_voided(lrs: Client) -> None:
    sent, other = new(), new()
    lrs.store(sent, other)
    lrs.store(voiding(sent["id"]))
    assert status(lrs, sent["id"]) == 404
    assert status(lrs, sent["id"], "voidedStatementId") == 200
    assert status(lrs, other["id"]) == 200


@requirement("19", "Nothing but that verb voids")
def test_another_verb_does_not(lrs: Client) -> None:
    sent = new()
    lrs.store(sent)
    lrs.store(new(object={**REFERENCE, "id": sent["id"]}))
    assert status(lrs, sent["id"]) == 200


@requirement("16, 18", "What voids cannot be voided")
def test_what_voids_stays(lrs: Client) -> None:
    sent = new()
    lrs.store(sent)
    first = voiding(sent["id"])
    lrs.store(first)
    lrs.ask("POST", STATEMENTS, body=voiding(first["id"]))
    assert status(lrs, first["id"]) == 200
    assert status(lrs, first["id"], "voidedStatementId") == 404
    assert status(lrs, sent["id"]) == 404


@requirement("163", "A void statement is given only to who asks for it as void")
def test_void_statements_are_left_out(lrs: Client) -> None:
    sent = new()
    lrs.store(sent)
    lrs.store(last := voiding(sent["id"]))
    assert lrs.listed() == [last["id"]]
    assert lrs.listed(activity=ACTIVITY["id"]) == [last["id"]]
    response = lrs.ask("GET", STATEMENTS, {"voidedStatementId": sent["id"]})
    assert response.json()["id"] == sent["id"]


@requirement("162", "What refers to a void statement is still found by what that one was about")
def test_references_to_void_statements_are_found(lrs: Client) -> None:
    verb = {"id": "https://partner.example/verbs/voided-later"}
    sent = new(verb=verb)
    refers = new(object={**REFERENCE, "id": sent["id"]})
    lrs.store(sent, refers)
    lrs.store(last := voiding(sent["id"]))
    assert set(lrs.listed(verb=verb["id"])) == {refers["id"], last["id"]}


@requirement("163", "It may come after the statement that voids it")
def test_voided_beforehand(lrs: Client) -> None:
    sent = new()
    lrs.store(voiding(sent["id"]))
    lrs.store(sent)
    assert status(lrs, sent["id"]) == 404
    assert status(lrs, sent["id"], "voidedStatementId") == 200


@requirement("110, 113", "The answer is an object of statements, an array, and more")
def test_the_answer(lrs: Client) -> None:
    lrs.store(new(), new())
    answer = lrs.ask("GET", STATEMENTS).json()
    assert set(answer) == {"statements", "more"}
    assert isinstance(answer["statements"], list)
    assert all(each["actor"] == AGENT for each in answer["statements"])


@requirement("109", "more is empty where there is no more")
def test_no_more(lrs: Client) -> None:
    lrs.store(new())
    assert lrs.ask("GET", STATEMENTS).json()["more"] == ""
    assert lrs.ask("GET", STATEMENTS, {"limit": "1"}).json()["more"] == ""


@requirement("112, 149", "Where nothing is found the answer is empty, and no error")
def test_nothing_is_found(lrs: Client) -> None:
    for parameters in ({}, {"verb": "https://partner.example/never"}, {"agent": AGENT}):
        response = lrs.ask("GET", STATEMENTS, parameters)
        assert (response.status_code, response.json()) == (200, {"statements": [], "more": ""})


@requirement("108, 111, 114", "more leads to the next page, which is made in the same way")
def test_more(lrs: Client) -> None:
    sent = [new() for _number in range(5)]
    lrs.store(*sent)
    found, sizes, url = [], [], f"{STATEMENTS}?limit=2&ascending=true"
    while url:
        response = lrs.ask("GET", url)
        assert response.status_code == 200
        answer = response.json()
        assert set(answer) == {"statements", "more"}
        found += [each["id"] for each in answer["statements"]]
        sizes.append(len(answer["statements"]))
        url = answer["more"]
        assert not url or url.startswith(STATEMENTS)
    assert sizes == [2, 2, 1]
    assert found == [each["id"] for each in sent]


@requirement("114", "A page of what the store thinks enough is given where no limit is asked for")
def test_pages_without_limit(lrs: Client) -> None:
    for _half in range(2):
        lrs.store(*[new() for _number in range(101)])
    answer = lrs.ask("GET", STATEMENTS, {"limit": "0"}).json()
    assert answer["more"]
    rest = lrs.ask("GET", answer["more"]).json()
    assert len(answer["statements"]) + len(rest["statements"]) == Statement.objects.count() == 202
