"""Data 2.4.4: what it was done to: activities, interactions, agents, statements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .client import (
    ACTIVITY,
    AGENT,
    ANONYMOUS,
    GROUP,
    HOME,
    REFERENCE,
    STATEMENT,
    SUB_STATEMENT,
    UUID_1,
    about,
    defined,
    put,
)
from .rows import ACCEPTED, REFUSED, Says, statement_table

INTERACTIONS = (
    "true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing",
    "likert", "numeric", "other",
)  # fmt: skip
# Which interaction has which lists of components, and the requirement that they are such lists.
LISTS = [
    ("51", "performance", "steps"),
    ("52", "matching", "target"),
    ("53", "matching", "source"),
    ("54", "likert", "scale"),
    ("55", "choice", "choices"),
    ("55", "sequencing", "choices"),
]
COMPONENT = {"id": "a", "description": {"en": "An answer"}}


def components(ids: str, rule: str, value: Any, status: int) -> Iterator[Says]:
    """Give the row of a rule about components for each list that has some."""
    for _of, kind, name in LISTS:
        sent = defined(interactionType=kind, **{name: value})
        yield Says(ids, f"{rule}: {name} of {kind}", sent, status)


def lists(rule: str, value: Any, status: int) -> Iterator[Says]:
    """Give the row of a rule about each list, by the requirement that is about that one."""
    for ids, kind, name in LISTS:
        sent = defined(interactionType=kind, **{name: value})
        yield Says(ids, f"{rule}: {name} of {kind}", sent, status)


test_types_of_objects = statement_table(
    Says("46", "An object may be an Activity", about(ACTIVITY), ACCEPTED),
    Says("46", "An object may be an Agent", about(AGENT), ACCEPTED),
    Says("46", "An object may be a Group", about(GROUP), ACCEPTED),
    Says("46", "An object may be a Group without identifier", about(ANONYMOUS), ACCEPTED),
    Says("46", "An object may be a StatementRef", about(REFERENCE), ACCEPTED),
    Says("46", "An object may be a SubStatement", about(SUB_STATEMENT), ACCEPTED),
    Says("46", "Without a type it is an Activity", about({"id": ACTIVITY["id"]}), ACCEPTED),
    Says(
        "46", "An object is no Statement", about({**STATEMENT, "objectType": "Statement"}), REFUSED
    ),
    Says("46", "An object is no Person", put("object/objectType", "Person"), REFUSED),
    Says("46", "A type is a string", put("object/objectType", ["Activity"]), REFUSED),
)

test_activities = statement_table(
    Says("47", "An activity has an id", about({"objectType": "Activity"}), REFUSED),
    Says("47", "An activity has an id, without a type too", about({}), REFUSED),
    Says("47", "The id is an IRI", put("object/id", "course 1"), REFUSED),
    Says("47", "The id is a string", put("object/id", 1), REFUSED),
    Says("48", "A definition is an object", put("object/definition", "a course"), REFUSED),
    Says("48", "A definition is no array", put("object/definition", [{}]), REFUSED),
    Says("48", "A definition may say nothing", defined(), ACCEPTED),
    Says("56", "The name is a language map", defined(name={"en": "a", "cy": "b"}), ACCEPTED),
    Says("56", "The name is no string", defined(name="a"), REFUSED),
    Says("56", "The name is no number", defined(name=1), REFUSED),
    Says("56", "The name's languages are tags", defined(name={"1": "a"}), REFUSED),
    Says("59", "The description is a language map", defined(description={"en": "a"}), ACCEPTED),
    Says("59", "The description is no string", defined(description="a"), REFUSED),
    Says("59", "The description's words are strings", defined(description={"en": 1}), REFUSED),
    Says("60", "The type is an IRI", defined(type=HOME + "lesson"), ACCEPTED),
    Says("60", "The type is no word", defined(type="lesson"), REFUSED),
    Says("60", "The type is a string", defined(type={"id": HOME}), REFUSED),
    Says("61", "moreInfo is an IRL", defined(moreInfo=HOME + "about"), ACCEPTED),
    Says("61", "moreInfo is no sentence", defined(moreInfo="ask us"), REFUSED),
    Says("61", "moreInfo is a string", defined(moreInfo=1), REFUSED),
    Says("57", "Extensions are an object", defined(extensions={HOME: 1}), ACCEPTED),
    Says("57", "Extensions are no string", defined(extensions="a"), REFUSED),
    Says("57", "Extensions have IRIs as keys", defined(extensions={"a": 1}), REFUSED),
)

test_interactions = statement_table(
    *(
        Says("49", f"An interaction may be {kind}", defined(interactionType=kind), ACCEPTED)
        for kind in INTERACTIONS
    ),
    Says("49", "An interaction is nothing else", defined(interactionType="guess"), REFUSED),
    Says("49", "An interaction is no IRI", defined(interactionType=HOME), REFUSED),
    Says("49", "An interaction is no number", defined(interactionType=1), REFUSED),
    Says("49", "An interaction is no object", defined(interactionType={}), REFUSED),
    *(
        Says(
            "50",
            f"The right answers are an array of strings: {kind}",
            defined(interactionType=kind, correctResponsesPattern=["a", "b"]),
            ACCEPTED,
        )
        for kind in INTERACTIONS
    ),
    Says(
        "50",
        "The right answers are no string",
        defined(interactionType="numeric", correctResponsesPattern="4"),
        REFUSED,
    ),
    Says(
        "50",
        "The right answers are no numbers",
        defined(interactionType="numeric", correctResponsesPattern=[4]),
        REFUSED,
    ),
    Says(
        "50",
        "The right answers are no object",
        defined(interactionType="choice", correctResponsesPattern={"a": True}),
        REFUSED,
    ),
    Says(
        "64",
        "Right answers need the kind of interaction",
        defined(correctResponsesPattern=["a"]),
        REFUSED,
    ),
    *(
        Says("64", f"So do {name}", defined(**{name: [COMPONENT]}), REFUSED)
        for name in ("choices", "scale", "source", "target", "steps")
    ),
)

test_components = statement_table(
    *lists("A list of components", [COMPONENT, {"id": "b"}], ACCEPTED),
    *lists("It is no object", {"a": COMPONENT}, REFUSED),
    *lists("It is no string", "a", REFUSED),
    *components("58", "A component has an id", [{"description": {"en": "a"}}], REFUSED),
    *components("58", "The id is a string", [{"id": 1}], REFUSED),
    *components("58", "The ids of a list differ", [COMPONENT, COMPONENT], REFUSED),
    *components(
        "62",
        "The description is a language map",
        [{"id": "a", "description": {"cy": "b"}}],
        ACCEPTED,
    ),
    *components("62", "It is no string", [{"id": "a", "description": "b"}], REFUSED),
    *components("62", "Its languages are tags", [{"id": "a", "description": {"?": "b"}}], REFUSED),
    *components("63", "A component is an object, no string", ["a"], REFUSED),
    *components("63", "A component is no array", [["a"]], REFUSED),
    *components("10", "A component has nothing else", [{**COMPONENT, "right": True}], REFUSED),
)

test_agents_as_objects = statement_table(
    Says("65", "An agent as object says that it is one", about({"mbox": AGENT["mbox"]}), REFUSED),
    Says("65", "So does a group", about({"mbox": GROUP["mbox"], "member": [AGENT]}), REFUSED),
    Says("65", "So does a group without identifier", about({"member": [AGENT]}), REFUSED),
)

test_references = statement_table(
    Says("72", "A reference has an id", about({"objectType": "StatementRef"}), REFUSED),
    Says("72", "The id is a UUID", about({**REFERENCE, "id": HOME}), REFUSED),
    Says("72", "The id is a string", about({**REFERENCE, "id": 1}), REFUSED),
    Says("72, 73", "That statement need not be here", about(REFERENCE), ACCEPTED),
    Says("73", "A reference says that it is one", about({"id": UUID_1}), REFUSED),
    Says(
        "73", "And has that type exactly", about({**REFERENCE, "objectType": "Reference"}), REFUSED
    ),
    Says("73", "A sub-statement says that it is one", about(STATEMENT), REFUSED),
)

# What is not allowed in a statement is not allowed in a sub-statement: every row of every table
# about statements is sent inside one too (``rows.Says.sendings``).
test_sub_statements = statement_table(
    Says(
        "66",
        "A sub-statement has an actor",
        about({"objectType": "SubStatement", "verb": STATEMENT["verb"], "object": ACTIVITY}),
        REFUSED,
    ),
    Says(
        "66",
        "A sub-statement has a verb",
        about({"objectType": "SubStatement", "actor": AGENT, "object": ACTIVITY}),
        REFUSED,
    ),
    Says(
        "66",
        "A sub-statement has an object",
        about({"objectType": "SubStatement", "actor": AGENT, "verb": STATEMENT["verb"]}),
        REFUSED,
    ),
    Says("66", "It may be about an agent", about({**SUB_STATEMENT, "object": AGENT}), ACCEPTED),
    Says(
        "66", "It may be about a statement", about({**SUB_STATEMENT, "object": REFERENCE}), ACCEPTED
    ),
    Says(
        "66",
        "It may have a result",
        about({**SUB_STATEMENT, "result": {"success": True}}),
        ACCEPTED,
    ),
    Says("67", "It has no authority", about({**SUB_STATEMENT, "authority": AGENT}), REFUSED),
    Says("68", "It has no version", about({**SUB_STATEMENT, "version": "1.0.0"}), REFUSED),
    Says(
        "69",
        "It is not stored",
        about({**SUB_STATEMENT, "stored": "2026-05-01T09:30:00Z"}),
        REFUSED,
    ),
    Says("70", "It has no id", about({**SUB_STATEMENT, "id": UUID_1}), REFUSED),
    Says(
        "71",
        "It holds no sub-statement",
        about({**SUB_STATEMENT, "object": SUB_STATEMENT}),
        REFUSED,
    ),
)
