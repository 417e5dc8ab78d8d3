"""Who may see what of whom: the table, the one person, the list and the sums agree."""

from __future__ import annotations

import datetime
import itertools
import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.people.models import Organisation, Role, RoleGrant, User
from learning.people.organisations import place_organisations
from learning.people.roles import CannotHoldRole, end_role, grant_role
from learning.people.visibility import (
    RULES,
    Kind,
    Relation,
    Sight,
    may_see,
    people_counted_for,
    people_visible_to,
    relations,
)
from tests.factories.people import OrganisationFactory, PersonFactory, cast

TODAY = timezone.localdate()
YESTERDAY = TODAY - datetime.timedelta(days=1)
MANAGERS = {Relation.MANAGER, Relation.MANAGER_WITHIN}


def sees(viewer: User, subject: User) -> set[Kind]:
    return {kind for kind in Kind if may_see(viewer=viewer, subject=subject, kind=kind, on=TODAY)}


def test_what_the_house_plan_promises_of_managers_is_in_the_table() -> None:
    never = {
        Kind.SCORES,
        Kind.ATTEMPTS,
        Kind.ANSWERS,
        Kind.MINUTES,
        Kind.STATEMENTS,
        Kind.STATED_ACHIEVEMENT,
    }
    for relation, kind in itertools.product([*MANAGERS, Relation.MANAGER_BEYOND], never):
        assert (relation, kind) not in RULES
    for relation, kind in itertools.product(
        MANAGERS, [Kind.ACHIEVEMENT, Kind.HELD_LEVELS, Kind.DUE_DATES]
    ):
        assert RULES[relation, kind] is Sight.IN_PERSON
    beyond = {
        sight for (relation, _kind), sight in RULES.items() if relation is Relation.MANAGER_BEYOND
    }
    assert beyond == {Sight.SUMMED}
    assert all(RULES[Relation.SELF, kind] is Sight.IN_PERSON for kind in Kind)


@pytest.mark.django_db
def test_each_of_the_cast_sees_of_the_learner_what_their_relation_says() -> None:
    people = cast()
    expected = {
        "learner": {Relation.SELF},
        "manager": {Relation.MANAGER},
        "senior_manager": {Relation.MANAGER_WITHIN},
        "ld_lead": {Relation.LD_LEAD},
        "dpo": {Relation.DPO},
        "coordinator": {Relation.COORDINATOR},
        "author": set(),
        "reviewer": set(),
        "publisher": set(),
        "mentor": set(),
        "outsider": set(),
        "admin": set(),
    }
    for name, held in expected.items():
        viewer = getattr(people, name)
        assert relations(viewer=viewer, subject=people.learner, on=TODAY) == held, name
        assert sees(viewer, people.learner) == {
            kind
            for kind in Kind
            if any(RULES.get((relation, kind)) is Sight.IN_PERSON for relation in held)
        }, name
    assert sees(people.learner, people.manager) == set()
    assert sees(people.dpo, people.outsider) == set()


@pytest.mark.django_db
def test_sight_ends_at_once_with_the_line_the_role_or_the_job() -> None:
    people = cast()
    assert sees(people.manager, people.learner)
    people.learner.manager = people.author
    people.learner.save()
    assert sees(people.manager, people.learner) == set()
    assert sees(people.author, people.learner)
    for grant in RoleGrant.objects.all():
        end_role(grant=grant, now=timezone.now())
    for viewer in (people.ld_lead, people.dpo, people.coordinator):
        assert sees(viewer, people.learner) == set()
    people.author.left_on = TODAY
    people.author.save()
    assert sees(people.author, people.learner) == set()
    assert sees(people.author, people.author) == set()


@pytest.mark.django_db
def test_of_somebody_who_left_only_the_data_protection_officer_sees_anything() -> None:
    people = cast()
    people.learner.left_on = TODAY
    people.learner.save()
    for viewer in (people.manager, people.senior_manager, people.ld_lead, people.coordinator):
        assert sees(viewer, people.learner) == set()
        assert not people_counted_for(viewer=viewer, kind=Kind.ACHIEVEMENT, on=TODAY).filter(
            pk=people.learner.pk
        )
    assert sees(people.dpo, people.learner) == {Kind.NAME, Kind.CONTACT}


@pytest.mark.django_db
def test_a_manager_further_up_counts_people_whom_they_do_not_see(settings) -> None:
    people = cast()
    settings.MANAGER_LEVELS = 1
    question = {"viewer": people.senior_manager, "kind": Kind.HELD_LEVELS, "on": TODAY}
    assert people.learner not in people_visible_to(**question)
    assert people.learner in people_counted_for(**question)
    assert people.outsider not in people_counted_for(**question)
    settings.MANAGER_LEVELS = 2
    assert people.learner in people_visible_to(**question)


@pytest.mark.django_db
def test_nobody_signed_in_sees_nothing() -> None:
    learner = cast().learner
    for kind in Kind:
        assert not may_see(viewer=AnonymousUser(), subject=learner, kind=kind, on=TODAY)
        assert not people_visible_to(viewer=AnonymousUser(), kind=kind, on=TODAY).exists()


