"""Whatever a statement says or leaves out, reading it never fails."""

from __future__ import annotations

import inspect
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.home.withheld import shown
from learning.records.merge import MOMENTS, facts_in
from learning.xapi import parts
from learning.xapi.presentation import activities_in, as_text, canonical, only_ids
from learning.xapi.validation import Version
from tests.conformance.statements import anything, statements

READERS = [
    function
    for name, function in inspect.getmembers(parts, inspect.isfunction)
    if function.__module__ == parts.__name__ and not name.startswith("_")
]
NAMES = st.sampled_from(
    [
        "verb", "object", "result", "context", "id", "display", "definition", "name", "objectType",
        "score", "raw", "scaled", "min", "max", "success", "completion", "response", "registration",
        "contextActivities", "parent", "grouping", "extensions", "authority", "version",
    ]
)  # fmt: skip
# Anything at all under the names that readers look for.
odd: st.SearchStrategy[Any] = st.recursive(
    anything,
    lambda inner: st.dictionaries(NAMES, inner, max_size=6) | st.lists(inner, max_size=3),
    max_leaves=30,
)
MOMENT = datetime(2026, 5, 1, tzinfo=UTC)


def read_all(said: Any) -> dict[str, Any]:
    found = {}
    for function in READERS:
        value = function(said)
        found[function.__name__] = list(value) if inspect.isgenerator(value) else value
    return found


@given(odd)
def test_no_reader_fails_on_anything(said: Any) -> None:
    found = read_all(said)
    assert isinstance(found["verb_of"], str)
    assert found["success_of"] in (True, False, None)
    assert found["scaled_score"] is None or -1 <= found["scaled_score"] <= 1
    assert all(isinstance(words, str) for words in found["object_words"].values())


@given(odd, st.sampled_from(sorted(MOMENTS)))
def test_no_record_fails_on_anything(said: Any, verb: str) -> None:
    assert facts_in(id=uuid.UUID(int=1), verb=verb, timestamp=MOMENT, result=said) is not None


@given(odd)
def test_what_is_shown_of_anything_is_a_statement(said: Any) -> None:
    told = shown(said if isinstance(said, dict) else {}, person={}, timestamp=MOMENT, stored=MOMENT)
    assert told["object"]["objectType"]
    as_text(told, most=10_000)


@given(odd)
def test_no_format_fails_on_anything(said: Any) -> None:
    statement = said if isinstance(said, dict) else {"object": said, "context": said}
    only_ids(statement)
    known = {iri: {"name": {"en": "known"}} for iri in activities_in(statement)}
    canonical(statement, ["en"], known)


@given(statements(Version.V2_0))
def test_a_valid_statement_is_read_as_it_says(said: Any) -> None:
    found = read_all(said)
    assert found["verb_of"] == said["verb"]["id"]
    assert found["verb_words"] == said["verb"].get("display", {})
    assert found["object_type"] == said["object"].get("objectType", "Activity")
    result = said.get("result", {})
    assert found["success_of"] is result.get("success")
    assert found["response_of"] == result.get("response")
    assert found["scaled_score"] == result.get("score", {}).get("scaled")


@pytest.mark.parametrize(
    ("depth", "most", "expected"), [(1, 100, True), (1, 10, False), (55, 2000, True)]
)
def test_what_is_shown_on_a_page_is_never_much_longer_than_it_is(depth, most, expected):
    said: Any = 1
    for _level in range(depth):
        said = {"a": said, "b": [1, 2]}
    text = as_text(said, most=most)
    assert bool(text) is expected
    assert len(text) <= 2 * most
