"""What happened to people, as the rooms above hear of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from learning.lrs.seams import seam


@dataclass(frozen=True)
class PeopleChanges:
    """People, by id, who joined (or came back), moved and left; a batch may hold 50,000.

    Moved means another organisation, manager, grade or profession.
    """

    on: datetime.date
    joined: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    left: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.joined or self.moved or self.left)


def tell_consumers(changes: PeopleChanges) -> None:
    """Tell every one of PEOPLE_CONSUMERS, in the transaction that made the change.

    A consumer takes the batch and runs a constant number of queries; if one fails, the change
    does not happen.
    """
    if changes:
        for consumer in seam("PEOPLE_CONSUMERS"):
            consumer(changes)
