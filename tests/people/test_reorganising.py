"""Organisations are renamed, merged, closed and opened; HR files go on as if they knew."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from learning.people.changes import OrganisationChanges, PeopleChanges
from learning.people.granted import Ending
from learning.people.imports import import_people
from learning.people.models import Organisation, Role, RoleGrant, User
from learning.people.organisations import move_organisation
from learning.people.reorganising import (
    EVERYBODY,
    NOBODY,
    CannotMerge,
    Keeps,
    StillHasPeople,
    close_organisation,
    merge_organisations,
    open_organisation,
    rename_organisation,
)
from learning.people.roles import CannotHoldRole, grant_role
from tests.factories.people import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HEADER = "staff_number,email,full_name,organisation_code,organisation_name,parent_organisation_code"
heard: list[Any] = []


def hear(changes: Any) -> None:
    heard.append(changes)


@pytest.fixture(autouse=True)
def ears(settings: Any) -> None:
    heard.clear()
    settings.ORGANISATION_CONSUMERS = ["tests.people.test_reorganising.hear"]
    settings.PEOPLE_CONSUMERS = [*settings.PEOPLE_CONSUMERS, "tests.people.test_reorganising.hear"]


def imported(*rows: str) -> Any:
    return import_people(
        content="\n".join([HEADER, *rows, ""]).encode(), now=NOW, allow_many_leavers=True
    )


def org(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


TREE = (",,,GOV,Government,", ",,,A,Agency,GOV", ",,,A-TEAM,Team,A", ",,,B,Bureau,GOV")
PEOPLE = (
    "1,ann@x.example,Ann,A,,GOV", "2,bob@x.example,Bob,A-TEAM,,A", "3,cat@x.example,Cat,B,,GOV",
)  # fmt: skip


@pytest.fixture
def tree() -> None:
    imported(*TREE, *PEOPLE)
    heard.clear()


def rename(code: str, name: str, new_code: str = "", *, keep: bool = True) -> Organisation:
    return rename_organisation(
        organisation=org(code), name=name, code=new_code or code, keep=keep, now=NOW
    )


def merge(code: str, into: str, *, keeps: Keeps = NOBODY) -> Organisation:
    return merge_organisations(
        organisation=org(code), into=org(into), keeps=keeps, by=None, now=NOW
    )


def test_a_name_that_was_given_here_outlives_the_next_hr_file(tree: None) -> None:
    rename("A", "Agency of Records")
    assert heard == [OrganisationChanges(at=NOW, renamed=(org("A").pk,))]
    imported(*TREE, *PEOPLE)
    assert org("A").name == "Agency of Records"
    rename("A", "Agency of Records", keep=False)
    heard.clear()
    imported(*TREE, *PEOPLE)
    assert org("A").name == "Agency"
    assert heard == [OrganisationChanges(at=NOW, renamed=(org("A").pk,))]


def test_an_hr_file_that_renames_is_heard_of_and_a_new_name_is_not(tree: None) -> None:
    imported(*TREE[:-1], ",,,B,Bureau of Truth,GOV", ",,,C,Council,GOV", *PEOPLE)
    assert heard == [OrganisationChanges(at=NOW, renamed=(org("B").pk,))]


def test_a_place_that_was_chosen_here_outlives_it_too(tree: None) -> None:
    move_organisation(organisation=org("A-TEAM"), parent=org("B"), keep=True)
    imported(*TREE, *PEOPLE)
    assert org("A-TEAM").parent == org("B")
    move_organisation(organisation=org("A-TEAM"), parent=org("B"), keep=False)
    imported(*TREE, *PEOPLE)
    assert org("A-TEAM").parent == org("A")


def test_a_code_that_another_has_or_no_name_is_refused(tree: None) -> None:
    for name, code in (("Agency", "B"), ("", "A")):
        with pytest.raises(ValidationError):
            rename("A", name, code)


def test_merging_takes_people_and_teams_along(tree: None) -> None:
    whole = merge("A", "B")
    assert set(whole.people.values_list("full_name", flat=True)) == {"Ann", "Cat"}
    assert org("A-TEAM").parent == whole
    assert org("A-TEAM").path.startswith(whole.path)
    gone = org("A")
    assert (gone.merged_into, gone.closed_at) == (whole, NOW)
    told, moved = heard
    assert told == OrganisationChanges(at=NOW, merged=((gone.pk, whole.pk),))
    assert isinstance(moved, PeopleChanges)
    transferred = User.objects.filter(pk__in=moved.transferred)
    assert set(transferred.values_list("full_name", flat=True)) == {"Ann", "Bob"}


def test_an_hr_file_that_still_knows_the_part_means_the_whole(tree: None) -> None:
    merge("A", "B")
    summary = imported(*TREE, *PEOPLE, "4,dan@x.example,Dan,A,Agency,GOV")
    assert "A was merged into B here, and is read as that." in summary.notes
    assert set(org("B").people.values_list("full_name", flat=True)) == {"Ann", "Cat", "Dan"}
    assert org("A").closed_at == NOW
    assert org("A-TEAM").parent == org("B")
    assert org("B").name == "Bureau"
    again = imported(*TREE, *PEOPLE, "4,dan@x.example,Dan,A,Agency,GOV")
    assert (again.changed, again.joined, again.left) == (0, 0, 0)


def test_what_stood_below_the_part_that_it_is_merged_with_stays_where_it_is(tree: None) -> None:
    """In the file the one is below the other; here they are one, and no loop."""
    move_organisation(organisation=org("A-TEAM"), parent=org("GOV"))
    merge("A", "A-TEAM")
    imported(*TREE, *PEOPLE)
    assert org("A-TEAM").parent == org("GOV")
    assert set(org("A-TEAM").people.values_list("full_name", flat=True)) == {"Ann", "Bob"}


def test_what_was_merged_before_follows(tree: None) -> None:
    merge("A-TEAM", "A")
    merge("A", "B")
    assert org("A-TEAM").merged_into == org("B")
    imported(*TREE, *PEOPLE)
    assert org("B").people.count() == 3


@pytest.mark.parametrize("into", ["A", "A-TEAM"])
def test_nothing_is_merged_into_itself_or_a_part_of_it(tree: None, into: str) -> None:
    with pytest.raises(CannotMerge):
        merge("A", into)


def test_nothing_is_merged_with_what_is_gone(tree: None) -> None:
    merge("A-TEAM", "B")
    for code, into in (("A-TEAM", "A"), ("A", "A-TEAM")):
        with pytest.raises(CannotMerge):
            merge(code, into)


@pytest.mark.parametrize("keeps", [True, False])
def test_roles_go_along_where_that_is_wanted_and_end_otherwise(tree: None, keeps: bool) -> None:
    ann = User.objects.get(full_name="Ann")
    until = timezone.localdate(NOW)
    grant_role(person=ann, role=Role.LD_LEAD, organisation=org("A"), until=until, now=NOW)
    merge("A", "B", keeps=EVERYBODY if keeps else NOBODY)
    now_held = RoleGrant.objects.filter(ended_at=None).values_list(
        "person__full_name", "organisation__code", "until"
    )
    assert list(now_held) == ([("Ann", "B", until)] if keeps else [])
    ended = RoleGrant.objects.get(organisation=org("A"))
    assert ended.ended_because == Ending.WITH_DEPARTMENT


def test_somebody_who_has_the_role_there_already_has_it_once(tree: None) -> None:
    ann = User.objects.get(full_name="Ann")
    for code in ("A", "B"):
        grant_role(person=ann, role=Role.LD_LEAD, organisation=org(code), now=NOW)
    merge("A", "B", keeps=EVERYBODY)
    assert RoleGrant.objects.filter(ended_at=None).count() == 1


def test_nothing_is_closed_with_people_in_it_or_below(tree: None) -> None:
    with pytest.raises(StillHasPeople) as refused:
        close_organisation(organisation=org("A"), by=None, now=NOW)
    assert refused.value.number == 2
    assert not Organisation.objects.filter(closed_at__isnull=False).exists()


def test_closing_ends_roles_for_it_and_all_below(tree: None) -> None:
    cat = User.objects.get(full_name="Cat")
    for code in ("A", "A-TEAM", "B"):
        grant_role(person=cat, role=Role.COORDINATOR, organisation=org(code), now=NOW)
    imported(*TREE, PEOPLE[2])
    heard.clear()
    close_organisation(organisation=org("A"), by=cat, now=NOW)
    closed = Organisation.objects.filter(closed_at=NOW)
    assert set(closed.values_list("code", flat=True)) == {"A", "A-TEAM"}
    assert heard == [OrganisationChanges(at=NOW, closed=tuple(closed.values_list("pk", flat=True)))]
    held = RoleGrant.objects.filter(ended_at=None)
    assert [one.organisation.code for one in held] == ["B"]
    with pytest.raises(CannotHoldRole):
        grant_role(person=cat, role=Role.COORDINATOR, organisation=org("A"), now=NOW)


def test_a_file_that_places_people_there_opens_it_again_without_roles(tree: None) -> None:
    imported(*TREE, PEOPLE[2])
    close_organisation(organisation=org("A"), by=None, now=NOW)
    imported(*TREE, PEOPLE[2])
    assert org("A").closed_at == NOW, "to be described is not enough"
    heard.clear()
    imported(*TREE, *PEOPLE[1:])
    assert org("A").closed_at is None
    assert org("A-TEAM").closed_at is None
    assert OrganisationChanges(at=NOW, opened=(org("A").pk, org("A-TEAM").pk)) in heard


def test_opening_by_hand_opens_what_is_above_too(tree: None) -> None:
    imported(*TREE, PEOPLE[2])
    close_organisation(organisation=org("A"), by=None, now=NOW)
    open_organisation(organisation=org("A-TEAM"), now=NOW)
    assert not Organisation.objects.filter(closed_at__isnull=False).exists()


def test_what_was_merged_stands_by_itself_again_when_it_is_opened(tree: None) -> None:
    merge("A", "B")
    open_organisation(organisation=org("A"), now=NOW)
    imported(*TREE, *PEOPLE)
    assert set(org("A").people.values_list("full_name", flat=True)) == {"Ann"}


def test_a_role_held_by_somebody_outside_is_not_ended_by_their_own_move() -> None:
    """Where an administrator gave a role to somebody elsewhere, merging gives it on."""
    part, whole = OrganisationFactory(code="P"), OrganisationFactory(code="W")
    outsider = PersonFactory()
    grant_role(person=outsider, role=Role.DPO, organisation=part, now=NOW)
    merge_organisations(organisation=part, into=whole, keeps=EVERYBODY, by=None, now=NOW)
    assert RoleGrant.objects.get(ended_at=None).organisation == whole


@pytest.mark.parametrize(
    ("own", "gone", "until"),
    [(3, None, None), (3, 9, 9), (9, 3, 9), (None, 3, None), (-1, 5, 5)],
)
def test_who_had_a_role_for_both_keeps_it_for_the_longer(
    own: int | None, gone: int | None, until: int | None
) -> None:
    """Days from today; None is without a last day, and -1 one that has passed unseen."""
    whole, part, person = OrganisationFactory(), OrganisationFactory(), PersonFactory()
    today = timezone.localdate(NOW)

    def day(days: int | None) -> datetime.date | None:
        return None if days is None else today + datetime.timedelta(days=days)

    for place, days in ((whole, own), (part, gone)):
        RoleGrant.objects.create(
            person=person, role=Role.LD_LEAD, organisation=place, granted_at=NOW, until=day(days)
        )
    merge_organisations(organisation=part, into=whole, keeps=EVERYBODY, by=None, now=NOW)
    kept = RoleGrant.objects.current(today).get(person=person)
    assert (kept.organisation, kept.until) == (whole, day(until))
