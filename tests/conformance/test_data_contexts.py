"""Data 2.4.6: where and with whom; in 2.0 (4.2.2.5) also contextAgents and contextGroups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .client import (
    ACTIVITY,
    AGENT,
    ANONYMOUS,
    GROUP,
    HOME,
    ONE,
    REFERENCE,
    SUB_STATEMENT,
    TWO,
    UUID_1,
    Client,
    about,
    new,
    put,
)
from .rows import ACCEPTED, REFUSED, Says, requirement, statement_table

ROLES = ("parent", "grouping", "category", "other")


def around(**parts: Any) -> dict[str, Any]:
    return put("context", parts)


def only_of_activities(ids: str, name: str) -> Iterator[Says]:
    yield Says(ids, f"{name} may be said of an activity", around(**{name: "1"}), ACCEPTED)
    for what, thing in (("an agent", AGENT), ("a group", GROUP), ("a statement", REFERENCE)):
        sent = about(thing, context={name: "1"})
        yield Says(ids, f"{name} may not be said of {what}", sent, REFUSED)
    sent = about(SUB_STATEMENT, context={name: "1"})
    yield Says(ids, f"{name} may not be said of a sub-statement", sent, REFUSED)


test_contexts = statement_table(
    *only_of_activities("84", "revision"),
    *only_of_activities("85", "platform"),
    Says("87", "registration is a UUID", around(registration=UUID_1), ACCEPTED),
    Says("87", "registration is no word", around(registration="first"), REFUSED),
    Says("87", "registration is a string", around(registration=1), REFUSED),
    Says("87", "instructor is an agent", around(instructor=AGENT), ACCEPTED),
    Says("87", "instructor may be a group", around(instructor=GROUP), ACCEPTED),
    Says("87", "instructor is no string", around(instructor="A Teacher"), REFUSED),
    Says("87", "instructor is no activity", around(instructor=ACTIVITY), REFUSED),
    Says("88", "team is a group", around(team=GROUP), ACCEPTED),
    Says("88", "team may be a group without identifier", around(team=ANONYMOUS), ACCEPTED),
    Says("88", "team is no agent", around(team=AGENT), REFUSED),
    Says("88", "team says that it is a group", around(team={"mbox": GROUP["mbox"]}), REFUSED),
    Says("89", "revision is a string", around(revision=1), REFUSED),
    Says("90", "platform is a string", around(platform={"name": "a"}), REFUSED),
    Says("91", "language is a language tag", around(language="cy-GB"), ACCEPTED),
    Says("91", "language is no name", around(language="Welsh language"), REFUSED),
    Says("91", "language is a string", around(language=["cy"]), REFUSED),
    Says("92", "statement is a reference", around(statement=REFERENCE), ACCEPTED),
    Says("92", "statement is no id", around(statement=UUID_1), REFUSED),
    Says("92", "statement says that it is a reference", around(statement={"id": UUID_1}), REFUSED),
    Says("92", "statement is no sub-statement", around(statement=SUB_STATEMENT), REFUSED),
)

test_context_activities = statement_table(
    Says("86", "contextActivities are an object", around(contextActivities=[ACTIVITY]), REFUSED),
    Says("86", "contextActivities are no string", around(contextActivities=HOME), REFUSED),
    *(
        Says(
            "93",
            f"An activity may be {role}",
            around(contextActivities={role: [ACTIVITY]}),
            ACCEPTED,
        )
        for role in ROLES
    ),
    Says(
        "93", "No other role is known", around(contextActivities={"sibling": [ACTIVITY]}), REFUSED
    ),
    Says("93", "Roles have their case", around(contextActivities={"Parent": [ACTIVITY]}), REFUSED),
    Says("94", "One activity will do", around(contextActivities={"parent": ACTIVITY}), ACCEPTED),
    Says(
        "94",
        "Several will, too",
        around(contextActivities={"other": [ACTIVITY, ACTIVITY]}),
        ACCEPTED,
    ),
    Says("94", "An agent will not", around(contextActivities={"other": [AGENT]}), REFUSED),
    Says("94", "An id will not", around(contextActivities={"other": [HOME]}), REFUSED),
    Says("94", "Each is sound", around(contextActivities={"other": [ACTIVITY, {}]}), REFUSED),
)


@requirement("96", "What was one activity comes back as an array")
def test_context_activities_come_back_as_arrays(lrs: Client) -> None:
    sent = new(context={"contextActivities": dict.fromkeys(ROLES, ACTIVITY)})
    inside = {**SUB_STATEMENT, "context": {"contextActivities": {"parent": ACTIVITY}}}
    outside = new(object=inside)
    lrs.store(sent, outside)
    assert lrs.stored(sent["id"])["context"]["contextActivities"] == {
        role: [ACTIVITY] for role in ROLES
    }
    found = lrs.stored(outside["id"])["object"]["context"]["contextActivities"]
    assert found == {"parent": [ACTIVITY]}


def member(kind: str, part: str, who: Any, **parts: Any) -> dict[str, Any]:
    """Return a statement with one context agent or group."""
    return around(**{f"{kind}s": [{"objectType": kind, part: who, **parts}]})


def members(kind: str, part: str, sound: Any, unsound: Any) -> Iterator[Says]:
    """Give the rows of contextAgents or contextGroups (no ids: they came with 2.0)."""
    good = {"objectType": kind, part: sound}
    types = [HOME + "roles/coach"]
    yield Says("10", f"{kind}s are for 2.0", member(kind, part, sound), ACCEPTED, [TWO])
    yield Says("10", f"1.0.3 knows no {kind}s", member(kind, part, sound), REFUSED, [ONE])
    sent = member(kind, part, sound, relevantTypes=types)
    yield Says("10", f"A {kind} may say why", sent, ACCEPTED, [TWO])
    for rule, value in {
        "are an array": good,
        "are no array of agents": [sound],
        "have their type": [{part: sound}],
        "have that type exactly": [{**good, "objectType": kind.lower()}],
        "have somebody": [{"objectType": kind}],
        "have a sound one": [{**good, part: unsound}],
        "have types that are IRIs": [{**good, "relevantTypes": ["coach"]}],
        "have no empty list of types": [{**good, "relevantTypes": []}],
        "have nothing else": [{**good, "since": 2026}],
    }.items():
        yield Says("6, 7, 9, 10", f"{kind}s {rule}", around(**{f"{kind}s": value}), REFUSED, [TWO])


test_context_agents = statement_table(*members("contextAgent", "agent", AGENT, GROUP))
test_context_groups = statement_table(*members("contextGroup", "group", GROUP, AGENT))
