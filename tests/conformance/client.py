"""A client of every resource, and the words in which the tables send things."""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

from learning.lrs.credentials import NewCredential
from learning.xapi.validation import Version
from tests.lrs.speaking import Lrs

ONE, TWO = Version.V1_0, Version.V2_0
BOTH = (ONE, TWO)

STATEMENTS = "/xapi/statements"
STATE = "/xapi/activities/state"
ACTIVITIES = "/xapi/activities"
ACTIVITY_PROFILE = "/xapi/activities/profile"
AGENTS = "/xapi/agents"
AGENT_PROFILE = "/xapi/agents/profile"
ABOUT = "/xapi/about"

HOME = "https://partner.example/"
UUID_1 = "12345678-1234-4678-8234-567812345678"
AGENT = {"objectType": "Agent", "mbox": "mailto:learner@partner.example"}
ACCOUNT = {"homePage": "https://partner.example", "name": "learner-1"}
GROUP = {"objectType": "Group", "mbox": "mailto:team@partner.example"}
ANONYMOUS = {"objectType": "Group", "member": [AGENT]}
VERB = {"id": HOME + "verbs/did", "display": {"en": "did"}}
ACTIVITY = {"objectType": "Activity", "id": HOME + "courses/1"}
REFERENCE = {"objectType": "StatementRef", "id": UUID_1}
STATEMENT = {"actor": AGENT, "verb": VERB, "object": ACTIVITY}
SUB_STATEMENT = {"objectType": "SubStatement", **STATEMENT}
VOIDED = {"id": "http://adlnet.gov/expapi/verbs/voided", "display": {"en": "voided"}}
MISSING = object()

OF_STATE = {"activityId": ACTIVITY["id"], "agent": AGENT, "stateId": "s"}
OF_AGENT = {"agent": AGENT, "profileId": "p"}
OF_ACTIVITY = {"activityId": ACTIVITY["id"], "profileId": "p"}
# Every resource, and parameters that find something in it once ``something_everywhere`` ran.
RESOURCES: dict[str, dict[str, Any]] = {
    STATEMENTS: {"statementId": UUID_1},
    STATE: OF_STATE,
    ACTIVITIES: {"activityId": ACTIVITY["id"]},
    ACTIVITY_PROFILE: OF_ACTIVITY,
    AGENTS: {"agent": AGENT},
    AGENT_PROFILE: OF_AGENT,
    ABOUT: {},
}


class Client(Lrs):
    """A client that asks any resource, in the version it was made for or another."""

    def __init__(self, new: NewCredential, version: Version = ONE) -> None:
        super().__init__(new, version=str(version))
        self.new = new

    def speaking(self, version: Version) -> Client:
        """Return a client with the same key that speaks ``version``."""
        return Client(self.new, version)

    def ask(
        self,
        method: str,
        path: str,
        parameters: Mapping[str, Any] | None = None,
        body: Any = b"",
        content_type: str = "application/json",
        headers: Mapping[str, str | None] | None = None,
    ) -> HttpResponse:
        """Send a request; what is no text in a parameter or the body is written as JSON.

        A header that is None is left out.
        """
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        given = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in (parameters or {}).items()
            if value is not MISSING
        }
        all_headers = {**self.headers, **(headers or {})}
        return self.client.generic(
            method,
            f"{path}?{urlencode(given)}" if given else path,
            body,
            content_type,
            headers={name: value for name, value in all_headers.items() if value is not None},
        )

    def store(self, *statements: Mapping[str, Any]) -> list[str]:
        """Store statements, which must be accepted, and return their ids."""
        response = self.ask("POST", STATEMENTS, body=list(statements))
        assert response.status_code == 200, response.content
        return response.json()

    def stored(self, id: str, **parameters: Any) -> dict[str, Any]:
        """Return one statement as it is now."""
        response = self.ask("GET", STATEMENTS, {"statementId": id, **parameters})
        assert response.status_code == 200, response.content
        return response.json()

    def listed(self, **parameters: Any) -> list[str]:
        """Return the ids of the statements that a query finds."""
        response = self.ask("GET", STATEMENTS, parameters)
        assert response.status_code == 200, response.content
        return [each["id"] for each in response.json()["statements"]]


def something_everywhere(lrs: Client) -> None:
    """Store a statement, and a document of each kind."""
    lrs.store({**STATEMENT, "id": UUID_1})
    for path in (STATE, ACTIVITY_PROFILE, AGENT_PROFILE):
        assert lrs.ask("POST", path, RESOURCES[path], {"a": 1}).status_code == 204


def put(path: str, value: Any, base: Mapping[str, Any] = STATEMENT) -> dict[str, Any]:
    """Return ``base`` with the value at ``path``, such as ``actor/mbox``, set or (MISSING) gone."""
    made = copy.deepcopy(dict(base))
    holder = made
    *steps, last = path.split("/")
    for step in steps:
        holder = holder.setdefault(step, {})
    if value is MISSING:
        del holder[last]
    else:
        holder[last] = value
    return made


def without(path: str, base: Mapping[str, Any] = STATEMENT) -> dict[str, Any]:
    """Return ``base`` without what stands at ``path``."""
    return put(path, MISSING, base)


def about(thing: Any, **parts: Any) -> dict[str, Any]:
    """Return a statement with another object."""
    return {**STATEMENT, "object": thing, **parts}


def defined(**parts: Any) -> dict[str, Any]:
    """Return a statement about an activity that is defined by ``parts``."""
    return about({**ACTIVITY, "definition": parts})


def new(**parts: Any) -> dict[str, Any]:
    """Return a statement with an id of its own."""
    return {"id": str(uuid.uuid4()), **copy.deepcopy(STATEMENT), **parts}
