"""The frozen contents of steps, brought together from their kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from cms.steps.contract import FrozenStep, StepKind
from cms.steps.kinds import kind_named


def contents_of(steps: Iterable[FrozenStep]) -> dict[UUID, Any]:
    """Return the frozen contents of ``steps``, by ``Step.content``, in a query a kind."""
    found: dict[UUID, Any] = {}
    for kind, keys in _by_kind(steps):
        found |= kind.contents(keys)
    return found


def written_contents_of(steps: Iterable[FrozenStep]) -> dict[UUID, Any]:
    """Return what the authors of ``steps`` wrote, by ``Step.content``, as their fields store it."""
    found: dict[UUID, Any] = {}
    for kind, keys in _by_kind(steps):
        contents = kind.contents(keys, written=True)
        found |= {key: kind.written(content) for key, content in contents.items()}
    return found


def _by_kind(steps: Iterable[FrozenStep]) -> Iterator[tuple[StepKind, list[UUID]]]:
    keys: dict[str, list[UUID]] = {}
    for step in steps:
        keys.setdefault(step.kind, []).append(step.content)
    for name, of_the_kind in keys.items():
        yield kind_named(name), of_the_kind
