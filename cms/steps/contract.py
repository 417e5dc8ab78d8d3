"""The contract of a kind of step, so that a course can be made of it (``STEP_KINDS``).

A step has two lives. In a draft it is a block of the course's list of steps, or of what a
department adds to a course; publishing freezes it as a row that says where it stands and what
makes it done, beside the kind's own frozen *content*, which is found by its key. Nothing here
knows courses: a kind may stand in any room below them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Locale, Page

from cms.publishing.content import Draft
from cms.publishing.faults import Fault
from learning.lrs.models import Term
from learning.people.models import User
from learning.records.models import Record
from learning.xapi.activity_types import ActivityType


class DoneBy(TextChoices):
    """The statement that makes a step done."""

    COMPLETED = "completed", _("Completed")
    PASSED = "passed", _("Passed")

    def done_at(self, record: Record | None) -> datetime | None:
        """Return the time at which a step was done, by its ``record``; None where it was not.

        What is done by passing is not done by completing, and the other way round.
        """
        if record is None:
            return None
        return record.passed_at if self is DoneBy.PASSED else record.completed_at


class Content(Protocol):
    """The frozen content of one step, a row of its kind's own room, saved or not."""

    pk: Any


class FrozenStep(Protocol):
    """A step as it was published, or as a preview has it."""

    kind: str
    key: UUID
    content: UUID
    term: Term
    slug: str
    title: str
    summary: str
    minutes: int


@dataclass(frozen=True)
class Prepared:
    """One step of a draft as publishing would freeze it.

    ``block`` is the id of its block in the draft; ``key`` names the step in every version, so that
    progress carries over; ``slug`` is what its author calls it in its address, "" where the kind
    asks for none. ``activity`` is the IRI of what is taken where that stands alone, such as an
    assessment; without it the step is named below its course.
    """

    block: str
    key: UUID
    slug: str
    title: str
    summary: str
    minutes: int
    make: Callable[[], Content]
    required: bool = True
    activity: str = ""

    @cached_property
    def content(self) -> Content:
        """The content to freeze, made when it is first asked for: most previews show one step."""
        return self.make()


@dataclass(frozen=True)
class Sent:
    """A form that was sent and not saved: its part of the step, its fields, whether it has faults.

    Without faults the session had ended.
    """

    part: str
    fields: QueryDict
    has_faults: bool


@dataclass(frozen=True)
class Taking:
    """One person at one step: what a kind gets to show it.

    ``registration`` is that of the course, None in a preview, where the step has no term either;
    ``records`` are all that it has, by
    the key of the activity. ``address`` is where the page of the step is, and what is sent from it
    goes below that. ``sent`` is what was sent from it and not saved.
    """

    step: FrozenStep
    language: str
    person: User | None
    registration: UUID | None
    records: Mapping[int, Record]
    address: str
    done_at: datetime | None
    sent: Sent | None = None


@dataclass(frozen=True)
class StepPage:
    """The content that a kind puts on the page of a step, within the frame of every step.

    ``template`` gets ``context``; ``errors`` fill the error summary, each with the id of what it
    is about. ``scripts`` and ``frames`` are what the page has to load and may show.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    errors: Sequence[tuple[str, str]] = ()
    scripts: frozenset[str] = frozenset()
    frames: frozenset[str] = frozenset()


class StepKind(Protocol):
    """One kind of step; ``STEP_KINDS`` names a class of which one is made.

    ``name`` is what steps, blocks and archives call it, and ``path`` the part of an activity's IRI
    before the key of the step: neither ever changes. ``label`` names it for people,
    and ``in_the_list`` says whether all that an author writes of it stands in its block.
    ``own_word`` says that nobody but the learner knows whether it was done: it is stated so, and
    proves no more than how they rate themselves.
    """

    name: str
    path: str
    label: object
    activity_type: ActivityType
    done_by: DoneBy
    in_the_list: bool
    own_word: bool

    # For authors.
    def block(self) -> blocks.Block:
        """Return the block with which an author adds one to a course."""

    def added_block(self) -> blocks.Block | None:
        """Return the block with which a department adds one to a course of others, or None."""

    def faults(self, children: Sequence[Any], draft: Draft) -> Iterator[Fault]:
        """Yield what is wrong with the blocks of this kind in a draft, besides their words."""

    # What publishing freezes.
    def prepare(self, children: Sequence[Any], page: Page, language: str) -> list[Prepared]:
        """Return the blocks of this kind in the draft ``page`` as they would be frozen."""

    def copy_files(self, content: Any) -> None:
        """Make what was prepared show copies of its files, which nobody can replace later."""

    def keep(self, contents: Sequence[Content]) -> None:
        """Store what was prepared, each under the key that it has."""

    def contents(self, keys: Collection[UUID], *, written: bool = False) -> Mapping[UUID, Any]:
        """Return the frozen contents by their keys, in a constant number of queries.

        ``written`` says that ``written`` will be asked of each, which learners' pages never do.
        """

    def seen(self, content: Any) -> Any:
        """Return all that a learner sees of ``content``, as JSON holds it."""

    def written(self, content: Any) -> Any:
        """Return what the author of ``content`` wrote, as a draft stores it, to compare by."""

    def words(self, content: Any) -> str:
        """Return the plain words of ``content``, for full-text search; no answers among them."""

    def files(self, content: Any) -> set[str]:
        """Return the paths, in the storage, of the files that ``content`` shows or offers."""

    def links(self, content: Any) -> Sequence[str]:
        """Return the addresses outside the service that ``content`` leads to."""

    def parts(self, content: Any, iri: str) -> Sequence[str]:
        """Return the IRIs of what is stated about inside a step that is named ``iri``."""

    def activities(self, step: FrozenStep, content: Any, language: str) -> Sequence[dict[str, Any]]:
        """Describe the step, and what is stated about inside it, as activities of statements."""

    def reading(self, content: Any) -> StepPage:
        """Return all of ``content`` for those who edit and review it, answers included."""

    # For learners.
    def fact(self, step: FrozenStep) -> str:
        """Return the fact in the outline besides the minutes of the step, or ""."""

    def page(self, taking: Taking, content: Any) -> StepPage:
        """Return the page of the step; ``content`` may be one that was only prepared."""

    def done_words(self) -> Mapping[str, str]:
        """Return the words about its being done: ``done``, that it is.

        Of a kind that is done by "completed" also what the form says that completes it:
        ``heading``, ``text`` and its button, ``button`` where the course goes on, ``last`` where it
        finishes the course, ``added`` where a department has added the step.
        """

    # For translators: copies and archives read the kind's block, as for any other.
    def translated(self, child: Any, own: Any | None, locale: Locale) -> Any | None:
        """Return the value that a step of a translation has; None leaves the step out.

        ``child`` is the block of the original, ``own`` that of the translation where it has one,
        with the texts that are translated so far.
        """
