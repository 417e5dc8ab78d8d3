"""What people were given to do ends as they leave, come back or are transferred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from cms.publishing.departments import provide_department
from learning.people.changes import PeopleChanges, tell_consumers
from learning.people.imports import import_people
from learning.people.leaving import end_due
from learning.people.models import Organisation, Role, RoleGrant, User
from learning.people.organisations import move_organisation
from learning.people.rights import Held, Right
from learning.people.roles import grant_role
from tests.factories.people import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
HEADER = "staff_number,email,full_name,organisation_code,organisation_name,parent_organisation_code"
# A department with a team and a unit in it, and another with a team.
TREE = {"D": "", "D-TEAM": "D", "D-UNIT": "D-TEAM", "E": "", "E-TEAM": "E"}
EDITORS = ("authors", "reviewers", "publishers")


@dataclass
class World:
    """Who is where, as the last HR file said it, and what may be held."""

    groups: dict[str, set[int]]

    def file(self, **places: str | None) -> None:
        """Import a file in which each person works there, or is not named; somebody else is."""
        rows = [f",,,{code},{code},{above}" for code, above in TREE.items()]
        rows += ["boss,boss@x.example,Boss,D,,", "head,head@x.example,Head,E,,"]
        rows += [
            f"{name},{name}@x.example,{name.title()},{code},,"
            for name, code in places.items()
            if code
        ]
        import_people(
            content="\n".join([HEADER, *rows, ""]).encode(), now=NOW, allow_many_leavers=True
        )

    def give(self, name: str, code: str) -> None:
        """Put somebody into the groups of a department, and give them a role for it."""
        person = User.objects.get(staff_number=name)
        person.groups.add(*self.groups[code])
        grant_role(
            person=person, role=Role.LD_LEAD, organisation=Organisation.objects.get(code=code)
        )

    def held(self, name: str) -> set[str]:
        """Return the departments that somebody still has rights for: all of them, or none."""
        person = User.objects.get(staff_number=name)
        groups = set(person.groups.values_list("pk", flat=True))
        roles = set(
            RoleGrant.objects.filter(person=person, ended_at=None).values_list(
                "organisation__code", flat=True
            )
        )
        for code, of_it in self.groups.items():
            assert groups & of_it in (set(), of_it)
            assert (code in roles) == (of_it <= groups), "every kind of right has one rule"
        return roles


@pytest.fixture
def world() -> World:
    world = World({})
    world.file()
    for code in ("D", "E"):
        found = provide_department(organisation=Organisation.objects.get(code=code))
        world.groups[code] = {getattr(found, role).pk for role in EDITORS}
    return world


@pytest.mark.parametrize(
    ("journey", "kept"),
    [
        (["D-TEAM"], {"D"}),
        (["D"], {"D"}),
        (["D-UNIT"], {"D"}),
        (["D-UNIT", "D-TEAM", "D"], {"D"}),
        (["E"], set()),
        (["E-TEAM"], set()),
        (["E", "D"], set()),
        ([None], set()),
        ([None, "D-TEAM"], set()),
        ([None, "E"], set()),
        ([None, None, "D"], set()),
    ],
)
def test_rights_are_kept_within_the_department_only(
    world: World, journey: list[str | None], kept: set[str]
) -> None:
    world.file(ann="D-TEAM")
    world.give("ann", "D")
    for place in journey:
        world.file(ann=place)
    assert world.held("ann") == kept


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*TREE, None]), st.sampled_from([*TREE, None]), st.booleans()
        ),
        min_size=1,
        max_size=4,
    )
)  # fmt: skip
def test_after_any_journey_only_rights_where_one_stayed_are_left(
    world: World, steps: list[tuple[str | None, str | None, bool]]
) -> None:
    """Two people go about, and are given rights where they are; a model says what is left."""
    User.objects.filter(staff_number__in=["ann", "bob"]).delete()
    left: dict[str, set[str]] = {"ann": set(), "bob": set()}
    for ann, bob, given_now in steps:
        places = {"ann": ann, "bob": bob}
        world.file(**places)
        for name, place in places.items():
            left[name] &= {place[0]} if place else set()
            if place and given_now:
                world.give(name, place[0])
                left[name].add(place[0])
            if User.objects.filter(staff_number=name).exists():
                assert world.held(name) == left[name]


def test_another_grade_or_manager_ends_nothing(world: World) -> None:
    """Somebody may edit for a department that they do not work in, until they are transferred."""
    world.file(ann="E")
    world.give("ann", "D")
    ann = User.objects.get(staff_number="ann")
    tell_consumers(PeopleChanges(on=TODAY, moved=(ann.pk,)))
    assert world.held("ann") == {"D"}
    world.file(ann="E-TEAM")
    assert world.held("ann") == set()


def test_a_leaving_date_said_ahead_ends_them_on_its_day(world: World) -> None:
    world.file(ann="D")
    world.give("ann", "D")
    User.objects.filter(staff_number="ann").update(left_on=TODAY + timedelta(days=1))
    assert end_due(now=NOW) == 0
    assert world.held("ann") == {"D"}
    assert end_due(now=NOW + timedelta(days=1)) == 1
    assert world.held("ann") == set()


def test_who_left_before_there_was_this_rule_comes_back_without(world: World) -> None:
    world.file(ann="D")
    world.file()
    User.objects.get(staff_number="ann").groups.add(*world.groups["D"])
    world.file(ann="D")
    assert world.held("ann") == set()
    world.give("ann", "D")
    world.file(ann="D")
    assert world.held("ann") == {"D"}


def test_a_team_that_goes_to_another_department_is_transferred(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody's own organisation changes then, but its place does: by hand and by a file."""
    places = {"ann": "D-UNIT", "bob": "E-TEAM"}
    world.file(**places)
    world.give("ann", "D")
    world.give("bob", "E")
    team = Organisation.objects.get(code="D-TEAM")
    move_organisation(organisation=team, parent=Organisation.objects.get(code="E"))
    assert (world.held("ann"), world.held("bob")) == (set(), {"E"})
    monkeypatch.setitem(TREE, "D-TEAM", "E")
    monkeypatch.setitem(TREE, "E-TEAM", "D")
    world.file(**places)
    assert world.held("bob") == set()


