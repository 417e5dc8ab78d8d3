"""What two people decide at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from cms.administration import reorganising, services
from cms.publishing.departments import provide_department
from cms.publishing.models import EditorKind, EditorsGroup
from learning.people.models import Organisation, Role, RoleGrant, User
from learning.people.parts import NotYours
from learning.people.roles import grant_role
from tests.factories.people import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
Act = Callable[[], object]


def at_once(*acts: Act) -> list[object]:
    """Do everything at the same moment; return what came of each, or what it raised."""
    came: list[object] = [None] * len(acts)
    together = threading.Barrier(len(acts))

    def do(number: int, act: Act) -> None:
        try:
            together.wait(20)
            came[number] = act()
        except Exception as error:
            came[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return came


def led(organisation: Organisation, name: str) -> tuple[User, RoleGrant]:
    lead = PersonFactory(full_name=name, organisation=organisation)
    return lead, grant_role(person=lead, role=Role.LD_LEAD, organisation=organisation)


def test_two_leads_who_end_each_others_role_take_turns() -> None:
    """The second one is no lead any more when it is their turn; neither waits for ever."""
    department, now = OrganisationFactory(), timezone.now()
    (ann, anns), (bob, bobs) = led(department, "Ann"), led(department, "Bob")
    for _round in range(5):
        RoleGrant.objects.update(ended_at=None, ended_by=None, ended_because="")
        came = at_once(
            lambda: services.end_role(by=ann, grant=bobs, now=now),
            lambda: services.end_role(by=bob, grant=anns, now=now),
        )
        assert {type(one) for one in came} == {bool, NotYours}, came
        assert RoleGrant.objects.filter(ended_at=None).count() == 1


def test_a_role_that_two_give_is_given_once() -> None:
    department, now = OrganisationFactory(), timezone.now()
    (ann, _anns), (bob, _bobs) = led(department, "Ann"), led(department, "Bob")
    person = PersonFactory(organisation=department)

    def give(by: User, until: date | None = None) -> Act:
        return lambda: services.grant_role(
            by=by, person=person, role=Role.COORDINATOR, organisation=department, until=until,
            now=now,
        )  # fmt: skip

    came = at_once(give(ann), give(bob), give(ann), give(bob))
    assert sorted(type(one).__name__ for one in came) == ["HasRole"] * 3 + ["RoleGrant"], came
    assert RoleGrant.objects.filter(person=person).count() == 1


def test_nobody_gives_what_is_being_taken_from_them() -> None:
    """Whichever comes first: who was granted something was granted it by a lead."""
    department, now = OrganisationFactory(), timezone.now()
    admin = User.objects.create_superuser("admin@x.example", full_name="Admin")
    provide_department(organisation=department)
    group = EditorsGroup.objects.get(kind="authors").group
    for number in range(5):
        lead, grant = led(department, f"Lead {number}")
        person = PersonFactory(organisation=department)
        came = at_once(
            lambda grant=grant: services.end_role(by=admin, grant=grant, now=now),
            lambda lead=lead, person=person: services.make_editor(
                by=lead, person=person, organisation=department, kinds=[EditorKind.AUTHORS],
                now=now,
            ),
        )  # fmt: skip
        assert came[0] is True
        refused = isinstance(came[1], NotYours)
        assert refused or came[1] == [EditorKind.AUTHORS], came
        assert group.user_set.filter(pk=person.pk).exists() is not refused


def test_moving_and_merging_at_once_leave_a_tree() -> None:
    now = timezone.now()
    admin = User.objects.create_superuser("admin@x.example", full_name="Admin")
    first, second = OrganisationFactory(code="1"), OrganisationFactory(code="2")
    third = OrganisationFactory(code="3", parent=first)
    for one in (first, second):
        provide_department(organisation=one)

    def move(what: Organisation, to: Organisation) -> Act:
        return lambda: reorganising.move(by=admin, organisation=what, parent=to, keep=None, now=now)

    at_once(
        move(first, second),
        move(second, first),
        lambda: reorganising.merge(
            by=admin, organisation=third, into=second, keeps_rights=True, now=now
        ),
        lambda: reorganising.provide(by=admin, organisation=third, now=now),
    )
    for one in Organisation.objects.all():
        above = f"{Organisation.objects.get(pk=one.parent_id).path}" if one.parent_id else "/"
        assert one.path == f"{above}{one.pk}/"
