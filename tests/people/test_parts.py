"""Which part of the organisation somebody answers for."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from learning.people.models import Organisation, Role, User
from learning.people.parts import Part, part_of
from learning.people.roles import grant_role
from tests.factories.people import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


@dataclass
class Tree:
    """A government with two departments, one with a team, and an L&D lead of that department."""

    top: Organisation
    own: Organisation
    team: Organisation
    beside: Organisation
    lead: User


@pytest.fixture
def tree() -> Tree:
    top = OrganisationFactory(code="GOV")
    own = OrganisationFactory(code="OWN", parent=top)
    team = OrganisationFactory(code="TEAM", parent=own)
    beside = OrganisationFactory(code="BESIDE", parent=top)
    lead = PersonFactory(organisation=team)
    grant_role(person=lead, role=Role.LD_LEAD, organisation=own)
    return Tree(top, own, team, beside, lead)


def codes(part: Part) -> set[str]:
    return set(part.organisations().values_list("code", flat=True))


def test_a_lead_holds_the_department_and_what_is_below_it(tree: Tree) -> None:
    part = part_of(tree.lead)
    assert codes(part) == {"OWN", "TEAM"}
    assert [part.holds(one) for one in (tree.top, tree.own, tree.team, tree.beside)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert [part.holds_inside(one) for one in (tree.top, tree.own, tree.team, tree.beside)] == [
        False, False, True, False,
    ]  # fmt: skip


def test_the_names_that_a_lead_is_told_are_of_people_in_the_part(tree: Tree) -> None:
    today = timezone.localdate()
    inside = PersonFactory(organisation=tree.team)
    outside = PersonFactory(organisation=tree.beside, manager=tree.lead)  # seen, for another reason
    gone = PersonFactory(organisation=tree.team, left_on=today)
    people = part_of(tree.lead).people(today)
    assert {tree.lead, inside} == set(people)
    assert {outside, gone} <= set(part_of(PersonFactory(is_superuser=True)).people(today))


@pytest.mark.parametrize("role", [Role.DPO, Role.COORDINATOR])
def test_other_roles_answer_for_nothing(tree: Tree, role: Role) -> None:
    person = PersonFactory(organisation=tree.own)
    grant_role(person=person, role=role, organisation=tree.own)
    part = part_of(person)
    assert not part
    assert codes(part) == set()
    assert not part.holds(tree.own)
    assert not part.people(timezone.localdate()).exists()
    assert not part.roles().exists()


def test_who_is_nobody_or_left_answers_for_nothing(tree: Tree) -> None:
    assert not part_of(AnonymousUser())
    admin = PersonFactory(is_superuser=True)
    assert part_of(admin)
    for person in (admin, tree.lead):
        person.left_on = timezone.localdate()
        assert not part_of(person)


def test_an_administrator_answers_for_everything(tree: Tree) -> None:
    part = part_of(PersonFactory(is_superuser=True))
    assert codes(part) >= {"GOV", "OWN", "TEAM", "BESIDE"}
    assert part.holds_inside(tree.top)
    assert all(part.may_grant(role) for role in Role)


def test_a_lead_names_no_data_protection_officer(tree: Tree) -> None:
    part = part_of(tree.lead)
    assert {role for role in Role if part.may_grant(role)} == {Role.LD_LEAD, Role.COORDINATOR}
    assert not part.may_grant("administrator")


def test_a_closed_department_is_nobodys_part(tree: Tree) -> None:
    Organisation.objects.filter(pk=tree.own.pk).update(closed_at=timezone.now())
    assert not part_of(tree.lead)