def test_a_superuser_keeps_everything(world: World) -> None:
    world.file(ann="D")
    User.objects.filter(staff_number="ann").update(is_superuser=True, is_staff=True)
    world.give("ann", "D")
    for place in ("D-TEAM", "E", None, "E", "D"):
        world.file(ann=place)
        assert world.held("ann") == {"D"}


def test_a_group_for_no_department_ends_on_leaving_only(world: World) -> None:
    world.file(ann="D", bob="D")
    keys = Group.objects.create(name="Keys of the statements API")
    for name in ("ann", "bob"):
        User.objects.get(staff_number=name).groups.add(keys)
    world.file(ann="E")
    assert set(keys.user_set.values_list("staff_number", flat=True)) == {"ann"}


def test_what_ends_is_in_the_history_of_the_person(world: World, client: Client) -> None:
    world.file(ann="D")
    world.give("ann", "D")
    world.file(ann="E")
    ann = User.objects.get(staff_number="ann")
    entries = ModelLogEntry.objects.for_instance(ann)
    assert {entry.message for entry in entries} == {
        f"No longer in the group “D: {role}”" for role in EDITORS
    }
    assert {entry.timestamp for entry in entries} == {NOW}
    assert RoleGrant.objects.get(person=ann).ended_at == NOW
    client.force_login(User.objects.create_superuser("admin@x.example", full_name="Admin"))
    page = client.get(reverse("wagtailusers_users:history", args=[ann.pk]))
    assert "No longer in the group" in page.content.decode()


@pytest.mark.parametrize("field", ["left", "joined", "transferred"])
def test_statements_do_not_grow_with_the_people(
    world: World, field: str, django_assert_num_queries: Any
) -> None:
    team = Organisation.objects.get(code="E")
    counted = []
    for number in (2, 40):
        people = [PersonFactory(organisation=team) for _number in range(number)]
        for person in people:
            person.groups.add(*world.groups["D"])
        with django_assert_num_queries(8 if field == "transferred" else 7) as found:
            tell_consumers(PeopleChanges(on=TODAY, **{field: tuple(p.pk for p in people)}))
        counted.append(len(found.captured_queries))
        assert not Group.objects.filter(user__in=people).exists()
    assert counted[0] == counted[1]


ended: list[Held] = []


def _badges(people: Sequence[int]) -> list[Held]:
    """Everybody holds a badge of the department D."""
    path = Organisation.objects.get(code="D").path
    return [Held(person, 1, (path,)) for person in people]


badges = Right(_badges, lambda rights, now: ended.extend(rights))


def test_a_new_kind_of_right_only_needs_a_name(world: World, settings: Any) -> None:
    settings.RIGHTS = ["tests.people.test_rights.badges"]
    world.file(ann="D")
    ended.clear()
    world.file(ann="D-TEAM")
    assert ended == []
    world.file(ann="E")
    assert [one.person for one in ended] == [User.objects.get(staff_number="ann").pk]


def test_organisations_made_by_the_factory_say_nothing_of_people() -> None:
    """A new organisation has another path than none, and nobody in it."""
    assert not OrganisationFactory().people.exists()
