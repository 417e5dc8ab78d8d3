"""The rules of who may see what of whom: the one place that answers.

The table is the rule. Everything that shows data about people asks here, by one of three
questions that agree: ``may_see`` about one person, ``people_visible_to`` for a list, and
``people_counted_for`` for sums. Being an administrator of the service is no relation: it opens
nobody's learning.
"""

from __future__ import annotations

import datetime
from enum import Enum
from types import MappingProxyType

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.people.models import Organisation, Role, RoleGrant, User


class Kind(Enum):
    """A kind of data about a person."""

    NAME = "name", _("Name, organisation and grade")
    CONTACT = "contact", _("Email address")
    ACHIEVEMENT = "achievement", _("Achieved or not")
    HELD_LEVELS = "held_levels", _("Skill levels held")
    DUE_DATES = "due_dates", _("Due dates")
    SCORES = "scores", _("Scores")
    ATTEMPTS = "attempts", _("Attempts")
    ANSWERS = "answers", _("Answers")
    MINUTES = "minutes", _("Time spent")
    STATEMENTS = "statements", _("Statements")
    STATED_ACHIEVEMENT = "stated_achievement", _("Statements of what was achieved")

    def __init__(self, key: str, label: str) -> None:
        self.key = key
        self.label = label


class Relation(Enum):
    """The relations of a viewer to the person they look at."""

    SELF = "self", _("The person")
    MANAGER = "manager", _("Their manager")
    MANAGER_WITHIN = "manager_within", _("A manager above, within the levels of the setting")
    MANAGER_BEYOND = "manager_beyond", _("A manager further above")
    LD_LEAD = "ld_lead", _("L&D lead of their organisation")
    DPO = "dpo", _("Data protection officer of their organisation")
    COORDINATOR = "coordinator", _("Mentoring coordinator of their organisation")

    def __init__(self, key: str, label: str) -> None:
        self.key = key
        self.label = label


class Sight(Enum):
    """The ways in which a kind of data may be seen."""

    IN_PERSON = _("In person")
    SUMMED = _("Only in sums over groups")


P, S = Sight.IN_PERSON, Sight.SUMMED
ROLE_RELATIONS = MappingProxyType(
    {
        Role.LD_LEAD: Relation.LD_LEAD,
        Role.DPO: Relation.DPO,
        Role.COORDINATOR: Relation.COORDINATOR,
    }
)
# Rows are kinds, columns relations; what is not there is not seen. A data protection officer
# answers for how data are handled and needs to know whom they are about; what a person answered
# is shown to that person, who hands it over. A whole statement may say scores, attempts, answers
# and times; the L&D lead, who answers for learning data, sees those that say what was achieved,
# who vouches for them and on what day (learning.home.withheld).
_COLUMNS = tuple(Relation)
_ROWS: dict[Kind, tuple[Sight | None, ...]] = {
    #                  self manager within beyond ld_lead dpo   coordinator
    Kind.NAME:        (P,   P,      P,     S,     P,      P,    P),
    Kind.CONTACT:     (P,   P,      P,     None,  P,      P,    P),
    Kind.ACHIEVEMENT: (P,   P,      P,     S,     P,      None, None),
    Kind.HELD_LEVELS: (P,   P,      P,     S,     P,      None, None),
    Kind.DUE_DATES:   (P,   P,      P,     S,     P,      None, None),
    Kind.SCORES:      (P,   None,   None,  None,  S,      None, None),
    Kind.ATTEMPTS:    (P,   None,   None,  None,  S,      None, None),
    Kind.ANSWERS:     (P,   None,   None,  None,  S,      None, None),
    Kind.MINUTES:     (P,   None,   None,  None,  S,      None, None),
    Kind.STATEMENTS:  (P,   None,   None,  None,  None,   None, None),
    Kind.STATED_ACHIEVEMENT:
                      (P,   None,   None,  None,  P,      None, None),
}  # fmt: skip
RULES = MappingProxyType(
    {
        (relation, kind): sight
        for kind, row in _ROWS.items()
        for relation, sight in zip(_COLUMNS, row, strict=True)
        if sight is not None
    }
)
# Who still sees something of a person who has left: no one who worked with them.
SEE_LEAVERS = frozenset({Relation.DPO})

# Walks the reporting line up from one person; CYCLE ends it should a loop ever be stored.
_LINE_UP = """
WITH RECURSIVE line (id, level) AS (
    SELECT manager_id, 1 FROM people_user WHERE id = %s AND manager_id IS NOT NULL
    UNION ALL
    SELECT person.manager_id, line.level + 1
    FROM line JOIN people_user AS person ON person.id = line.id
    WHERE person.manager_id IS NOT NULL
) CYCLE id SET looped USING walked
SELECT min(level) FROM line WHERE id = %s
"""
# Walks it down from one person, from the level %s to the level %s.
_LINE_DOWN = """
WITH RECURSIVE line (id, level) AS (
    SELECT id, 1 FROM people_user WHERE manager_id = %s
    UNION ALL
    SELECT person.id, line.level + 1
    FROM line JOIN people_user AS person ON person.manager_id = line.id
    WHERE line.level < %s
) CYCLE id SET looped USING walked
SELECT id FROM line GROUP BY id HAVING min(level) BETWEEN %s AND %s
"""
_BOTTOM = 2**31 - 1


