"""A step of a kind whose room was taken out of the service: its course can still be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Locale, Page

from cms.publishing.content import Draft
from cms.publishing.faults import Fault
from cms.steps.contract import Content, DoneBy, FrozenStep, Prepared, StepPage, Taking
from learning.xapi import activity_types


class MissingKind:
    """The kind in the place of one that is gone: the step's page says so, nothing is frozen."""

    path = "steps"
    activity_type = activity_types.LESSON
    done_by = DoneBy.COMPLETED
    in_the_list = False
    own_word = False

    label: object = _("Step")

    def __init__(self, name: str) -> None:
        self.name = name

    def block(self) -> blocks.Block:
        raise LookupError(self.name)

    def added_block(self) -> None:
        return None

    def faults(self, children: Sequence[Any], draft: Draft) -> Iterator[Fault]:
        raise LookupError(self.name)

    def prepare(self, children: Sequence[Any], page: Page, language: str) -> list[Prepared]:
        raise LookupError(self.name)

    def copy_files(self, content: Any) -> None:
        raise LookupError(self.name)

    def keep(self, contents: Sequence[Content]) -> None:
        raise LookupError(self.name)

    def contents(self, keys: Collection[UUID], *, written: bool = False) -> Mapping[UUID, Any]:
        return dict.fromkeys(keys)

    def seen(self, content: Any) -> Any:
        return None

    def written(self, content: Any) -> Any:
        return None

    def words(self, content: Any) -> str:
        return ""

    def files(self, content: Any) -> set[str]:
        return set()

    def links(self, content: Any) -> Sequence[str]:
        return ()

    def parts(self, content: Any, iri: str) -> Sequence[str]:
        return ()

    def activities(self, step: FrozenStep, content: Any, language: str) -> Sequence[dict[str, Any]]:
        return ()

    def reading(self, content: Any) -> StepPage:
        return StepPage("steps/missing.html")

    def fact(self, step: FrozenStep) -> str:
        return gettext("cannot be opened here")

    def page(self, taking: Taking, content: Any) -> StepPage:
        return StepPage("steps/missing.html")

    def done_words(self) -> Mapping[str, str]:
        return {"done": gettext("You completed this step")}

    def translated(self, child: Any, own: Any | None, locale: Locale) -> None:
        return None
