"""Means to write down what JSON must look like, as tables that read like the specification.

A rule is called with a value and raises ``Invalid`` where the value breaks it. The path is put
together only while the error travels up, so that a sound statement pays nothing for it.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

Rule = Callable[[Any], None]


class Invalid(ValueError):
    """Raised for a value that breaks the rule ``requirement``; ``path`` leads to the value."""

    def __init__(self, message: str, requirement: str = "XAPI-00006") -> None:
        super().__init__(message)
        self.message = message
        self.requirement = requirement
        self.steps: list[str | int] = []

    @property
    def path(self) -> str:
        """The place of the value, as a JSONPath such as ``$.actor.account.name``."""
        return "$" + "".join(
            f"[{step}]"
            if isinstance(step, int)
            else f".{step}"
            if step.isidentifier()
            else f"[{step[:200]!r}]"
            for step in reversed(self.steps)
        )

    def __str__(self) -> str:
        return f"{self.path}: {self.message} ({self.requirement})"


def shape(
    name: str,
    properties: Mapping[str, Rule],
    required: Mapping[str, str],
    also: tuple[Rule, ...] = (),
    requirement: str = "XAPI-00006",
) -> Rule:
    """Return the rule of an object with these properties and no others.

    ``required`` maps properties to the requirement that wants them; ``also`` are rules about
    several properties together, run when each alone is sound.
    """
    find = properties.get

    def rule(value: Any) -> None:
        if type(value) is not dict:
            raise Invalid(f"must be an object ({name})", requirement)
        for key, inner in value.items():
            check = find(key)
            if check is None:
                raise _unknown(name, properties, key)
            try:
                check(inner)
            except Invalid as error:
                error.steps.append(key)
                raise
        for key in required:
            if key not in value:
                raise Invalid(f"{name} must have {key!r}", required[key])
        for check in also:
            check(value)

    return rule


def _unknown(name: str, properties: Mapping[str, Rule], key: str) -> Invalid:
    near = [known for known in properties if known.lower() == key.lower()]
    hint = f"; it is written {near[0]!r}" if near else ""
    return Invalid(f"{name} has no property {key[:200]!r}{hint}", "XAPI-00010")


def array_of(rule: Rule, requirement: str = "XAPI-00006", *, empty: bool = True) -> Rule:
    """Return the rule of an array of things that each keep ``rule``."""

    def each_keeps(value: Any) -> None:
        if type(value) is not list:
            raise Invalid("must be an array", requirement)
        if not (value or empty):
            raise Invalid("must not be an empty array", requirement)
        for index, inner in enumerate(value):
            try:
                rule(inner)
            except Invalid as error:
                error.steps.append(index)
                raise

    return each_keeps


def by_type(shapes: Mapping[str, Rule], default: str | None, requirement: str) -> Rule:
    """Return the rule of several shapes, of which ``objectType`` chooses one.

    ``default`` is chosen where it is not given.
    """
    find = shapes.get

    def rule(value: Any) -> None:
        if type(value) is not dict:
            raise Invalid("must be an object", requirement)
        chosen = value.get("objectType", default)
        check = find(chosen) if isinstance(chosen, str) else None
        if check is None:
            raise Invalid(f"'objectType' must be one of {', '.join(shapes)}", requirement)
        check(value)

    return rule


def remembering(rule: Rule, *, maximum: int = 2048, longest: int = 2048) -> Rule:
    """Return ``rule`` with a memory, so that what has passed lately is not looked at again.

    The same people, verbs and activities come again and again, and to make a key of one costs a
    quarter of looking at it. Keys are made by ``marshal``, which refuses everything but plain
    values and tells their types apart, so what has the key of a sound value is that value. At
    most ``maximum`` keys of ``longest`` bytes are kept; when it is full it starts afresh.
    """
    passed: set[bytes] = set()

    def check(value: Any) -> None:
        try:
            # Version 2 writes equal values alike, wherever they lie in memory.
            key = marshal.dumps(value, 2)
        except ValueError:
            rule(value)
            return
        if key in passed:
            return
        rule(value)
        if len(key) <= longest:
            if len(passed) >= maximum:
                passed.clear()
            passed.add(key)

    return check


def text(requirement: str) -> Rule:
    """Return the rule of a string."""

    def rule(value: Any) -> None:
        if type(value) is not str:
            raise Invalid("must be a string", requirement)

    return rule


def formatted(test: Callable[[str], bool], what: str, requirement: str) -> Rule:
    """Return the rule of a string that passes ``test``; ``what`` says in words what it must be."""

    def rule(value: Any) -> None:
        if type(value) is not str or not test(value):
            raise Invalid(f"must be {what}", requirement)

    return rule


def one_of(*values: str, requirement: str) -> Rule:
    """Return the rule of a string that is one of ``values``, in exactly that case."""
    allowed = frozenset(values)

    def rule(value: Any) -> None:
        if type(value) is not str or value not in allowed:
            raise Invalid(f"must be {' or '.join(map(repr, values))}", requirement)

    return rule


def boolean(requirement: str) -> Rule:
    """Return the rule of true or false."""

    def rule(value: Any) -> None:
        if type(value) is not bool:
            raise Invalid("must be true or false", requirement)

    return rule


def is_number(value: Any) -> bool:
    """Tell whether ``value`` is a JSON number; in Python true and false are, in JSON not."""
    return isinstance(value, int | float) and type(value) is not bool


def number(requirement: str, low: float | None = None, high: float | None = None) -> Rule:
    """Return the rule of a number from ``low`` to ``high``, both included."""

    def rule(value: Any) -> None:
        if not is_number(value):
            raise Invalid("must be a number", requirement)
        if (low is not None and value < low) or (high is not None and value > high):
            raise Invalid(f"must be from {low} to {high}", requirement)

    return rule


def count(requirement: str) -> Rule:
    """Return the rule of a whole number that is not negative."""

    def rule(value: Any) -> None:
        if type(value) is not int or value < 0:
            raise Invalid("must be a whole number, not negative", requirement)

    return rule


def map_of(keys: Callable[[str], bool], what: str, values: Rule | None, requirement: str) -> Rule:
    """Return the rule of an object whose keys pass ``keys`` and whose values keep ``values``.

    With ``values`` None they may be anything, null included, as extensions are.
    """

    def rule(value: Any) -> None:
        if type(value) is not dict:
            raise Invalid("must be an object", requirement)
        for key, inner in value.items():
            if not keys(key):
                raise Invalid(f"the key {key[:200]!r} must be {what}", requirement)
            if values is not None:
                try:
                    values(inner)
                except Invalid as error:
                    error.steps.append(key)
                    raise

    return rule


def forbidden(why: str, requirement: str) -> Rule:
    """Return the rule of a property that must not be there at all."""

    def rule(value: Any) -> NoReturn:
        raise Invalid(why, requirement)

    return rule
