"""Keeping the organisation tree a tree, and each organisation's path right."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.people.changes import PeopleChanges, tell_consumers
from learning.people.loops import find_loop
from learning.people.models import Organisation, User

# A row that no root reaches is part of a loop, or hangs below one: it gets no path.
RECOMPUTE = """
WITH RECURSIVE tree AS (
    SELECT id, '/' || id || '/' AS path FROM people_organisation WHERE parent_id IS NULL
    UNION ALL
    SELECT child.id, tree.path || child.id || '/'
    FROM people_organisation child JOIN tree ON child.parent_id = tree.id
), changed AS (
    UPDATE people_organisation AS organisation SET path = tree.path
    FROM tree WHERE organisation.id = tree.id AND organisation.path <> tree.path
    RETURNING organisation.id
)
SELECT (SELECT count(*) FROM people_organisation) - (SELECT count(*) FROM tree),
       ARRAY(SELECT id FROM changed)
"""


class OrganisationLoop(Exception):
    """Raised for putting organisations below themselves; ``names`` are those in the loop."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        super().__init__(
            _("An organisation cannot be below itself: %(loop)s.") % {"loop": in_a_circle(names)}
        )


def in_a_circle(names: list[str]) -> str:
    """Return a loop in words: "A → B → A"."""
    return " → ".join([*names, names[0]])


def hold_the_tree() -> None:
    """Let one transaction at a time change the tree: two moves could make a loop together."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE people_organisation IN SHARE ROW EXCLUSIVE MODE")


def place_organisations() -> list[int]:
    """Set every path from the parents in one statement, after organisations were written in bulk.

    Return the ids of those that have another path now; raise OrganisationLoop for a loop.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RECOMPUTE)
        unreached, changed = cursor.fetchone()
        if unreached:
            names = dict(Organisation.objects.values_list("pk", "name"))
            loop = find_loop(dict(Organisation.objects.values_list("pk", "parent_id")))
            raise OrganisationLoop([names[pk] for pk in loop])
    return list(changed)


@transaction.atomic
def create_organisation(
    *, name: str, code: str, parent: Organisation | None = None
) -> Organisation:
    """Create an organisation below ``parent``, or at the top; raise ValidationError."""
    hold_the_tree()
    organisation = Organisation(name=name, code=code, parent=parent)
    organisation.full_clean()
    organisation.save()
    place_organisations()
    organisation.refresh_from_db()
    return organisation


@transaction.atomic
def move_organisation(
    *, organisation: Organisation, parent: Organisation | None, keep: bool | None = None
) -> Organisation:
    """Move ``organisation``, with all that is below it, to ``parent``.

    The people in it are transferred: PEOPLE_CONSUMERS hear of it. ``keep`` says whether an HR file
    leaves it there; None leaves that as it is. Raises OrganisationLoop where ``parent`` is the
    organisation itself or stands below it.
    """
    hold_the_tree()
    moved = Organisation.objects.get(pk=organisation.pk)
    if parent is not None and parent.pk == moved.pk:
        raise OrganisationLoop([moved.name])
    moved.parent = parent
    moved.place_kept = moved.place_kept if keep is None else keep
    moved.save(update_fields=["parent", "place_kept"])
    people = tuple(
        User.objects.filter(organisation__in=place_organisations()).values_list("pk", flat=True)
    )
    tell_consumers(PeopleChanges(on=timezone.localdate(), transferred=people))
    moved.refresh_from_db()
    return moved
