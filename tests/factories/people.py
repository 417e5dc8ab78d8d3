"""People and organisations for tests, and the fixed cast named for what they may do."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import factory
from django.utils import timezone

from learning.people.models import Organisation, Role, User
from learning.people.organisations import create_organisation
from learning.people.roles import grant_role

PASSWORD = "correct horse battery staple"


class OrganisationFactory(factory.django.DjangoModelFactory):
    """An organisation, by default at the top of a tree."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Department {n}")
    code = factory.Sequence(lambda n: f"DEPT-{n}")
    parent = None

    @classmethod
    def _create(cls, model_class: type[Organisation], *args: Any, **kwargs: Any) -> Organisation:
        return create_organisation(**kwargs)


class PersonFactory(factory.django.DjangoModelFactory):
    """Somebody whom HR knows, employed, who can sign in with ``PASSWORD``."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@demo.example")
    full_name = factory.Sequence(lambda n: f"Person {n}")
    staff_number = factory.Sequence(lambda n: f"T{n}")
    joined_on = datetime.date(2020, 1, 1)
    organisation = factory.SubFactory(OrganisationFactory)
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(**kwargs)


@dataclass(frozen=True)
class Cast:
    """Who is who: the team below a manager below a senior manager, and an outsider."""

    department: Organisation
    team: Organisation
    other_department: Organisation
    learner: User
    manager: User
    senior_manager: User
    author: User
    reviewer: User
    publisher: User
    ld_lead: User
    coordinator: User
    mentor: User
    outsider: User
    dpo: User
    admin: User


def cast() -> Cast:
    """Make the cast. Groups of authors, reviewers and publishers are given by the room cms."""
    department = OrganisationFactory(name="Department for Examples", code="DFE")
    team = OrganisationFactory(name="Claims team", code="DFE-CLAIMS", parent=department)
    other = OrganisationFactory(name="Department for Others", code="DFO")

    def person(role: str, organisation: Organisation = department, **fields: Any) -> User:
        return PersonFactory(
            email=f"{role}@demo.example",
            full_name=role.replace("-", " ").title(),
            staff_number=f"DEMO-{role}",
            organisation=organisation,
            **fields,
        )

    senior_manager = person("senior-manager")
    manager = person("manager", team, manager=senior_manager)
    learner = person("learner", team, manager=manager)
    ld_lead, dpo, coordinator = person("ld-lead"), person("dpo"), person("coordinator")
    admin = User.objects.create_superuser("admin@demo.example", PASSWORD, full_name="Admin")
    now = timezone.now()
    for holder, role in (
        (ld_lead, Role.LD_LEAD),
        (dpo, Role.DPO),
        (coordinator, Role.COORDINATOR),
    ):
        grant_role(person=holder, role=role, organisation=department, granted_by=admin, now=now)
    return Cast(
        department=department,
        team=team,
        other_department=other,
        learner=learner,
        manager=manager,
        senior_manager=senior_manager,
        author=person("author"),
        reviewer=person("reviewer"),
        publisher=person("publisher"),
        ld_lead=ld_lead,
        coordinator=coordinator,
        mentor=person("mentor"),
        outsider=person("outsider", other),
        dpo=dpo,
        admin=admin,
    )
