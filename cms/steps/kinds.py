"""The kinds of step that there are here (``STEP_KINDS``)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import cast

from django.core.signals import setting_changed
from wagtail import blocks

from cms.steps.contract import StepKind
from cms.steps.missing import MissingKind
from learning.seams.named import seam


@lru_cache(maxsize=1)
def kinds() -> dict[str, StepKind]:
    """Return the kinds by name, in the order of the setting."""
    made = [cast(StepKind, kind()) for kind in seam("STEP_KINDS")]
    return {kind.name: kind for kind in made}


def kind_named(name: str) -> StepKind:
    """Return the kind ``name``; where its room was taken out, one that says so in its place."""
    return kinds().get(name) or MissingKind(name)


def is_answered_for(name: str) -> bool:
    """Tell whether there is a kind ``name`` here."""
    return name in kinds()


class StepBlocks:
    """The blocks with which authors add steps, as a StreamField takes them.

    Asked for when a field first needs them, because kinds stand above the field.
    """

    def __init__(self, *, added: bool = False) -> None:
        """Choose the blocks: those of a course or, with ``added``, of a department's additions."""
        self._added = added

    def __iter__(self) -> Iterator[tuple[str, blocks.Block]]:
        for name, kind in kinds().items():
            block = kind.added_block() if self._added else kind.block()
            if block is not None:
                yield name, block


def _forget(*, setting: str, **kwargs: object) -> None:
    if setting == "STEP_KINDS":
        kinds.cache_clear()


setting_changed.connect(_forget, dispatch_uid="cms.steps.kinds")
