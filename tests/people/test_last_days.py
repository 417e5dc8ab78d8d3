"""Until when a role is held: to the end of its last day, whether or not anything runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from learning.people.granted import Ending
from learning.people.models import Role, RoleGrant, User
from learning.people.parts import part_of
from learning.people.roles import (
    CannotHoldRole,
    LastDayHasPassed,
    change_last_day,
    end_due,
    end_role,
    grant_role,
)
from learning.people.visibility import Kind, may_see, people_visible_to, sees_others
from tests.factories.people import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 10, 15, 0, tzinfo=UTC)
TODAY = date(2026, 6, 10)
TOMORROW = TODAY + timedelta(days=1)


def lead(until: date | None) -> RoleGrant:
    department = OrganisationFactory()
    return grant_role(
        person=PersonFactory(organisation=department),
        role=Role.LD_LEAD,
        organisation=department,
        until=until,
        now=NOW,
    )


def test_the_last_day_belongs_to_it_and_the_next_does_not() -> None:
    grant = lead(until=TODAY)
    other = PersonFactory(organisation=grant.organisation)
    for on, held in ((TODAY, True), (TOMORROW, False)):
        assert bool(part_of(grant.person, on=on)) is held
        assert may_see(grant.person, other, Kind.ACHIEVEMENT, on) is held
        assert sees_others(grant.person, Kind.STATED_ACHIEVEMENT, on) is held
        seen = people_visible_to(grant.person, Kind.ACHIEVEMENT, on)
        assert (other in seen) is held


def test_a_sweep_writes_down_that_it_ended() -> None:
    grant, kept = lead(until=TODAY), lead(until=None)
    assert end_due(now=NOW) == 0
    tomorrow = NOW + timedelta(days=1)
    assert end_due(now=tomorrow) == 1
    assert end_due(now=tomorrow) == 0
    grant.refresh_from_db()
    kept.refresh_from_db()
    assert (grant.ended_at, grant.ended_because) == (tomorrow, Ending.LAST_DAY)
    assert (kept.ended_at, kept.ended_because) == (None, "")


def test_a_role_is_given_again_after_its_last_day_though_nothing_has_run() -> None:
    grant = lead(until=TODAY)
    again = grant_role(
        person=grant.person,
        role=Role.LD_LEAD,
        organisation=grant.organisation,
        now=NOW + timedelta(days=1),
    )
    assert again.pk != grant.pk
    assert again.until is None
    grant.refresh_from_db()
    assert grant.ended_because == Ending.LAST_DAY


def test_giving_it_again_before_that_changes_nothing() -> None:
    grant = lead(until=TOMORROW)
    again = grant_role(
        person=grant.person, role=Role.LD_LEAD, organisation=grant.organisation, now=NOW
    )
    assert (again.pk, again.until) == (grant.pk, TOMORROW)


def test_the_last_day_is_changed_while_it_is_held_only() -> None:
    grant = lead(until=TODAY)
    assert change_last_day(grant=grant, until=TOMORROW, now=NOW)
    grant.refresh_from_db()
    assert grant.until == TOMORROW
    assert change_last_day(grant=grant, until=None, now=NOW)
    assert end_role(grant=grant, now=NOW, ended_by=grant.person)
    assert not change_last_day(grant=grant, until=TOMORROW, now=NOW)
    assert not end_role(grant=grant, now=NOW + timedelta(days=1))
    grant.refresh_from_db()
    assert (grant.ended_at, grant.ended_by, grant.ended_because) == (
        NOW, grant.person, Ending.BY_HAND,
    )  # fmt: skip


def test_a_last_day_before_today_is_refused() -> None:
    grant = lead(until=None)
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(LastDayHasPassed):
        change_last_day(grant=grant, until=yesterday, now=NOW)
    with pytest.raises(LastDayHasPassed):
        lead(until=yesterday)
    assert RoleGrant.objects.count() == 1


def test_leaving_says_so_in_the_record() -> None:
    from learning.people.leaving import end_due as end_leavers

    grant = lead(until=None)
    User.objects.filter(pk=grant.person_id).update(left_on=TODAY)
    assert end_leavers(now=NOW) == 1
    grant.refresh_from_db()
    assert grant.ended_because == Ending.WITH_POST
    with pytest.raises(CannotHoldRole):
        grant_role(person=grant.person, role=Role.DPO, organisation=grant.organisation, now=NOW)


def test_why_it_ended_is_not_said_of_one_that_is_held() -> None:
    grant = lead(until=None)
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        RoleGrant.objects.filter(pk=grant.pk).update(ended_because=Ending.BY_HAND)
