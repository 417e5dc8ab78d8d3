"""Data 2.4.2 and 2.4.3: who did it, and what they did."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from .client import ACCOUNT, AGENT, ANONYMOUS, GROUP, STATEMENT, VERB, about, put, without
from .rows import ACCEPTED, REFUSED, Says, statement_table

IDENTIFIERS: dict[str, Any] = {
    "mbox": "mailto:learner@partner.example",
    "mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9",
    "openid": "https://learner.partner.example/",
    "account": ACCOUNT,
}
# Wherever a statement has an agent or group: the word for it, and how it gets there.
PLACES = {
    "the actor": lambda who: put("actor", who),
    "the object": lambda who: about(who),
    "an instructor": lambda who: put("context/instructor", who),
    "a member": lambda who: put("actor", {"objectType": "Group", "member": [who]}),
}
GROUP_PLACES = {
    "the actor": lambda who: put("actor", who),
    "the object": lambda who: about(who),
    "a team": lambda who: put("context/team", who),
}


def agent(**parts: Any) -> dict[str, Any]:
    return {"objectType": "Agent", **parts}


def group(**parts: Any) -> dict[str, Any]:
    return {"objectType": "Group", **parts}


def everywhere(ids: str, rule: str, who: Any, status: int) -> Iterator[Says]:
    """Give the row of a rule about agents for each place where one may be."""
    for place, make in PLACES.items():
        yield Says(ids, f"{rule}: {place}", make(who), status)


def every_group(ids: str, rule: str, who: Any, status: int) -> Iterator[Says]:
    for place, make in GROUP_PLACES.items():
        yield Says(ids, f"{rule}: {place}", make(who), status)


def identified(make: Any, ids: str, what: str, *, twice: int) -> Iterator[Says]:
    """Give the rows of how an agent or group is identified."""
    for name, value in IDENTIFIERS.items():
        yield Says(
            ids,
            f"{what} may be identified by {name}",
            put("actor", make(**{name: value})),
            ACCEPTED,
        )
    for one, two in combinations(IDENTIFIERS, 2):
        both = {one: IDENTIFIERS[one], two: IDENTIFIERS[two]}
        yield Says(ids, f"{what} has not both {one} and {two}", put("actor", make(**both)), twice)


test_agents_and_groups = statement_table(
    Says("31", "An actor may be an Agent", put("actor", AGENT), ACCEPTED),
    Says("31", "An actor may be a Group", put("actor", GROUP), ACCEPTED),
    Says("31", "An actor may say no type, and is an Agent", without("actor/objectType"), ACCEPTED),
    Says("31", "An actor is no Person", put("actor/objectType", "Person"), REFUSED),
    Says("31", "An actor is no Activity", put("actor/objectType", "Activity"), REFUSED),
    *everywhere("32", "A type is a string, not a number", {**AGENT, "objectType": 1}, REFUSED),
    *everywhere("32", "A type is a string, not an object", {**AGENT, "objectType": {}}, REFUSED),
    *everywhere("32", "A type is not empty", {**AGENT, "objectType": ""}, REFUSED),
    *everywhere("33", "A name is a string", {**AGENT, "name": "A Learner"}, ACCEPTED),
    *everywhere("33", "A name is no number", {**AGENT, "name": 12}, REFUSED),
    *everywhere("33", "A name is no object", {**AGENT, "name": {"en": "A"}}, REFUSED),
    *every_group("33", "A group's name is a string", {**GROUP, "name": "A team"}, ACCEPTED),
    *every_group("33", "A group's name is no number", {**GROUP, "name": 12}, REFUSED),
)

test_how_agents_are_identified = statement_table(
    *everywhere("34", "An agent has an identifier", agent(name="A Learner"), REFUSED),
    *everywhere("34", "An agent has only one", agent(**IDENTIFIERS), REFUSED),
    *identified(agent, "34", "An agent", twice=REFUSED),
    *everywhere("35", "An agent has no members", {**AGENT, "member": [AGENT]}, REFUSED),
)

test_groups = statement_table(
    *every_group("35", "A group without identifier has members", ANONYMOUS, ACCEPTED),
    *every_group("35", "And not none", group(name="Nobody"), REFUSED),
    *every_group("35", "And not an empty list of them", group(member=[]), REFUSED),
    *every_group("36", "Members are an array of agents", group(member=[AGENT, AGENT]), ACCEPTED),
    *every_group("36", "Members are no single agent", group(member=AGENT), REFUSED),
    *every_group("36", "Members are no strings", group(member=["a"]), REFUSED),
    *every_group("36", "Members are sound", group(member=[agent(mbox="a")]), REFUSED),
    *every_group("36", "A group is no member", group(member=[GROUP]), REFUSED),
    *every_group("36", "Nor in an identified group", {**GROUP, "member": [ANONYMOUS]}, REFUSED),
    *every_group("37", "A group with identifier needs no members", GROUP, ACCEPTED),
    *every_group("37", "But may have some", {**GROUP, "member": [AGENT]}, ACCEPTED),
    *every_group("37", "A group has one identifier", group(**IDENTIFIERS), REFUSED),
    *identified(group, "37", "A group", twice=REFUSED),
)

test_identifiers = statement_table(
    *everywhere(
        "38", "mbox is mailto: and an address", agent(mbox="mailto:a.b+c@d.example"), ACCEPTED
    ),
    *everywhere("38", "mbox has its scheme", agent(mbox="learner@partner.example"), REFUSED),
    *everywhere("38", "mbox has no other scheme", agent(mbox="https://partner.example"), REFUSED),
    *everywhere("38", "mbox has an at sign", agent(mbox="mailto:partner.example"), REFUSED),
    *everywhere("38", "mbox is a string", agent(mbox={"mailto": "a@b.example"}), REFUSED),
    *everywhere(
        "39", "mbox_sha1sum is 40 hexadecimal digits", agent(mbox_sha1sum="aF" * 20), ACCEPTED
    ),
    *everywhere("39", "And not fewer", agent(mbox_sha1sum="af" * 19), REFUSED),
    *everywhere("39", "And no other letters", agent(mbox_sha1sum="zz" * 20), REFUSED),
    *everywhere("39", "mbox_sha1sum is a string", agent(mbox_sha1sum=1), REFUSED),
    *everywhere("40", "openid is a URI", agent(openid="https://learner.example/"), ACCEPTED),
    *everywhere("40", "openid has a scheme", agent(openid="learner.example"), REFUSED),
    *everywhere("40", "openid is a string", agent(openid=["https://a.example"]), REFUSED),
    *every_group("38", "A group's mbox too", group(mbox="team"), REFUSED),
    *every_group("39", "A group's mbox_sha1sum too", group(mbox_sha1sum="12"), REFUSED),
    *every_group("40", "A group's openid too", group(openid="team"), REFUSED),
)

test_accounts = statement_table(
    *everywhere("41", "An account is an object", agent(account="learner"), REFUSED),
    *everywhere("41", "An account holds nothing else", agent(account={**ACCOUNT, "x": 1}), REFUSED),
    *everywhere("42", "An account has a home page", agent(account={"name": "a"}), REFUSED),
    *everywhere("42", "It is an IRL", agent(account={**ACCOUNT, "homePage": "here"}), REFUSED),
    *everywhere("42", "It is a string", agent(account={**ACCOUNT, "homePage": 1}), REFUSED),
    *everywhere("43", "An account has a name", agent(account={"homePage": "a:b"}), REFUSED),
    *everywhere("43", "It is a string", agent(account={**ACCOUNT, "name": 12}), REFUSED),
    *every_group("41", "A group's account too", group(account=[]), REFUSED),
    *every_group(
        "42", "A group's home page too", group(account={**ACCOUNT, "homePage": "a"}), REFUSED
    ),
    *every_group(
        "43", "A group's account's name too", group(account={**ACCOUNT, "name": []}), REFUSED
    ),
)

test_verbs = statement_table(
    Says("44", "A verb has an id", put("verb", {"display": VERB["display"]}), REFUSED),
    Says("44", "The id alone is enough", without("verb/display"), ACCEPTED),
    Says("44", "The id is an IRI", put("verb/id", "did"), REFUSED),
    Says("44", "The id is a string", put("verb/id", 1), REFUSED),
    Says("45", "The words are a language map", STATEMENT, ACCEPTED),
    Says("45", "They may be none", put("verb/display", {}), ACCEPTED),
    Says("45", "They are not a string", put("verb/display", "did"), REFUSED),
    Says("45", "They are not an array", put("verb/display", ["did"]), REFUSED),
    Says("45", "Their languages are tags", put("verb/display", {"a" * 10: "did"}), REFUSED),
    Says("45", "Each is a string", put("verb/display", {"en": {"past": "did"}}), REFUSED),
)