def levels_in_person() -> int:
    """Return how many levels down a manager sees people in person (MANAGER_LEVELS)."""
    return int(settings.MANAGER_LEVELS)


def relations(viewer: User, subject: User, on: datetime.date | None = None) -> frozenset[Relation]:
    """Return the relations of ``viewer`` to ``subject`` on the date ``on`` (today).

    A viewer who has left has none.

    At most three queries.
    """
    on = on or timezone.localdate()
    if not viewer.is_authenticated or not viewer.may_sign_in(on):
        return frozenset()
    found: set[Relation] = set()
    if viewer.pk == subject.pk:
        found.add(Relation.SELF)
    else:
        with connection.cursor() as cursor:
            cursor.execute(_LINE_UP, [subject.pk, viewer.pk])
            (level,) = cursor.fetchone()
        if level is not None:
            found.add(_manager_at(level))
    if subject.organisation is not None:
        roles = (
            RoleGrant.objects.current(on)
            .filter(person=viewer)
            .values_list("role", "organisation__path")
        )
        found |= {
            ROLE_RELATIONS[Role(role)]
            for role, path in roles
            if path and subject.organisation.path.startswith(path)
        }
    if not subject.is_employed(on):
        found &= SEE_LEAVERS
    return frozenset(found)


def _manager_at(level: int) -> Relation:
    if level == 1:
        return Relation.MANAGER
    return Relation.MANAGER_WITHIN if level <= levels_in_person() else Relation.MANAGER_BEYOND


def may_see(viewer: User, subject: User, kind: Kind, on: datetime.date | None = None) -> bool:
    """Tell whether ``viewer`` may see this kind of data of ``subject`` in person."""
    return any(
        RULES.get((relation, kind)) is Sight.IN_PERSON
        for relation in relations(viewer, subject, on)
    )


def people_visible_to(viewer: User, kind: Kind, on: datetime.date | None = None) -> QuerySet[User]:
    """Return the people of whom ``viewer`` may see this kind of data in person.

    One query to prepare (the viewer's roles); the rest is part of the query it is used in.
    """
    return _people(viewer, kind, on or timezone.localdate(), frozenset({Sight.IN_PERSON}))


def sees_others(viewer: User, kind: Kind, on: datetime.date | None = None) -> bool:
    """Tell whether ``viewer`` may see this kind of data in person of anybody but themselves.

    One query where only roles open it and the viewer has none, for pages ask this of everybody.
    """
    opening = {relation for relation in Relation if RULES.get((relation, kind)) is P}
    roles = {role for role, relation in ROLE_RELATIONS.items() if relation in opening}
    if (
        opening <= {Relation.SELF, *ROLE_RELATIONS.values()}
        and not RoleGrant.objects.current(on or timezone.localdate())
        .filter(person=viewer, role__in=roles)
        .exists()
    ):
        return False
    return people_visible_to(viewer, kind, on).exclude(pk=viewer.pk).exists()


def people_counted_for(viewer: User, kind: Kind, on: datetime.date | None = None) -> QuerySet[User]:
    """Return the people whose data of this kind may go into sums shown to ``viewer``.

    What is shown of such a sum is what ``learning.people.small_numbers`` makes of it.
    """
    return _people(viewer, kind, on or timezone.localdate(), frozenset(Sight))


def _people(
    viewer: User, kind: Kind, on: datetime.date, sights: frozenset[Sight]
) -> QuerySet[User]:
    if not viewer.is_authenticated or not viewer.may_sign_in(on):
        return User.objects.none()
    allowed = {relation for relation in Relation if RULES.get((relation, kind)) in sights}
    if not allowed:
        return User.objects.none()
    employed = Q(pk__in=User.objects.employed(on).values("pk"))
    found = Q(pk__in=[])
    if Relation.SELF in allowed:
        found |= Q(pk=viewer.pk)
    bounds = {
        Relation.MANAGER: (1, 1),
        Relation.MANAGER_WITHIN: (2, levels_in_person()),
        Relation.MANAGER_BEYOND: (max(levels_in_person(), 1) + 1, _BOTTOM),
    }
    for relation in bounds.keys() & allowed:
        lowest, highest = bounds[relation]
        if lowest <= highest:
            found |= _below(viewer, lowest, highest) & employed & ~Q(pk=viewer.pk)
    for role, path in (
        RoleGrant.objects.current(on)
        .filter(person=viewer)
        .values_list("role", "organisation__path")
    ):
        relation = ROLE_RELATIONS[Role(role)]
        if relation in allowed and path:
            within = Q(organisation__in=Organisation.objects.filter(path__startswith=path))
            found |= within if relation in SEE_LEAVERS else within & employed
    return User.objects.filter(found)


def _below(viewer: User, lowest: int, highest: int) -> Q:
    return Q(pk__in=RawSQL(_LINE_DOWN, [viewer.pk, highest, lowest, highest]))  # noqa: S611
