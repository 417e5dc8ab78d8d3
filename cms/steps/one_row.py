"""The base of most kinds of step, by which each step is frozen as one row of one table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar
from uuid import UUID, uuid5

from django.db.models import Model
from wagtail.models import Page

from cms.publishing.content import Draft
from cms.publishing.faults import Fault
from cms.steps.contract import Content, DoneBy, FrozenStep, Prepared
from learning.xapi import builders
from learning.xapi.activity_types import ActivityType


class OneRowKind:
    """A kind whose steps are written in the list, with a title and minutes (``StepKind``).

    ``model`` is what it freezes; in its field ``raw`` is what the author wrote, as it was stored.
    A kind says for itself what differs: the rest is that it shows no files, leads nowhere, and
    nothing is stated about but the step as a whole.
    """

    name: str
    activity_type: ActivityType
    done_by = DoneBy.COMPLETED
    in_the_list = True
    own_word = False
    model: ClassVar[type[Model]]

    def faults(self, children: Sequence[Any], draft: Draft) -> Iterator[Fault]:
        return iter(())

    def prepare(self, children: Sequence[Any], page: Page, language: str) -> list[Prepared]:
        return [
            Prepared(
                block=str(child.id),
                key=uuid5(page.translation_key, str(child.id)),
                slug="",
                title=child.value["title"] or "",
                summary=child.value.get("summary") or "",
                minutes=child.value["minutes"] or 0,
                make=partial(self.frozen, child, language),
                required=not child.value.get("optional"),
            )
            for child in children
        ]

    def frozen(self, child: Any, language: str) -> Any:
        """Return the row to freeze of a block of this kind, not saved."""
        raise NotImplementedError(self.name)

    def copy_files(self, content: Any) -> None:
        """Do nothing: steps of this kind show no files."""

    def keep(self, contents: Sequence[Content]) -> None:
        rows = [one for one in contents if isinstance(one, self.model)]
        self.model._default_manager.bulk_create(rows)

    def contents(self, keys: Collection[UUID], *, written: bool = False) -> Mapping[UUID, Any]:
        rows = self.model._default_manager.all()
        return (rows if written else rows.defer("raw")).in_bulk(list(keys))

    def written(self, content: Any) -> Any:
        return content.raw

    def files(self, content: Any) -> set[str]:
        return set()

    def links(self, content: Any) -> Sequence[str]:
        return ()

    def parts(self, content: Any, iri: str) -> Sequence[str]:
        return ()

    def activities(self, step: FrozenStep, content: Any, language: str) -> Sequence[dict[str, Any]]:
        return [
            builders.activity(step.term.iri, type=self.activity_type, name={language: step.title})
        ]

    def fact(self, step: FrozenStep) -> str:
        return ""
