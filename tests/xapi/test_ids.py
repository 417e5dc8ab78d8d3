"""A fact has one id, and only anyone who has the key can know it."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from learning.xapi.ids import fact_id

PARTS = st.tuples(st.none() | st.uuids(), st.text(), st.text(), st.text(), st.text())
KEY = b"a key"


def of(parts: tuple[UUID | None, str, str, str, str], key: bytes = KEY) -> UUID:
    registration, verb, activity, actor, occurrence = parts
    return fact_id(
        key,
        registration=registration,
        verb=verb,
        activity=activity,
        actor=actor,
        occurrence=occurrence,
    )


@given(PARTS)
def test_the_same_fact_has_the_same_id_of_version_8(parts: tuple) -> None:
    id = of(parts)
    assert id == of(parts)
    assert id.version == 8
    assert id.variant == "specified in RFC 4122"
    assert id != of(parts, key=b"another key")


@given(PARTS, PARTS)
def test_different_facts_have_different_ids(one: tuple, other: tuple) -> None:
    assume(one != other)
    assert of(one) != of(other)


def test_parts_cannot_flow_into_one_another() -> None:
    assert of((None, "ab", "c", "", "")) != of((None, "a", "bc", "", ""))


def test_an_empty_key_is_refused() -> None:
    with pytest.raises(ValueError, match="XAPI_FACT_KEY"):
        of((None, "v", "a", "p", ""), key=b"")
