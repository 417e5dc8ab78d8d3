"""Replaying the store into everything that follows from it, whichever consumer keeps it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from learning.seams.named import seam

from .actors import lock_actors
from .batches import Replayed
from .models import Actor
from .store import store
from .transactions import one_transaction

PEOPLE_AT_ONCE = 200


def replay(
    *, now: datetime, actors: Collection[int] | None = None, check: bool = False
) -> tuple[int, Replayed]:
    """Replay the store for these people, or for everybody; return how many, and what was found.

    ``actors`` are numbers of actors: own ones, and aliases whose link has changed. With ``check``
    nothing is written, and what would be is told. Each group of people is locked while it is
    read, so a replay beside running writers is sound.
    """
    done, number = Replayed(), 0
    for people in _groups(actors):
        found = _replay(people, now=now, check=check)
        number += len(people)
        done.rows += found.rows
        done.differences += found.differences
        done.statements += found.statements
    return number, done


@one_transaction
def _replay(people: list[int], *, now: datetime, check: bool) -> Replayed:
    lock_actors((), people)
    done = Replayed()
    for consumer in seam("LRS_CONSUMERS"):
        replay_of = getattr(consumer, "replay", None)
        if replay_of is None:
            continue  # a function that keeps nothing; check_seams asks for it in the settings
        found: Replayed = replay_of(people, check=check)
        done.rows += found.rows
        done.differences += found.differences
        done.statements += found.statements
    if done.statements and not check:
        store(done.statements, now=now)
    return done


def _groups(actors: Collection[int] | None) -> Iterator[list[int]]:
    if actors is not None:
        ordered = sorted(set(actors))
        for start in range(0, len(ordered), PEOPLE_AT_ONCE):
            yield ordered[start : start + PEOPLE_AT_ONCE]
        return
    last = 0
    while True:
        people = list(
            Actor.objects.filter(id__gt=last)
            .order_by("id")
            .values_list("id", flat=True)[:PEOPLE_AT_ONCE]
        )
        if not people:
            return
        yield people
        last = people[-1]
