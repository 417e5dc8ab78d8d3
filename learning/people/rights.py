"""Rights of people beyond their own learning, and when these end: one rule for every kind.

A kind of right (roles, groups of editors) is a ``Right`` named in the setting RIGHTS. It says what
people hold and how that ends; whether it ends is decided here, so that no kind can be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.utils import timezone

from learning.people.changes import PeopleChanges
from learning.people.models import User
from learning.seams.named import seam


@dataclass(frozen=True, slots=True)
class Held:
    """One right of one person.

    - ``key``: what its kind knows it by.
    - ``paths``: of the organisations that it is for, each with all below; a right for none in
      particular has none.
    """

    person: int
    key: int
    paths: tuple[str, ...] = ()

    def stays_at(self, path: str) -> bool:
        """Tell whether somebody keeps this in the organisation at ``path`` ("" for in none)."""
        return not self.paths or any(path.startswith(above) for above in self.paths)


@dataclass(frozen=True, slots=True)
class Right:
    """A kind of right.

    - ``held(people)``: what the people with these ids hold, in a constant number of queries.
    - ``end(rights, now=now)``: end these, likewise, and keep that they were held.
    """

    held: Callable[[Sequence[int]], Iterable[Held]]
    end: Callable[..., None]

    def __call__(
        self, people: Sequence[int], *, keeps: Callable[[Held], bool], now: datetime
    ) -> None:
        """End what ``people`` hold of this kind, but for what they keep."""
        ending = [held for held in self.held(people) if not keeps(held)]
        if ending:
            self.end(ending, now=now)


def rights_lost(places: Mapping[int, str]) -> int:
    """Return how many rights end when people, by id, work in the organisations at these paths."""
    able = User.objects.filter(pk__in=places, is_superuser=False).values_list("pk", flat=True)
    people = sorted(able)
    kinds = cast(tuple[Right, ...], seam("RIGHTS"))
    held = [one for kind in kinds for one in kind.held(people)]
    return len([one for one in held if not one.stays_at(places[one.person])])


def end_rights(changes: PeopleChanges) -> None:
    """End the rights of people who left, came back or work for another part of the organisation.

    - Somebody who left keeps none. Somebody who comes back gets none: what was held before this
      rule, or was given in between, ends then. A new grant is made by somebody who decides it.
    - Somebody who is transferred keeps what is for an organisation that they are still within,
      and what is for none in particular. Superusers keep everything.
    """
    without = {*changes.left, *changes.joined}
    places = dict(
        User.objects.filter(pk__in=set(changes.transferred) - without, is_superuser=False)
        .values_list("pk", "organisation__path")
    )  # fmt: skip
    people = [*without, *places]
    if not people:
        return

    def keeps(held: Held) -> bool:
        return held.person in places and held.stays_at(places[held.person] or "")

    now = changes.at or timezone.now()
    for right in seam("RIGHTS"):
        right(people, keeps=keeps, now=now)
