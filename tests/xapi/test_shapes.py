"""What the means of writing down rules promise, apart from any rule."""

from __future__ import annotations

import enum
import uuid
from typing import Any

import pytest

from learning.xapi.json_text import parse
from learning.xapi.shapes import Invalid, Rule, array_of, map_of, number, remembering, shape, text


class Word(enum.StrEnum):
    """A string that is no plain one."""

    A = "a"


def counted(rule: Rule) -> tuple[Rule, list[Any]]:
    """Return ``rule``, and a list of what it has looked at."""
    looked: list[Any] = []

    def look(value: Any) -> None:
        looked.append(value)
        rule(value)

    return look, looked


THING = shape("A thing", {"id": text("X"), "n": number("X")}, {"id": "X"})


def test_a_sound_value_is_looked_at_once_and_a_faulty_one_every_time() -> None:
    look, looked = counted(THING)
    rule = remembering(look)
    for _time in range(3):
        rule({"id": "a" * 3})
        with pytest.raises(Invalid):
            rule({"id": 1})
    assert looked == [{"id": "aaa"}] + [{"id": 1}] * 3


@pytest.mark.parametrize(
    ("sound", "alike"),
    [
        ({"id": "a", "n": 1}, {"id": "a", "n": True}),
        ({"id": "a", "n": 1}, {"id": "a", "n": "1"}),
        ({"id": "a"}, {"id": Word.A}),
        ({"id": str(uuid.UUID(int=1))}, {"id": uuid.UUID(int=1)}),
        ({"id": "a"}, [["id", "a"]]),
    ],
)
def test_what_only_looks_like_a_sound_value_does_not_pass_for_it(sound: Any, alike: Any) -> None:
    rule = remembering(THING)
    rule(sound)
    with pytest.raises(Invalid):
        rule(alike)


def test_what_has_no_key_is_looked_at_every_time() -> None:
    look, looked = counted(THING)
    rule = remembering(look)
    exact = parse(b'{"id":"a","n":1.50}')
    rule(exact)
    rule(exact)
    assert len(looked) == 2


def test_only_so_much_is_remembered() -> None:
    look, looked = counted(THING)
    rule = remembering(look, maximum=2, longest=40)
    for id in ("a", "b", "c", "a", "c", "x" * 50, "x" * 50):
        rule({"id": id})
    assert [value["id"] for value in looked] == ["a", "b", "c", "a", "x" * 50, "x" * 50]


def test_a_fault_deep_inside_is_told_with_its_path() -> None:
    rule = shape(
        "A list", {"all": array_of(remembering(map_of(str.islower, "low", text("Y"), "X")))}, {}
    )
    for _time in range(2):
        with pytest.raises(Invalid) as caught:
            rule({"all": [{"a": "x"}, {"b": 1}]})
        assert (caught.value.path, caught.value.requirement) == ("$.all[1].b", "Y")
