"""Statements about statements, for the tests of what they cost."""

from __future__ import annotations

from datetime import timedelta

from learning.lrs.models import StatementLink
from learning.lrs.sweeps import assign_positions, pass_on_links

from .conftest import HOME, NOW, foreign


def about(target: object, number: int = 0, **parts):
    """Return a statement about the statement ``target``, by somebody of its own."""
    id = target["id"] if isinstance(target, dict) else str(target)
    return foreign(
        {"mbox": f"mailto:{number}@partner.example"},
        object={"objectType": "StatementRef", "id": id},
        **parts,
    )


def naming(count: int, start: int = 0):
    """Return a statement with ``count`` context activities."""
    activities = [{"id": f"{HOME}{number}"} for number in range(start, start + count)]
    return foreign(context={"contextActivities": {"grouping": activities}})


def chain(length: int, **parts):
    """Return statements of which each refers to the one before."""
    made = [foreign()]
    for number in range(1, length):
        made.append(about(made[-1], number, **parts))
    return made


def links() -> int:
    return StatementLink.objects.count()


def found(lrs, **parameters) -> set[str]:
    return set(lrs.ids(**parameters))


def settle() -> None:
    """Sweep until nothing of it is due."""
    while assign_positions(now=NOW + timedelta(days=400)) or pass_on_links(
        now=NOW + timedelta(days=400)
    ):
        pass
