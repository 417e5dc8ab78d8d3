"""Sentences on who can see what about somebody, made from the table that decides it.

Every sentence on a page that says who sees something comes from here, so none can say more, or
less, than ``learning.people.visibility`` allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.people.small_numbers import SMALLEST_GROUP
from learning.people.visibility import (
    RULES,
    SEE_LEAVERS,
    Kind,
    Relation,
    Sight,
    levels_in_person,
)

# What can be seen, as it follows "can see".
KINDS: dict[Kind, str | Promise] = {
    Kind.NAME: gettext_lazy("your name, organisation and grade"),
    Kind.CONTACT: gettext_lazy("your email address"),
    Kind.ACHIEVEMENT: gettext_lazy("what you have completed"),
    Kind.HELD_LEVELS: gettext_lazy("which skill levels you hold"),
    Kind.DUE_DATES: gettext_lazy("what is due, and when"),
    Kind.SCORES: gettext_lazy("your scores"),
    Kind.ATTEMPTS: gettext_lazy("your attempts"),
    Kind.ANSWERS: gettext_lazy("your answers"),
    Kind.MINUTES: gettext_lazy("how long you took"),
    Kind.STATEMENTS: gettext_lazy("whole statements about you"),
    Kind.STATED_ACHIEVEMENT: gettext_lazy(
        "statements of what you started, completed and removed, with the day"
    ),
}
# What is left of it where nobody is named.
SUMMED: dict[Kind, str | Promise] = {Kind.NAME: gettext_lazy("your organisation and grade")}
# Who sees it, as it precedes "can see".
RELATIONS: dict[Relation, str | Promise] = {
    Relation.SELF: gettext_lazy("you"),
    Relation.MANAGER: gettext_lazy("your manager"),
    Relation.MANAGER_WITHIN: gettext_lazy("your manager’s manager"),
    Relation.MANAGER_BEYOND: gettext_lazy("managers further up"),
    Relation.LD_LEAD: gettext_lazy("your learning and development lead"),
    Relation.DPO: gettext_lazy("your data protection officer"),
    Relation.COORDINATOR: gettext_lazy("your mentoring coordinator"),
}
# What people ask about first; the page says the rest.
IN_SHORT = (Kind.ACHIEVEMENT, Kind.STATED_ACHIEVEMENT)


@dataclass(frozen=True)
class Viewer:
    """A kind of viewer, and what it may see of a person: in person, and in sums."""

    who: str
    in_person: Sequence[str]
    in_sums: Sequence[str]


def viewers() -> list[Viewer]:
    """Return everybody else who sees something of a person, and what, as the table has it."""
    return [
        Viewer(
            who=_name(relation),
            in_person=_kinds(relation, Sight.IN_PERSON),
            in_sums=_kinds(relation, Sight.SUMMED),
        )
        for relation in _others()
    ]


def sees_everything() -> bool:
    """Tell whether a person sees all that is recorded about them."""
    return all(RULES.get((Relation.SELF, kind)) is Sight.IN_PERSON for kind in Kind)


def sees_leavers() -> list[str]:
    """Return who still sees something of somebody who has left."""
    return [_name(relation) for relation in _others() if relation in SEE_LEAVERS]


def in_short() -> list[str]:
    """Return two short paragraphs on who sees what somebody learnt: others, and only they."""
    said: list[str] = []
    for kind in IN_SHORT:
        seeing = [_name(relation) for relation in _others() if _sees(relation, kind)]
        if seeing:
            said.append(
                _("%(who)s can see %(what)s.")
                % {"who": _capitalised(listed(seeing)), "what": KINDS[kind]}
            )
    private = [kind for kind in Kind if not any(_sees(one, kind) for one in _others())]
    alone: list[str] = []
    if private:
        alone.append(
            _("Only you can see %(what)s.")
            % {"what": listed([str(KINDS[kind]) for kind in private])}
        )
    if any(RULES.get((one, kind)) is Sight.SUMMED for one in _others() for kind in private):
        alone.append(
            _(
                "Others see at most numbers of these, without names, and never of fewer than "
                "%(least)s people."
            )
            % {"least": SMALLEST_GROUP}
        )
    return [" ".join(sentences) for sentences in (said, alone) if sentences]


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _others() -> Iterable[Relation]:
    """Yield the relations that others can have to a person, as far as the settings allow."""
    for relation in Relation:
        within = relation is Relation.MANAGER_WITHIN
        if relation is not Relation.SELF and not (within and levels_in_person() < 2):
            yield relation


def _sees(relation: Relation, kind: Kind) -> bool:
    return RULES.get((relation, kind)) is Sight.IN_PERSON


def _kinds(relation: Relation, sight: Sight) -> list[str]:
    words = {**KINDS, **SUMMED} if sight is Sight.SUMMED else KINDS
    return [str(words[kind]) for kind in Kind if RULES.get((relation, kind)) is sight]


def _name(relation: Relation) -> str:
    levels = levels_in_person()
    if relation is Relation.MANAGER_WITHIN and levels > 2:
        return _("the managers above your manager, up to %(num)s levels above you") % {
            "num": levels
        }
    return str(RELATIONS[relation])


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
