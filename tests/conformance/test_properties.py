"""What holds of every statement: what is accepted comes back equal, what is wrong is refused.

Statements are made by Hypothesis, and judged by a JSON Schema of our own (``oracle``) and, where
they are right, by the models of Ralph (test_ralph).
"""

from __future__ import annotations

import copy
import json
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.xapi.validation import Version

from .client import STATEMENT, STATEMENTS, Client
from .oracle import is_sound
from .statements import at, places, spoilt, statements, text, written_twice

# What the store sets itself, whatever is sent.
REPLACED = frozenset({"stored", "authority"})
ADDED = REPLACED | {"id", "timestamp", "version"}
# The key is made once for all examples of a test; each statement gets an id of its own.
many = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def with_arrays(statement: dict[str, Any]) -> dict[str, Any]:
    """Return the statement with arrays of context activities, as they must come back."""
    made = copy.deepcopy(statement)
    for holder in (made, made["object"]):
        activities = holder.get("context", {}).get("contextActivities", {})
        for role, these in activities.items():
            activities[role] = these if isinstance(these, list) else [these]
    return made


@pytest.mark.parametrize("version", list(Version))
def test_what_is_accepted_comes_back_equal(version: Version, lrs: Client) -> None:
    client = lrs.speaking(version)

    @many
    @given(statements(version), st.booleans())
    def holds(sent: dict[str, Any], told: bool) -> None:
        sent = {key: value for key, value in sent.items() if key != "id"}
        if told:
            sent["id"] = str(uuid.uuid4())
        assert is_sound(sent, version), "what is made is sound, or it tests nothing"
        [id] = client.store(sent)
        found = client.stored(id)
        assert found.keys() == sent.keys() | ADDED
        expected = with_arrays(sent)
        assert {key: found[key] for key in sent.keys() - REPLACED} == {
            key: expected[key] for key in sent.keys() - REPLACED
        }
        assert id == found["id"] == sent.get("id", id)

    holds()


@pytest.mark.parametrize("version", list(Version))
def test_what_is_changed_is_judged_as_the_oracle_does(version: Version, lrs: Client) -> None:
    client = lrs.speaking(version)

    @many
    @given(spoilt(statements(version)))
    def holds(sent: Any) -> None:
        if isinstance(sent.get("id"), str) and is_sound(sent, version):
            sent["id"] = str(uuid.uuid4())
        response = client.ask("POST", STATEMENTS, body=sent)
        assert response.status_code == (200 if is_sound(sent, version) else 400), response.content

    holds()


@pytest.mark.parametrize("version", list(Version))
def test_a_property_given_twice_is_refused(version: Version, lrs: Client) -> None:
    client = lrs.speaking(version)

    @settings(many, max_examples=40)
    @given(statements(version), st.data())
    def holds(sent: dict[str, Any], data: st.DataObject) -> None:
        keys = [path for path in places(sent) if isinstance(path[-1], str)]
        path = data.draw(st.sampled_from(keys))
        again = data.draw(st.sampled_from([at(sent, path), "other", {}]))
        body = written_twice(sent, path, again).encode()
        assert json.loads(body).keys() == sent.keys()
        assert client.ask("POST", STATEMENTS, body=body).status_code == 400

    holds()


digits = st.text("0123456789", min_size=1, max_size=25)
written_numbers = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "-"]),
    st.integers(0, 10**25),
    st.just("") | digits.map(lambda each: f".{each}"),
    st.just("") | st.builds("{}{}".format, st.sampled_from(["e", "E-", "e+"]), st.integers(0, 99)),
)


def test_numbers_are_kept_as_they_were_written(lrs: Client) -> None:
    @settings(many, max_examples=60)
    @given(st.lists(written_numbers, min_size=1, max_size=4))
    def holds(numbers: list[str]) -> None:
        value = f"[{','.join(numbers)}]"
        body = json.dumps({**STATEMENT, "result": {"extensions": {"x:1": "HERE"}}})
        [id] = lrs.ask("POST", STATEMENTS, body=body.replace('"HERE"', value).encode()).json()
        answer = lrs.ask("GET", STATEMENTS, {"statementId": id}).content.decode()
        assert f'{{"x:1":{value}}}' in answer

    holds()


def test_any_document_comes_back_byte_for_byte(lrs: Client) -> None:
    path, about = (
        "/xapi/activities/state",
        {
            "activityId": STATEMENT["object"]["id"],
            "agent": STATEMENT["actor"],
        },
    )

    @settings(many, max_examples=40)
    @given(st.binary(max_size=200), text.filter(bool))
    def holds(content: bytes, name: str) -> None:
        asked = {**about, "stateId": name}
        response = lrs.ask("PUT", path, asked, content, "application/octet-stream")
        assert response.status_code == 204
        assert lrs.ask("GET", path, asked).content == content

    holds()
