"""What histories say of roles and groups is forgotten with them, and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.administration.services import change_last_day
from cms.administration.sweeps import forget_last_days
from cms.publishing.memberships import end_membership, join_group
from cms.publishing.sweeps import forget_memberships
from learning.people.models import Role, RoleGrant
from learning.people.roles import grant_role
from learning.people.sweeps import forget_roles
from tests.factories.courses import Writing

pytestmark = pytest.mark.django_db
NOW = timezone.now()
KEPT = timedelta(days=settings.ROLES_KEPT_DAYS)
DAY = timedelta(days=1)


def test_joining_a_group_is_forgotten_with_its_end(writing: Writing) -> None:
    person, group = writing.cast.mentor, writing.department.authors
    histories = ModelLogEntry.objects.for_instance(person)
    joined = NOW - 2 * KEPT
    join_group(person=person, group=group, by=None, now=joined)
    assert forget_memberships(now=NOW) == 0, "they are still in it"
    end_membership(person=person, group=group, by=None, now=NOW - DAY)
    assert forget_memberships(now=NOW) == 0, "it ended yesterday"
    assert forget_memberships(now=NOW + KEPT) == 2
    assert not histories.exists()


def test_an_earlier_time_in_a_group_is_forgotten_while_somebody_is_in_again(
    writing: Writing,
) -> None:
    person, group = writing.cast.mentor, writing.department.authors
    join_group(person=person, group=group, by=None, now=NOW - 3 * KEPT)
    end_membership(person=person, group=group, by=None, now=NOW - 2 * KEPT)
    join_group(person=person, group=group, by=None, now=NOW - KEPT - DAY)
    assert forget_memberships(now=NOW) == 2
    [left] = ModelLogEntry.objects.for_instance(person)
    assert left.timestamp == NOW - KEPT - DAY


def test_a_changed_last_day_is_forgotten_with_its_role(writing: Writing) -> None:
    cast = writing.cast
    grant = grant_role(person=cast.mentor, role=Role.COORDINATOR, organisation=cast.team)
    until = timezone.localdate(NOW) + DAY
    change_last_day(by=cast.admin, grant=grant, until=until, now=NOW)
    assert forget_last_days(now=NOW) == 0
    RoleGrant.objects.filter(pk=grant.pk).update(ended_at=NOW)
    for moment, entries in ((NOW + KEPT - DAY, 1), (NOW + KEPT + DAY, 0)):
        forget_roles(now=moment)
        forget_last_days(now=moment)
        assert ModelLogEntry.objects.for_instance(cast.mentor).count() == entries
