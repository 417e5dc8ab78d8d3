"""Changes to people and to organisations, as the rooms above hear of them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from learning.people.models import User
from learning.seams.named import seam


@dataclass(frozen=True)
class PeopleChanges:
    """People, by id, who joined (or came back), moved and left; a batch may hold 50,000.

    Moved means another organisation, manager, grade or profession. Those for whom it is the
    organisation, or whose organisation has a new place in the tree, are ``transferred`` too.
    """

    on: datetime.date
    joined: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    transferred: tuple[int, ...] = ()
    # When it was written down; no part of what happened.
    at: datetime.datetime | None = field(default=None, compare=False)

    def __bool__(self) -> bool:
        return bool(self.joined or self.moved or self.left or self.transferred)


def tell_consumers(changes: PeopleChanges) -> None:
    """Tell every one of PEOPLE_CONSUMERS, in the transaction that made the change.

    A consumer takes the batch and runs a constant number of queries; if one fails, the change
    does not happen.
    """
    if changes:
        for consumer in seam("PEOPLE_CONSUMERS"):
            consumer(changes)


@dataclass(frozen=True)
class OrganisationChanges:
    """Changes to organisations, by id: renamed, closed, opened again, merged and taken over.

    ``merged`` are pairs: what went, and what it is a part of now. What people did for what went
    they do for the other where they are among ``keepers`` (None: everybody); else it ends.
    ``taken_over`` are such pairs of what was closed, where another took over what it had. ``by`` is
    who decided it, if a person.
    """

    at: datetime.datetime
    renamed: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()
    opened: tuple[int, ...] = ()
    merged: tuple[tuple[int, int], ...] = ()
    taken_over: tuple[tuple[int, int], ...] = ()
    keepers: frozenset[int] | None = frozenset()
    by: User | None = field(default=None, compare=False)

    @property
    def succeeded(self) -> tuple[tuple[int, int], ...]:
        """Pairs, by id: what went or was closed, and the organisation that succeeds it."""
        return self.merged + self.taken_over

    @property
    def given_up(self) -> frozenset[int]:
        """The organisations that were closed and that nobody took over."""
        return frozenset(self.closed).difference(gone for gone, _whole in self.taken_over)

    def keeps(self, person: int) -> bool:
        """Tell whether ``person`` goes on with what they did for what was merged."""
        return self.keepers is None or person in self.keepers

    def __bool__(self) -> bool:
        return bool(self.renamed or self.closed or self.opened or self.merged)


def tell_of_organisations(changes: OrganisationChanges) -> None:
    """Tell every one of ORGANISATION_CONSUMERS, in the transaction that made the change.

    Anyone who keeps the name of an organisation, or points at one, follows here. Of people who are
    in another organisation now, PEOPLE_CONSUMERS hear afterwards.
    """
    if changes:
        for consumer in seam("ORGANISATION_CONSUMERS"):
            consumer(changes)
