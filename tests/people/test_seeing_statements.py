"""Whose statements somebody may see, and how much of them."""

from __future__ import annotations

import itertools

import pytest
from django.utils import timezone

from learning.people.visibility import (
    RULES,
    Kind,
    Relation,
    Sight,
    people_visible_to,
    sees_others,
)
from tests.factories.people import cast

TODAY = timezone.localdate()


def test_nobody_but_the_person_sees_what_a_whole_statement_may_say() -> None:
    """Whatever a statement may hold is as private as the statement itself."""
    inside = {Kind.SCORES, Kind.ATTEMPTS, Kind.ANSWERS, Kind.MINUTES}
    for relation, kind in itertools.product(Relation, {*inside, Kind.STATEMENTS}):
        in_person = RULES.get((relation, kind)) is Sight.IN_PERSON
        assert in_person == (relation is Relation.SELF), (relation, kind)
    for relation in Relation:
        seen = RULES.get((relation, Kind.STATED_ACHIEVEMENT)) is Sight.IN_PERSON
        assert seen == (relation in {Relation.SELF, Relation.LD_LEAD})


@pytest.mark.django_db
def test_statements_of_others_are_for_the_ld_lead_within_their_part(
    django_assert_max_num_queries,
) -> None:
    people = cast()
    for name in ("learner", "manager", "senior_manager", "author", "coordinator", "dpo", "admin"):
        with django_assert_max_num_queries(1):
            assert not sees_others(getattr(people, name), Kind.STATED_ACHIEVEMENT, TODAY), name
    assert sees_others(people.ld_lead, Kind.STATED_ACHIEVEMENT, TODAY)
    seen = people_visible_to(people.ld_lead, Kind.STATED_ACHIEVEMENT, TODAY)
    assert people.learner in seen
    assert people.outsider not in seen
    assert list(people_visible_to(people.ld_lead, Kind.STATEMENTS, TODAY)) == [people.ld_lead]


@pytest.mark.django_db
def test_seeing_others_follows_the_table_for_every_kind() -> None:
    people = cast()
    for name, kind in itertools.product(
        ("learner", "manager", "senior_manager", "ld_lead", "dpo", "coordinator", "admin"), Kind
    ):
        viewer = getattr(people, name)
        others = people_visible_to(viewer, kind, TODAY).exclude(pk=viewer.pk)
        assert sees_others(viewer, kind, TODAY) == others.exists(), (name, kind)
