"""Giving and ending what people do for an organisation."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from learning.people.models import Organisation, Role, RoleGrant, User

__all__ = ["CannotHoldRole", "Role", "end_role", "grant_role"]


class CannotHoldRole(Exception):
    """Raised for granting a role to somebody who has left or cannot sign in."""


@transaction.atomic
def grant_role(
    *,
    person: User,
    role: Role,
    organisation: Organisation,
    granted_by: User | None = None,
    now: datetime.datetime | None = None,
) -> RoleGrant:
    """Give ``person`` the role for ``organisation`` and all below; again changes nothing.

    ``granted_by`` is empty where the installation itself grants. Raises CannotHoldRole for
    somebody who has left.
    """
    now = now or timezone.now()
    holder = User.objects.select_for_update().get(pk=person.pk)
    if not holder.may_sign_in(timezone.localdate(now)):
        raise CannotHoldRole
    grant, _created = RoleGrant.objects.get_or_create(
        person=person,
        role=role,
        organisation=organisation,
        ended_at=None,
        defaults={"granted_by": granted_by, "granted_at": now},
    )
    return grant


def end_role(*, grant: RoleGrant, now: datetime.datetime) -> None:
    """End a role; what it allowed is lost at once, and that it was held stays known."""
    RoleGrant.objects.filter(pk=grant.pk, ended_at__isnull=True).update(ended_at=now)
