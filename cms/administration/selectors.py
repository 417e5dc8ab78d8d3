"""Queries about the part that somebody answers for: departments, editors, roles, invitations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry

from cms.publishing.memberships import GRANTED, histories
from cms.publishing.models import EditorKind, EditorsGroup, ProvidedDepartment
from learning.notifications.models import Mail, MailState
from learning.people.models import Organisation, Role, RoleGrant, User
from learning.people.parts import Part

M = TypeVar("M", bound=Model)
# More than any name or address has.
MOST_WORDS = 10
Memberships = User.groups.through.objects


def departments(part: Part, on: date) -> QuerySet[Organisation]:
    """Return the organisations in ``part``.

    Each with ``writes``, whether it can write courses, and ``working``, how many people of its own
    work there on the date ``on``.
    """
    at_work = User.objects.employed(on).filter(organisation=OuterRef("pk"), is_active=True)
    counted = at_work.order_by().values("organisation").annotate(number=Count("pk"))
    return (
        part.organisations()
        .select_related("parent")
        .annotate(
            writes=Exists(ProvidedDepartment.objects.filter(organisation=OuterRef("pk"))),
            working=Subquery(counted.values("number")),
        )
    )


def editors_in(part: Part) -> QuerySet[EditorsGroup]:
    """Return the groups of editors of the departments in ``part`` that are open."""
    own = part.organisations().open()
    return EditorsGroup.objects.filter(department__organisation__in=own)


def memberships_in(part: Part) -> QuerySet[Any]:
    """Return the memberships of people in the groups of editors of ``part``.

    Each with ``since``, when they were put into it, where that was written down.
    """
    granted = histories(GRANTED).filter(
        member=Cast(OuterRef("user_id"), CharField()),
        of_group=Cast(OuterRef("group_id"), CharField()),
    )
    return (
        Memberships.filter(group__in=editors_in(part).values("group"))
        .select_related("user__organisation", "group__editors_of__department__organisation")
        .annotate(since=Subquery(granted.order_by("-timestamp").values("timestamp")[:1]))
    )


def editors_of(organisation: Organisation) -> dict[EditorKind, list[User]]:
    """Return the people who write, review and publish for a department, by kind of editor."""
    found: dict[EditorKind, list[User]] = {kind: [] for kind in EditorKind}
    groups = EditorsGroup.objects.filter(department__organisation=organisation)
    for one in groups.prefetch_related("group__user_set"):
        people = one.group.user_set.all()
        found[EditorKind(one.kind)] = sorted(people, key=lambda person: person.full_name)
    return found


def roles_in(part: Part) -> QuerySet[RoleGrant]:
    """Return the roles for organisations in ``part``, with who has them."""
    return part.roles().select_related("person", "organisation", "granted_by", "ended_by")


def holding(found: QuerySet[M], words: str, fields: Sequence[str]) -> QuerySet[M]:
    """Return those of ``found`` that hold each of ``words`` in one of ``fields``.

    Of a text that goes on for longer than any name, the first words are looked for.
    """
    for word in words.split()[:MOST_WORDS]:
        asked = (Q((f"{field}__icontains", word)) for field in fields)
        found = found.filter(reduce(or_, asked))
    return found


def candidates(part: Part, words: str, on: date) -> QuerySet[User]:
    """Return the people of ``part`` who can be given something, searched by ``words``."""
    found = part.people(on).filter(pk__in=User.objects.able_to_sign_in(on).values("pk"))
    found = holding(found, words, ["full_name", "email"])
    return found.select_related("organisation").order_by("full_name", "pk")


def places(
    part: Part,
    words: str,
    *,
    writing: bool = False,
    below_open: bool = False,
    apart_from: Organisation | None = None,
) -> QuerySet[Organisation]:
    """Return the open organisations of ``part``, searched by ``words``; those that write first.

    With ``below_open`` only those above which nothing is closed.
    """
    writes = Exists(ProvidedDepartment.objects.filter(organisation=OuterRef("pk")))
    found = part.organisations().open().select_related("parent").annotate(writes=writes)
    if writing:
        found = found.filter(writes=True)
    if below_open:
        # Wherever something open is below what is closed, one of those is directly below it.
        tops = Organisation.objects.open().filter(parent__closed_at__isnull=False)
        for path in tops.values_list("path", flat=True):
            found = found.exclude(path__startswith=path)
    if apart_from is not None:
        found = found.exclude(path__startswith=apart_from.path)
    return holding(found.order_by("-writes", "name", "pk"), words, ["name", "code"])


class Invited:
    """The states of an invitation, from not invited to having come."""

    NOT_YET = "not_invited"
    WAITING = "waiting"
    EXPIRED = "expired"
    FAILED = "failed"
    CAME = "came"


def invitations(part: Part, now: datetime, on: date) -> QuerySet[User]:
    """Return the people of ``part`` who may sign in, each with ``state``, one of ``Invited``."""
    since = now - timedelta(days=settings.INVITATION_DAYS)
    failed = Mail.objects.filter(
        person=OuterRef("pk"),
        kind="invitation",
        state=MailState.FAILED,
        # Queuing another of the same day takes the key of one that could not be sent.
        key__isnull=False,
        queued_at__gte=OuterRef("invited_at") - timedelta(minutes=1),
    )
    return (
        part.people(on)
        .filter(pk__in=User.objects.able_to_sign_in(on).values("pk"))
        .select_related("organisation")
        .annotate(
            state=Case(
                When(last_login__isnull=False, then=Value(Invited.CAME)),
                When(invited_at__isnull=True, then=Value(Invited.NOT_YET)),
                When(Exists(failed), then=Value(Invited.FAILED)),
                When(invited_at__lt=since, then=Value(Invited.EXPIRED)),
                default=Value(Invited.WAITING),
                output_field=CharField(),
            )
        )
    )


def invited_so_far(part: Part, now: datetime, on: date) -> dict[str, int]:
    """Return the number of people of ``part`` in each state of ``Invited``."""
    counted = invitations(part, now, on).order_by().values("state")  # type: ignore[misc]
    return dict(counted.annotate(number=Count("pk")).values_list("state", "number"))


def history_of(instance: Organisation, most: int = 50) -> list[ModelLogEntry]:
    """Return the history of an organisation, the newest entries first."""
    found = ModelLogEntry.objects.for_instance(instance).select_related("user")
    return list(found.order_by("-timestamp", "-pk")[:most])


def without_lead(departments: Iterable[Organisation], on: date) -> list[Organisation]:
    """Return those of ``departments`` that nobody leads, neither there nor above."""
    leads = RoleGrant.objects.current(on).filter(
        role=Role.LD_LEAD, person__in=User.objects.able_to_sign_in(on)
    )
    paths = tuple(leads.values_list("organisation__path", flat=True))
    return [one for one in departments if not one.path.startswith(paths)]
