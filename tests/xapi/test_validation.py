"""What is a statement and what is not: tables that read like the specification."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from learning.xapi.shapes import Invalid
from learning.xapi.validation import Version, validate

AGENT = {"objectType": "Agent", "mbox": "mailto:a@example.org"}
ACCOUNT = {"account": {"homePage": "https://example.org", "name": "a"}}
GROUP = {"objectType": "Group", "mbox": "mailto:g@example.org"}
ANONYMOUS = {"objectType": "Group", "member": [AGENT]}
VERB = {"id": "https://example.org/verbs/did", "display": {"en": "did"}}
ACTIVITY = {"objectType": "Activity", "id": "https://example.org/a"}
REF = {"objectType": "StatementRef", "id": "12345678-1234-5678-1234-567812345678"}
ATTACHMENT = {
    "usageType": "https://example.org/usage",
    "display": {"en": "A file"},
    "contentType": "text/plain; charset=utf-8",
    "length": 3,
    "sha2": "a" * 64,
    "fileUrl": "https://example.org/file",
}
SUB = {"objectType": "SubStatement", "actor": AGENT, "verb": VERB, "object": ACTIVITY}
MINIMAL = {"actor": AGENT, "verb": VERB, "object": ACTIVITY}
MISSING = object()


def changed(path: str, value: Any, base: dict[str, Any] = MINIMAL) -> dict[str, Any]:
    """Return ``base`` with the value at the dotted ``path`` set, or taken away."""
    made = copy.deepcopy(base)
    holder = made
    *steps, last = path.split("/")
    for step in steps:
        holder = holder.setdefault(step, {})
    if value is MISSING:
        del holder[last]
    else:
        holder[last] = value
    return made


def definition(**parts: Any) -> dict[str, Any]:
    return {**ACTIVITY, "definition": parts}


ACCEPTED = [
    ("id", "12345678-1234-5678-1234-567812345678"),
    ("id", "ABCDEF78-1234-8678-B234-567812345678"),
    ("actor", ACCOUNT),
    ("actor", {"mbox_sha1sum": "cd9b00a5611f94eaa7b1661edab976068e364975"}),
    ("actor", {"openid": "https://example.org/me", "name": "Me"}),
    ("actor", GROUP),
    ("actor", {**GROUP, "member": []}),
    ("actor", ANONYMOUS),
    ("verb", {"id": "https://example.org/verbs/did"}),
    ("verb/display", {"zh-Hant-TW": "x", "en-GB-oed": "x", "x-own": "x", "de-1996": "x"}),
    ("object", {"id": "urn:isbn:0451450523"}),
    ("object", {"id": "http://example.com/فعل/خواندن"}),
    ("object", AGENT),
    ("object", GROUP),
    ("object", REF),
    ("object", SUB),
    ("object", definition(extensions={"https://example.org/x": None})),
    ("object", definition(interactionType="numeric", correctResponsesPattern=["4[:]"])),
    ("object", definition(interactionType="choice", choices=[{"id": "a"}, {"id": "b"}])),
    ("object", definition(moreInfo="https://example.org/more", type="https://example.org/t")),
    ("result", {"score": {"scaled": -1, "raw": 0, "min": 0, "max": 1}}),
    ("result", {"success": False, "completion": True, "response": "", "duration": "P3Y1M"}),
    ("result/duration", "PT4H35M59.14S"),
    ("result/duration", "P4W"),
    ("result/extensions", {"https://example.org/x": {"any": [None, {}, ""]}}),
    ("context/registration", "12345678-1234-5678-1234-567812345678"),
    ("context/instructor", GROUP),
    ("context/team", ANONYMOUS),
    ("context/statement", REF),
    ("context/language", "cy-GB"),
    ("context/revision", "3"),
    ("context/contextActivities", {"parent": ACTIVITY, "other": [ACTIVITY]}),
    ("timestamp", "2026-05-01T09:30:00.123456Z"),
    ("timestamp", "2026-05-01T09:30:00+01:00"),
    ("version", "1.0"),
    ("version", "1.0.9"),
    ("attachments", [ATTACHMENT]),
    ("authority", AGENT),
    ("authority", {"objectType": "Group", "member": [AGENT, ACCOUNT]}),
]


@pytest.mark.parametrize("version", list(Version))
@pytest.mark.parametrize(("path", "value"), ACCEPTED)
def test_sound_statements_are_accepted(path: str, value: Any, version: Version) -> None:
    validate(changed(path, value), version)


# What is wrong, where the error points, and the requirement it names.
REFUSED = [
    ("actor", MISSING, "$", "XAPI-00003"),
    ("verb", MISSING, "$", "XAPI-00004"),
    ("object", MISSING, "$", "XAPI-00005"),
    ("actor/name", None, "$.actor.name", "XAPI-00033"),
    ("result", {"score": {"scaled": None}}, "$.result.score.scaled", "XAPI-00083"),
    ("context", {"registration": None}, "$.context.registration", "XAPI-00087"),
    ("result", {"success": "true"}, "$.result.success", "XAPI-00074"),
    ("result", {"score": {"raw": "1"}}, "$.result.score.raw", "XAPI-00082"),
    ("result", {"score": {"scaled": True}}, "$.result.score.scaled", "XAPI-00083"),
    ("result", {"score": {"scaled": 1.01}}, "$.result.score.scaled", "XAPI-00083"),
    ("result", {"score": {"raw": 2, "max": 1}}, "$.result.score", "XAPI-00082"),
    ("result", {"score": {"min": 1, "max": 1}}, "$.result.score", "XAPI-00081"),
    ("result", {"duration": "P4W1D"}, "$.result.duration", "XAPI-00077"),
    ("result", {"duration": "PT"}, "$.result.duration", "XAPI-00077"),
    ("result", {"duration": "P"}, "$.result.duration", "XAPI-00077"),
    ("Actor", AGENT, "$", "XAPI-00010"),
    ("extra", 1, "$", "XAPI-00010"),
    ("actor/objectType", "agent", "$.actor", "XAPI-00031"),
    ("actor", {"objectType": "Agent"}, "$.actor", "XAPI-00034"),
    ("actor/openid", "https://example.org", "$.actor", "XAPI-00034"),
    ("actor", {"mbox": "a@example.org"}, "$.actor.mbox", "XAPI-00038"),
    ("actor", {"mbox_sha1sum": "12"}, "$.actor.mbox_sha1sum", "XAPI-00039"),
    ("actor", {"openid": "example"}, "$.actor.openid", "XAPI-00040"),
    ("actor", {"account": {"name": "a"}}, "$.actor.account", "XAPI-00042"),
    (
        "actor",
        {"account": {"homePage": "here", "name": "a"}},
        "$.actor.account.homePage",
        "XAPI-00042",
    ),
    ("actor", {"objectType": "Group"}, "$.actor", "XAPI-00035"),
    ("actor", {**ANONYMOUS, "member": [GROUP]}, "$.actor.member[0].objectType", "XAPI-00031"),
    ("verb/id", MISSING, "$.verb", "XAPI-00044"),
    ("verb/id", "did", "$.verb.id", "XAPI-00044"),
    ("verb/display", {"a12345678": "did"}, "$.verb.display", "XAPI-00045"),
    ("verb/display", "did", "$.verb.display", "XAPI-00045"),
    ("object/id", MISSING, "$.object", "XAPI-00047"),
    ("object/id", "", "$.object.id", "XAPI-00047"),
    ("object/id", "https://example.org/" + "a" * 10_000, "$.object.id", "XAPI-00047"),
    ("object/objectType", "activity", "$.object", "XAPI-00046"),
    ("object", {"mbox": "mailto:a@example.org"}, "$.object", "XAPI-00010"),
    ("object", {"objectType": "StatementRef", "id": "1"}, "$.object.id", "XAPI-00072"),
    ("object", {**SUB, "object": SUB}, "$.object.object", "XAPI-00071"),
    ("object", {**SUB, "id": REF["id"]}, "$.object.id", "XAPI-00070"),
    ("object", {**SUB, "stored": "2026-05-01T09:30:00Z"}, "$.object.stored", "XAPI-00069"),
    ("object", {**SUB, "version": "1.0.0"}, "$.object.version", "XAPI-00068"),
    ("object", {**SUB, "authority": AGENT}, "$.object.authority", "XAPI-00067"),
    (
        "object",
        definition(interactionType="guess"),
        "$.object.definition.interactionType",
        "XAPI-00049",
    ),
    ("object", definition(choices=[{"id": "a"}]), "$.object.definition", "XAPI-00064"),
    *[
        (
            "object",
            definition(interactionType=kind, **{name: "a"}),
            f"$.object.definition.{name}",
            requirement,
        )
        for kind, name, requirement in [
            ("performance", "steps", "XAPI-00051"),
            ("matching", "target", "XAPI-00052"),
            ("matching", "source", "XAPI-00053"),
            ("likert", "scale", "XAPI-00054"),
            ("choice", "choices", "XAPI-00055"),
        ]
    ],
    *[
        (
            "object",
            definition(interactionType="choice", choices=[component]),
            f"$.object.definition.choices[0]{where}",
            requirement,
        )
        for component, where, requirement in [
            ("a", "", "XAPI-00063"),
            ({}, "", "XAPI-00058"),
            ({"id": 1}, ".id", "XAPI-00058"),
            ({"id": "a", "description": "b"}, ".description", "XAPI-00062"),
        ]
    ],
    (
        "object",
        definition(interactionType="choice", choices=[{"id": "a"}, {"id": "a"}]),
        "$.object.definition.choices",
        "XAPI-00058",
    ),
    ("object", definition(extensions={"x": 1}), "$.object.definition.extensions", "XAPI-00057"),
    ("context", {"team": AGENT}, "$.context.team.objectType", "XAPI-00031"),
    ("context", {"language": "a1"}, "$.context.language", "XAPI-00091"),
    (
        "context",
        {"contextActivities": {"parents": [ACTIVITY]}},
        "$.context.contextActivities",
        "XAPI-00010",
    ),
    (
        "context",
        {"contextActivities": {"parent": [AGENT]}},
        "$.context.contextActivities.parent[0].objectType",
        "XAPI-00046",
    ),
    ("timestamp", "01/011/2015", "$.timestamp", "XAPI-00123"),
    ("timestamp", "2008-09-15T15:53:00.601-00:00", "$.timestamp", "XAPI-00123"),
    ("timestamp", "2026-02-30T00:00:00Z", "$.timestamp", "XAPI-00123"),
    ("version", "1.1.0", "$.version", "XAPI-00101"),
    ("version", "0.9.9", "$.version", "XAPI-00101"),
    ("attachments", ATTACHMENT, "$.attachments", "XAPI-00025"),
    ("attachments", [{**ATTACHMENT, "length": "3"}], "$.attachments[0].length", "XAPI-00102"),
    ("authority", ANONYMOUS, "$.authority", "XAPI-00098"),
    ("authority", {**GROUP, "member": [AGENT, ACCOUNT]}, "$.authority", "XAPI-00098"),
]


@pytest.mark.parametrize("version", list(Version))
@pytest.mark.parametrize(("path", "value", "where", "requirement"), REFUSED)
def test_faults_are_refused_with_their_place(
    path: str, value: Any, where: str, requirement: str, version: Version
) -> None:
    with pytest.raises(Invalid) as caught:
        validate(changed(path, value), version)
    assert (caught.value.path, caught.value.requirement) == (where, requirement)


@pytest.mark.parametrize("name", ["revision", "platform"])
@pytest.mark.parametrize("thing", [AGENT, GROUP, REF])
def test_revision_and_platform_are_only_for_activities(name: str, thing: Any) -> None:
    statement = changed(f"context/{name}", "1")
    validate(statement)
    with pytest.raises(Invalid, match=r"XAPI-0008[45]"):
        validate({**statement, "object": thing})


def test_a_voiding_statement_needs_a_reference() -> None:
    voiding = changed("verb/id", "http://adlnet.gov/expapi/verbs/voided")
    with pytest.raises(Invalid, match="XAPI-00020"):
        validate(voiding)
    validate({**voiding, "object": REF})


# Where 2.0 differs: (path, value, sound in 1.0.3, sound in 2.0)
BY_VERSION = [
    ("version", "2.0.0", False, True),
    ("timestamp", "20260501T093000Z", True, False),
    ("timestamp", "2026-05-01", True, False),
    ("context/contextAgents", [{"objectType": "contextAgent", "agent": AGENT}], False, True),
    ("context/contextGroups", [{"objectType": "contextGroup", "group": GROUP}], False, True),
    (
        "context/contextAgents",
        [{"objectType": "contextAgent", "agent": AGENT, "relevantTypes": []}],
        False,
        False,
    ),
    ("context/contextAgents", [{"objectType": "contextAgent", "agent": GROUP}], False, False),
    ("context/contextAgents", [{"agent": AGENT}], False, False),
]


@pytest.mark.parametrize(("path", "value", "in_1_0", "in_2_0"), BY_VERSION)
def test_where_the_versions_differ(path: str, value: Any, in_1_0: bool, in_2_0: bool) -> None:
    for version, sound in ((Version.V1_0, in_1_0), (Version.V2_0, in_2_0)):
        if sound:
            validate(changed(path, value), version)
        else:
            with pytest.raises(Invalid):
                validate(changed(path, value), version)


@pytest.mark.parametrize("said", [None, [], "statement", 1, True])
def test_what_is_no_object_is_no_statement(said: Any) -> None:
    with pytest.raises(Invalid):
        validate(said)