@pytest.mark.django_db
def test_a_role_needs_somebody_who_works_here_and_is_held_once() -> None:
    people = cast()
    now = timezone.now()
    terms = {"role": Role.DPO, "organisation": people.team, "granted_by": None, "now": now}
    assert grant_role(person=people.mentor, **terms) == grant_role(person=people.mentor, **terms)
    people.outsider.left_on = TODAY
    people.outsider.save()
    with pytest.raises(CannotHoldRole):
        grant_role(person=people.outsider, **terms)


def oracle(viewer: User, subject: User, levels: int) -> set[Relation]:
    """Say the rules once more, slowly and over plain objects."""
    if not viewer.is_active or (viewer.left_on and viewer.left_on <= TODAY):
        return set()
    found = {Relation.SELF} if viewer == subject else set()
    above, level = subject.manager, 1
    while above is not None and above != viewer:
        above, level = above.manager, level + 1
    if above == viewer:
        found.add(
            Relation.MANAGER
            if level == 1
            else Relation.MANAGER_WITHIN
            if level <= levels
            else Relation.MANAGER_BEYOND
        )
    for grant in viewer.role_grants.filter(ended_at=None):
        organisation: Organisation | None = subject.organisation
        while organisation is not None and organisation != grant.organisation:
            organisation = organisation.parent
        if organisation == grant.organisation:
            found.add(Relation[grant.role.upper()])
    if subject.left_on and subject.left_on <= TODAY:
        found &= {Relation.DPO}
    return found


@pytest.mark.django_db
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**9), levels=st.integers(0, 4))
def test_the_one_and_the_list_agree_for_every_pair(seed: int, levels: int, settings) -> None:
    chance = random.Random(seed)
    settings.MANAGER_LEVELS = levels
    with transaction.atomic():
        organisations: list[Organisation] = []
        for number in range(5):
            parent = chance.choice([None, *organisations])
            organisations.append(
                Organisation.objects.create(name=str(number), code=f"C{number}", parent=parent)
            )
        place_organisations()
        people: list[User] = []
        for number in range(9):
            people.append(
                PersonFactory(
                    staff_number=f"V{number}",
                    email=f"v{number}@x.example",
                    organisation=chance.choice([None, *organisations]),
                    manager=chance.choice([None, *people[-3:]]),
                    left_on=chance.choice([None, None, None, TODAY, YESTERDAY]),
                    is_active=chance.random() > 0.1,
                )
            )
        for person in chance.sample(people, 4):
            RoleGrant.objects.create(
                person=person,
                role=chance.choice(Role.values),
                organisation=chance.choice(organisations),
                granted_at=timezone.now(),
                ended_at=chance.choice([None, None, timezone.now()]),
            )
        people = list(User.objects.select_related("organisation"))
        lists = {
            (viewer.pk, kind): set(people_visible_to(viewer=viewer, kind=kind, on=TODAY))
            for viewer in people
            for kind in Kind
        }
        sums = {
            (viewer.pk, kind): set(people_counted_for(viewer=viewer, kind=kind, on=TODAY))
            for viewer in people
            for kind in Kind
        }
        for viewer, subject in itertools.product(people, people):
            held = oracle(viewer, subject, levels)
            assert relations(viewer=viewer, subject=subject, on=TODAY) == held
            for kind in Kind:
                sights = {RULES.get((relation, kind)) for relation in held}
                assert (subject in lists[viewer.pk, kind]) == (Sight.IN_PERSON in sights)
                assert (subject in sums[viewer.pk, kind]) == bool(sights - {None})
        kind = chance.choice(list(Kind))
        for viewer, subject in itertools.product(people, people):
            assert may_see(viewer=viewer, subject=subject, kind=kind, on=TODAY) == (
                subject in lists[viewer.pk, kind]
            )
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_loop_that_got_into_the_database_hangs_nothing() -> None:
    people = cast()
    User.objects.filter(pk=people.senior_manager.pk).update(manager=people.learner)
    people.senior_manager.refresh_from_db()
    assert sees(people.manager, people.learner)
    assert people.learner in people_visible_to(viewer=people.manager, kind=Kind.NAME, on=TODAY)


@pytest.mark.django_db
def test_both_questions_take_a_constant_number_of_queries(
    django_assert_num_queries, django_assert_max_num_queries
) -> None:
    people = cast()
    organisation = OrganisationFactory()
    for _number in range(30):
        PersonFactory(manager=people.manager, organisation=organisation)
    with django_assert_num_queries(2):
        visible = people_visible_to(viewer=people.manager, kind=Kind.DUE_DATES, on=TODAY)
        assert len(visible) == 32  # the team, the learner and the manager
    with django_assert_max_num_queries(3):
        may_see(viewer=people.manager, subject=people.learner, kind=Kind.NAME, on=TODAY)
