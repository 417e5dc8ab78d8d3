"""What 2.0 (IEEE 9274.1.1) changes, in one place; the rows with requirement ids are elsewhere.

Also changed: timestamps are of RFC 3339 (test_data_special_types), contextAgents and contextGroups
(test_data_contexts, test_communication_queries), conditions on states
(test_communication_concurrency), versions (test_communication_errors).
"""

from __future__ import annotations

from typing import Any

from .client import (
    AGENT,
    ANONYMOUS,
    GROUP,
    RESOURCES,
    STATEMENTS,
    TWO,
    UUID_1,
    Client,
    new,
    something_everywhere,
)
from .rows import requirement

MEMBERS = {
    "contextAgents": [{"objectType": "contextAgent", "agent": AGENT}],
    "contextGroups": [
        {"objectType": "contextGroup", "group": GROUP},
        {"objectType": "contextGroup", "group": ANONYMOUS, "relevantTypes": ["x:coaches"]},
    ],
}


@requirement("156", "In 2.0 answers say when what they hold was last modified", [TWO])
def test_last_modified(lrs: Client) -> None:
    something_everywhere(lrs)
    for path in (STATEMENTS, "/xapi/activities/state", "/xapi/agents/profile"):
        assert lrs.ask("GET", path, RESOURCES[path])["Last-Modified"].endswith("GMT"), path
    assert (
        lrs.ask("GET", STATEMENTS)["Last-Modified"]
        == (lrs.ask("GET", STATEMENTS, {"statementId": UUID_1})["Last-Modified"])
    )


@requirement("66", "In 2.0 a sub-statement may have contextAgents and contextGroups too", [TWO])
def test_sub_statements(lrs: Client) -> None:
    inside = {**new(context=MEMBERS), "objectType": "SubStatement"}
    del inside["id"]
    lrs.store(sent := new(object=inside))
    assert lrs.stored(sent["id"])["object"]["context"] == MEMBERS


@requirement("101, 331", "In 2.0 a statement of 1.0.3 is still taken, and keeps its version", [TWO])
def test_statements_of_1_0_3(lrs: Client) -> None:
    sent: dict[str, Any] = new(version="1.0.3", timestamp="2026-05-01T09:30:00Z")
    lrs.store(sent)
    assert lrs.stored(sent["id"])["version"] == "1.0.3"
