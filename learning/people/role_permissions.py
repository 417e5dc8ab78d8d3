"""Permissions in the Wagtail admin that a role gives, besides those of the person's groups.

It follows from the role itself, so it begins and ends with it and nothing has to be kept in step.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from learning.people.models import Role, RoleGrant

# An L&D lead says there what the organisation promises; what else is there is not for them.
PERMISSIONS = {Role.LD_LEAD: ("wagtailadmin.access_admin",)}


def permissions_by_role(person: Any) -> QuerySet[Permission]:
    """Return the permissions that the current roles of ``person`` give."""
    found = Permission.objects.none()
    for role, names in PERMISSIONS.items():
        named = Q()
        for name in names:
            app, codename = name.split(".")
            named |= Q(content_type__app_label=app, codename=codename)
        held = RoleGrant.objects.current(timezone.localdate()).filter(person=person, role=role)
        found = found | Permission.objects.filter(named).filter(Exists(held))
    return found
