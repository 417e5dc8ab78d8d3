"""The steps of a draft, whatever kinds they are of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.models import Page

from cms.steps.contract import Prepared, StepKind
from cms.steps.kinds import kind_named


def children_by_kind(steps: Any) -> Iterator[tuple[StepKind, list[Any]]]:
    """Yield each kind that there is in a list of steps, with its blocks in order."""
    found: dict[str, list[Any]] = {}
    for child in steps:
        found.setdefault(child.block_type, []).append(child)
    for name, children in found.items():
        yield kind_named(name), children


def steps_in_the_list(steps: StreamValue) -> StreamValue:
    """Return those of a list of steps that are written in it, word for word."""
    return StreamValue(
        steps.stream_block,
        [
            (child.block_type, child.value, child.id)
            for child in steps
            if kind_named(child.block_type).in_the_list
        ],
    )


def prepared_steps(steps: Any, *, page: Page, language: str) -> list[tuple[StepKind, Prepared]]:
    """Return the steps of the draft ``page`` as publishing would freeze them, in their order.

    One that its kind cannot make anything of, such as a lesson that was deleted, is left out.
    """
    made = {
        one.block: (kind, one)
        for kind, children in children_by_kind(steps)
        for one in kind.prepare(children, page, language)
    }
    return [made[str(child.id)] for child in steps if str(child.id) in made]
