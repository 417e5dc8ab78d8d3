"""Turning the steps of a draft into the rows that publishing keeps of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cms.steps.contract import Content, Prepared, StepKind
from courses.content.freezing.as_published import step_as_published
from courses.content.models import AdditionVersion, CourseVersion, Step
from learning.lrs.models import Term


@dataclass(frozen=True)
class ToFreeze:
    """Steps that are about to be frozen, each with the IRI that names it."""

    steps: tuple[tuple[StepKind, Prepared, str], ...]

    @property
    def names(self) -> Iterator[str]:
        """The IRIs of the steps and of what is stated about inside them."""
        for kind, prepared, iri in self.steps:
            yield iri
            yield from kind.parts(prepared.content, iri)

    @property
    def words(self) -> str:
        """The words of the steps, for full-text search."""
        return "\n".join(kind.words(prepared.content) for kind, prepared, _iri in self.steps)

    @property
    def files(self) -> set[str]:
        """The files that they show."""
        return {path for kind, one, _iri in self.steps for path in kind.files(one.content)}

    @property
    def contents(self) -> dict[UUID, Content]:
        """The contents that the kinds freeze, by key."""
        return {prepared.content.pk: prepared.content for _kind, prepared, _iri in self.steps}

    def rows(self, terms: Mapping[str, Term]) -> list[Step]:
        """Return the steps as they would be published, in order, not saved."""
        return [
            step_as_published(
                kind, prepared, position=position, term=terms[iri], content=prepared.content.pk
            )
            for position, (kind, prepared, iri) in enumerate(self.steps)
        ]


def frozen_steps(
    prepared: Sequence[tuple[StepKind, Prepared]], *, name: Callable[[StepKind, UUID], str]
) -> ToFreeze:
    """Return the steps with copies of their files; ``name`` gives the IRI of what has none."""
    for kind, one in prepared:
        kind.copy_files(one.content)
    return ToFreeze(
        tuple((kind, one, one.activity or name(kind, one.key)) for kind, one in prepared)
    )


def keep_steps(
    rows: Sequence[Step],
    frozen: ToFreeze,
    *,
    course: CourseVersion | None = None,
    addition: AdditionVersion | None = None,
) -> None:
    """Store the steps of a version that has just been saved, with what their kinds froze."""
    contents: dict[str, tuple[StepKind, list[Any]]] = {}
    for kind, prepared, _iri in frozen.steps:
        contents.setdefault(kind.name, (kind, []))[1].append(prepared.content)
    for kind, of_the_kind in contents.values():
        kind.keep(of_the_kind)
    for row in rows:
        row.course, row.addition = course, addition
        row.required = row.required and addition is None  # nothing added counts (ADR 7)
    Step.objects.bulk_create(rows)
