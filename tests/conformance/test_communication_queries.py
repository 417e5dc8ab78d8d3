"""Communication 2.1.3: which statements the parameters of GET find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .client import (
    ACTIVITY,
    ANONYMOUS,
    GROUP,
    HOME,
    REFERENCE,
    STATEMENT,
    STATEMENTS,
    SUB_STATEMENT,
    TWO,
    VERB,
    Client,
    new,
    put,
)
from .rows import Asks, request_table, requirement

REGISTRATION = "00000000-0000-4000-8000-000000000001"
COACH = {"mbox": "mailto:coach@partner.example"}
PARENT = {"id": HOME + "programmes/1"}
EARLY, LATE = "2020-01-01T00:00:00Z", "2120-01-01T00:00:00Z"
IDS = {
    name: f"00000000-0000-4000-8000-0000000001{n:02}"
    for n, name in enumerate(
        (
            "plain",
            "verb",
            "agent",
            "object agent",
            "group",
            "activity",
            "registration",
            "around",
            "inside",
            "refers",
        )
    )
}
INSIDE = put("context/instructor", COACH, {**SUB_STATEMENT, "object": PARENT})


def many(lrs: Client) -> None:
    """Store statements that differ from a plain one in one respect each."""
    made = {
        "plain": {},
        "verb": {"verb": {"id": HOME + "verbs/failed"}},
        "agent": {"actor": COACH},
        "object agent": {"object": {"objectType": "Agent", **COACH}},
        "group": {"actor": {"objectType": "Group", "member": [COACH]}},
        "activity": {"object": PARENT},
        "registration": {"context": {"registration": REGISTRATION}},
        "around": {"context": {"instructor": COACH, "contextActivities": {"parent": PARENT}}},
        "inside": {"object": INSIDE},
        "refers": {"object": {**REFERENCE, "id": IDS["verb"]}},
    }
    for name, parts in made.items():
        lrs.store({**STATEMENT, "id": IDS[name], **parts})


def exactly(*names: str) -> Callable[[Client, Any], None]:
    """Return the look at an answer that it has these statements, the latest first."""

    def then(lrs: Client, response: Any) -> None:
        found = [each["id"] for each in response.json()["statements"]]
        wanted = [id for name, id in IDS.items() if name in names]
        assert found == wanted[::-1]

    return then


def finds(ids: str, rule: str, asked: dict[str, Any], *names: str) -> Asks:
    return Asks(ids, rule, "GET", STATEMENTS, asked, 200, given=many, then=exactly(*names))


ALL = tuple(IDS)
ACTIVITIES_PLAIN = ("plain", "verb", "agent", "group", "registration", "around", "refers")

test_queries = request_table(
    finds("154, 159", "Without parameters all are given", {}, *ALL),
    finds(
        "164, 181",
        "agent finds actors, objects and members",
        {"agent": COACH},
        "agent",
        "object agent",
        "group",
    ),
    finds("164, 181", "agent finds nobody else", {"agent": {"mbox": "mailto:x@partner.example"}}),
    finds(
        "176",
        "related_agents finds them anywhere",
        {"agent": COACH, "related_agents": "true"},
        "agent",
        "object agent",
        "group",
        "around",
        "inside",
    ),
    finds(
        "176",
        "Not if it is false",
        {"agent": COACH, "related_agents": "false"},
        "agent",
        "object agent",
        "group",
    ),
    finds(
        "164, 180",
        "verb finds its statements, and what refers to them",
        {"verb": HOME + "verbs/failed"},
        "verb",
        "refers",
    ),
    finds("164, 179", "activity finds objects", {"activity": PARENT["id"]}, "activity"),
    finds(
        "164, 179",
        "And what refers to statements about them",
        {"activity": ACTIVITY["id"]},
        *ACTIVITIES_PLAIN,
    ),
    finds(
        "177",
        "related_activities finds them anywhere",
        {"activity": PARENT["id"], "related_activities": "true"},
        "activity",
        "around",
        "inside",
    ),
    finds(
        "177",
        "Not if it is false",
        {"activity": PARENT["id"], "related_activities": "false"},
        "activity",
    ),
    finds(
        "164, 178",
        "registration finds its statements",
        {"registration": REGISTRATION},
        "registration",
    ),
    finds("164, 175", "since finds what was stored after", {"since": EARLY}, *ALL),
    finds("164, 175", "And nothing that was not", {"since": LATE}),
    finds("164, 174", "until finds what was stored before", {"until": LATE}, *ALL),
    finds("164, 174", "And nothing that was not", {"until": EARLY}),
    finds(
        "164",
        "All that is asked for must hold",
        {"verb": VERB["id"], "agent": COACH},
        "agent",
        "object agent",
        "group",
    ),
    finds(
        "164, 173",
        "limit gives no more than that, the latest first",
        {"limit": "2"},
        "inside",
        "refers",
    ),
    Asks(
        "181",
        "A group without identifier cannot be asked for",
        "GET",
        STATEMENTS,
        {"agent": ANONYMOUS},
        400,
    ),
    Asks("181", "A group with one can", "GET", STATEMENTS, {"agent": GROUP}, 200),
)


@requirement("175, 174", "since leaves out its own moment, until does not")
def test_the_ends_of_a_time(lrs: Client) -> None:
    first, second = new(), new()
    lrs.store(first)
    lrs.store(second)
    moment = lrs.stored(first["id"])["stored"]
    assert first["id"] in lrs.listed(until=moment)
    assert first["id"] not in lrs.listed(since=moment)


@requirement("166", "ascending gives the first stored first")
def test_ascending(lrs: Client) -> None:
    many(lrs)
    assert lrs.listed(ascending="true") == list(IDS.values())
    assert lrs.listed(ascending="false") == lrs.listed() == list(IDS.values())[::-1]


@requirement("176", "In 2.0 contextAgents and contextGroups are related too", [TWO])
def test_context_agents_are_related(lrs: Client) -> None:
    around = {
        "contextAgents": [
            {"objectType": "contextAgent", "agent": {"objectType": "Agent", **COACH}}
        ],
        "contextGroups": [{"objectType": "contextGroup", "group": GROUP}],
    }
    lrs.store(sent := new(context=around), new())
    for agent in (COACH, GROUP):
        assert lrs.listed(agent=agent, related_agents="true") == [sent["id"]]
        assert lrs.listed(agent=agent) == []
