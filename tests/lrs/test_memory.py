"""What was sent, refused or stored, does not stay in the memory of the process."""

from __future__ import annotations

import gc
import json
import tracemalloc
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import HOME, foreign, new_partner
from .speaking import Lrs

# Only what is committed is remembered, so the transactions of these tests are real ones.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def word(length: int) -> str:
    """Return a text that was never sent before."""
    return (uuid.uuid4().hex * (length // 32 + 1))[:length]


def activities(count: int, length: int) -> dict[str, Any]:
    these = [{"id": HOME + word(length)} for _number in range(count)]
    return {"contextActivities": {"other": these}}


# Each makes a body of about so many bytes, and tells whether it is stored.
BODIES: dict[str, tuple[bool, Callable[[int], Any]]] = {
    "not JSON": (False, lambda size: "{" + word(size)),
    "not UTF-8": (False, lambda size: b"\xff" * size),
    "an IRI that is too long": (False, lambda size: foreign(object={"id": word(size)})),
    "many IRIs that are none": (
        False,
        lambda size: foreign(
            context={"extensions": {word(200): 1 for _number in range(size // 200)}}
        ),
    ),
    "a language tag that is too long": (
        False,
        lambda size: foreign(object={"id": HOME, "definition": {"name": {word(size): "x"}}}),
    ),
    "an unknown property": (False, lambda size: foreign(**{word(size): 1})),
    "a timestamp that is none": (False, lambda size: foreign(timestamp=word(size))),
    "too many names": (False, lambda size: foreign(context=activities(size // 60 + 1001, 20))),
    "an id that is none": (False, lambda size: {**foreign(), "id": word(size)}),
    "long IRIs": (
        True,
        lambda size: foreign(context=activities(min(900, size // 4000 + 1), 4000)),
    ),
    "a long account": (
        True,
        lambda size: foreign({"account": {"homePage": HOME, "name": word(size)}}),
    ),
    "a long name": (True, lambda size: foreign({"name": word(size), "openid": HOME + word(9)})),
    "a long response": (True, lambda size: foreign(result={"response": word(size)})),
    "a long definition": (
        True,
        lambda size: foreign(
            object={"id": HOME + word(9), "definition": {"description": {"en": word(size)}}}
        ),
    ),
    "long extensions": (
        True,
        lambda size: foreign(context={"extensions": {HOME + word(2000): word(size)}}),
    ),
}
SIZE = 400_000
TURNS = 6


def body(make: Callable[[int], Any]) -> bytes:
    said = make(SIZE)
    if isinstance(said, dict):
        said = json.dumps(said)
    return said.encode() if isinstance(said, str) else said


def test_neither_what_is_refused_nor_what_is_stored_stays_in_memory() -> None:
    lrs = Lrs(new_partner())
    held: dict[str, int] = {}

    def post(name: str) -> None:
        stored, make = BODIES[name]
        response = lrs.post(body(make))
        assert (response.status_code == 200) is stored, (name, response.content[:200])

    tracemalloc.start()
    try:
        for name in BODIES:
            post(name)
            gc.collect()
            before = tracemalloc.get_traced_memory()[0]
            for _turn in range(TURNS):
                post(name)
            gc.collect()
            held[name] = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    # Of what is short some is remembered, in eight megabytes at most of each kind.
    grown = {name: f"{grown:,}" for name, grown in held.items() if grown > SIZE}
    assert not grown, f"of {SIZE * TURNS:,} bytes sent each, these are held: {grown}"
