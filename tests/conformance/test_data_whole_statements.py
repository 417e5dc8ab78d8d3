"""Data 2.4.1, 2.4.7 to 2.4.10: id, timestamp, stored, authority and version of a statement."""

from __future__ import annotations

import uuid

from django.conf import settings

from learning.xapi.times import parse_timestamp

from .client import (
    ACCOUNT,
    AGENT,
    ANONYMOUS,
    GROUP,
    ONE,
    STATEMENT,
    STATEMENTS,
    TWO,
    Client,
    new,
    put,
)
from .rows import ACCEPTED, REFUSED, Says, requirement, statement_table

TIME = "2026-05-01T09:30:00.000Z"
TWO_AGENTS = {"objectType": "Group", "member": [AGENT, {"account": ACCOUNT}]}

test_times = statement_table(
    Says("22", "timestamp is a time", put("timestamp", TIME), ACCEPTED),
    Says("22", "timestamp may lie ahead", put("timestamp", "2126-05-01T09:30:00Z"), ACCEPTED),
    Says("22", "timestamp is no word", put("timestamp", "now"), REFUSED),
    Says("22", "timestamp is no number", put("timestamp", 0), REFUSED),
    Says("23", "stored is a time", put("stored", TIME), ACCEPTED),
    Says("23", "stored is no word", put("stored", "now"), REFUSED),
    Says("23", "stored is no number", put("stored", 0), REFUSED),
    Says("97", "Who sends stored is heard, though it is replaced", put("stored", TIME), ACCEPTED),
)

test_authorities = statement_table(
    Says("24", "authority is an agent", put("authority", AGENT), ACCEPTED),
    Says("24", "authority is a group of two agents", put("authority", TWO_AGENTS), ACCEPTED),
    Says("24", "authority is no string", put("authority", "the office"), REFUSED),
    Says("24", "authority is no activity", put("authority", STATEMENT["object"]), REFUSED),
    Says("24", "authority is sound", put("authority", {"mbox": "office"}), REFUSED),
    Says("98", "A group has two members, not one", put("authority", ANONYMOUS), REFUSED),
    Says(
        "98, 100",
        "Nor three",
        put("authority", {"objectType": "Group", "member": [AGENT, AGENT, {"account": ACCOUNT}]}),
        REFUSED,
    ),
    Says("98", "A group has no identifier", put("authority", {**GROUP, **TWO_AGENTS}), REFUSED),
    Says("98, 100", "Nor has it an identifier alone", put("authority", GROUP), REFUSED),
)

test_versions = statement_table(
    *(
        Says("101", f"version may be {version}", put("version", version), ACCEPTED)
        for version in ("1.0", "1.0.0", "1.0.3", "1.0.32")
    ),
    *(
        Says("101", f"version may not be {version!r}", put("version", version), REFUSED)
        for version in ("0.9", "0.95", "1", "1.1.0", "1.1", "3.0.0", "v1.0.3", "1.0.x", "", 1.0)
    ),
    Says("101", "In 2.0 version may be 2.0.0", put("version", "2.0.0"), ACCEPTED, [TWO]),
    Says("101", "In 1.0.3 it may not", put("version", "2.0.0"), REFUSED, [ONE]),
)


@requirement("26", "A statement without an id is given one")
def test_an_id_is_given(lrs: Client) -> None:
    [id] = lrs.store(STATEMENT)
    assert uuid.UUID(id)
    assert lrs.stored(id)["id"] == id


@requirement("23, 97", "The store says when it stored a statement, whatever was sent")
def test_stored_is_assigned(lrs: Client) -> None:
    sent = new(stored="2001-01-01T00:00:00Z")
    lrs.store(sent)
    assert parse_timestamp(lrs.stored(sent["id"])["stored"]).year > 2001


@requirement("22", "A statement without a timestamp happened when it was stored")
def test_timestamp_is_assigned(lrs: Client) -> None:
    [id] = lrs.store(STATEMENT)
    found = lrs.stored(id)
    assert found["timestamp"] == found["stored"]


@requirement("99", "The key of a request is the authority of its statements, whatever they say")
def test_authority_is_assigned(lrs: Client) -> None:
    silent, borrowed = new(), new(authority=AGENT)
    lrs.store(silent, borrowed)
    expected = {"homePage": settings.XAPI_HOME, "name": lrs.new.credential.key}
    for sent in (silent, borrowed):
        authority = lrs.stored(sent["id"])["authority"]
        assert authority["objectType"] == "Agent"
        assert authority["account"] == expected


@requirement("332", "The version that a statement came with stays")
def test_versions_stay(lrs: Client) -> None:
    for version in ("1.0", "1.0.0", "1.0.1", "1.0.7"):
        sent = new(version=version)
        lrs.store(sent)
        assert lrs.stored(sent["id"])["version"] == version


@requirement("101", "A statement without a version is of 1.0.0, or of 2.0.0 where 2.0 is spoken")
def test_a_version_is_assigned(lrs: Client) -> None:
    [id] = lrs.store(STATEMENT)
    spoken = lrs.headers["X-Experience-API-Version"]
    assert lrs.stored(id)["version"] == {"1.0.3": "1.0.0", "2.0.0": "2.0.0"}[spoken]


@requirement("330", "A statement is not rewritten for a reader of another version")
def test_statements_are_not_converted(lrs: Client) -> None:
    sent = new(version="1.0.0", timestamp=TIME)
    lrs.store(sent)
    for version in (ONE, TWO):
        found = lrs.speaking(version).stored(sent["id"])
        assert {key: found[key] for key in sent} == sent


@requirement("330", "Nor what only 2.0 knows, for a reader of 1.0.3", [TWO])
def test_what_is_of_2_0_stays(lrs: Client) -> None:
    around = {"contextAgents": [{"objectType": "contextAgent", "agent": AGENT}]}
    sent = new(context=around)
    lrs.store(sent)
    found = lrs.speaking(ONE).ask("GET", STATEMENTS, {"statementId": sent["id"]}).json()
    assert (found["context"], found["version"]) == (around, "2.0.0")
