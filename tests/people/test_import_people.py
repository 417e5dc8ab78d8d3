"""An HR export becomes people, organisations and reporting lines; all or nothing."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from knox.models import AuthToken

from learning.people.changes import PeopleChanges
from learning.people.imports import TooManyLeavers
from learning.people.models import Organisation, Role, User
from tests.factories.people import PASSWORD
from tests.people.importing import ANN, BEN, CAI, HEADER, NOW, TODAY, heard, load, refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def consumers(settings: Any) -> None:
    heard.clear()
    settings.PEOPLE_CONSUMERS = [*settings.PEOPLE_CONSUMERS, "tests.people.importing.listen"]


def test_people_organisations_and_lines_come_in() -> None:
    summary = load(BEN, ANN, CAI)
    assert (summary.joined, summary.organisations) == (3, 2)
    ben = User.objects.get(staff_number="2")
    assert ben.manager.full_name == "Ann Ax"
    assert ben.organisation.name == "Team"
    assert ben.organisation.path == f"/{ben.organisation.parent_id}/{ben.organisation_id}/"
    assert ben.joined_on == datetime.date(2020, 1, 31)
    assert not ben.has_usable_password()
    actors = set(User.objects.values_list("actor", flat=True))
    assert None not in actors
    assert len(actors) == 3
    assert len(heard) == 1
    assert len(heard[0].joined) == 3


def test_importing_again_changes_nothing() -> None:
    load(ANN, BEN, CAI)
    before = list(User.objects.order_by("pk").values())
    heard.clear()
    summary = load(ANN, BEN, CAI)
    assert (summary.unchanged, summary.joined, summary.changed, summary.left) == (3, 0, 0, 0)
    assert list(User.objects.order_by("pk").values()) == before
    assert heard == []


def test_a_dry_run_says_the_same_and_changes_nothing() -> None:
    load(ANN, BEN)
    before = list(User.objects.order_by("pk").values())
    dry = load(ANN, BEN.replace("G7", "G6"), CAI, dry_run=True)
    assert list(User.objects.order_by("pk").values()) == before
    assert load(ANN, BEN.replace("G7", "G6"), CAI) == dry
    assert (dry.joined, dry.changed, dry.unchanged) == (1, 1, 1)


def test_whoever_moves_is_told_apart_from_whoever_is_renamed() -> None:
    load(ANN, BEN, CAI)
    heard.clear()
    load(ANN.replace("Ann Ax", "Ann Bx"), BEN, CAI.replace(",2,HEO", ",1,HEO"))
    assert heard == [PeopleChanges(on=TODAY, moved=(User.objects.get(staff_number="3").pk,))]


def test_people_who_are_missing_leave_and_lose_all_access_but_nothing_is_deleted() -> None:
    load(ANN, BEN, CAI)
    cai = User.objects.get(staff_number="3")
    cai.set_password(PASSWORD)
    cai.save()
    browser = Client()
    browser.force_login(cai)
    AuthToken.objects.create(user=cai)
    role = cai.role_grants.create(role=Role.LD_LEAD, organisation=cai.organisation, granted_at=NOW)
    heard.clear()
    assert load(ANN, BEN).left == 1
    cai.refresh_from_db()
    assert cai.left_on == TODAY
    assert not cai.is_active
    assert not AuthToken.objects.filter(user=cai).exists()
    role.refresh_from_db()
    assert role.ended_at == NOW
    assert heard == [PeopleChanges(on=TODAY, left=(cai.pk,))]
    # Coming back does not bring an old session back to life.
    assert load(ANN, BEN, CAI).returned == 1
    cai.refresh_from_db()
    assert (cai.left_on, cai.is_active) == (None, True)
    assert heard[-1].joined == (cai.pk,)
    request = browser.get("/").wsgi_request
    assert request.user.is_anonymous


def test_a_leaving_date_in_the_file_counts_on_its_day() -> None:
    load(ANN, BEN, CAI)
    tomorrow = TODAY + datetime.timedelta(days=1)
    assert load(ANN, BEN, CAI + tomorrow.isoformat()).left == 0
    assert User.objects.get(staff_number="3").may_sign_in(TODAY)
    assert not User.objects.get(staff_number="3").may_sign_in(tomorrow)
    assert load(ANN, BEN, CAI + TODAY.isoformat()).left == 1
    assert not User.objects.get(staff_number="3").is_active
    assert load(ANN, BEN, CAI + TODAY.isoformat()).unchanged == 3


def test_whoever_leaves_before_their_first_day_never_was_employed() -> None:
    future = (TODAY + datetime.timedelta(days=30)).isoformat()
    load(ANN, BEN, CAI.replace("2020-01-31", future))
    load(ANN, BEN)
    cai = User.objects.get(staff_number="3")
    assert cai.left_on == cai.joined_on


def test_somebody_shut_out_by_hand_stays_shut_out() -> None:
    load(ANN, BEN)
    User.objects.filter(staff_number="2").update(is_active=False)
    load(ANN, BEN.replace("G7", "G6"))
    assert not User.objects.get(staff_number="2").is_active


def test_accounts_that_hr_does_not_know_are_left_alone() -> None:
    admin = User.objects.create_superuser("admin@x.example", PASSWORD, full_name="Admin")
    staffed = User.objects.create_superuser(
        "boss@x.example", PASSWORD, full_name="Boss", staff_number="9"
    )
    contractor = User.objects.create_user("c@x.example", full_name="Con Tractor")
    load(ANN, BEN, allow_many_leavers=True)
    for person in (admin, staffed, contractor):
        person.refresh_from_db()
        assert (person.left_on, person.is_active) == (None, True)


def test_an_account_made_by_hand_becomes_the_person_with_its_address() -> None:
    contractor = User.objects.create_user("BEN@x.example", PASSWORD, full_name="B")
    actor = contractor.actor_id
    assert load(ANN, BEN).joined == 1
    contractor.refresh_from_db()
    assert (contractor.staff_number, contractor.actor_id) == ("2", actor)
    assert contractor.check_password(PASSWORD)


def test_an_administrators_account_is_never_taken_over() -> None:
    User.objects.create_superuser("ben@x.example", PASSWORD, full_name="Admin")
    assert "belongs to an account that was made by hand" in refused(ANN, BEN)[0]


def test_two_people_may_swap_addresses_and_a_number_may_move() -> None:
    load(ANN, BEN, CAI)
    load(ANN.replace("ann@", "ben@"), BEN.replace("ben@", "ann@"), CAI)
    assert User.objects.get(staff_number="1").email == "ben@x.example"
    assert User.objects.get(staff_number="2").email == "ann@x.example"


def test_an_address_of_somebody_not_in_the_file_is_refused() -> None:
    load(ANN, BEN, CAI)
    (message,) = refused(ANN, BEN, CAI.replace("3,", "4,", 1))
    assert message.startswith("Row 4: The email address cai@x.example belongs to staff number 3")


def test_the_chosen_language_is_the_persons_own() -> None:
    header = HEADER + ",preferred_language"
    load(ANN + ",CY", BEN + ",en", header=header)
    assert User.objects.get(staff_number="1").preferred_language == "cy"
    assert User.objects.get(staff_number="2").preferred_language == "en-gb"
    User.objects.filter(staff_number="1").update(preferred_language="en-gb")
    load(ANN + ",cy", BEN + ",en", header=header)
    assert User.objects.get(staff_number="1").preferred_language == "en-gb"


def test_a_column_that_is_not_there_changes_nothing_and_an_empty_cell_clears() -> None:
    load(ANN, BEN)
    short = "staff_number,email,full_name,organisation_code"
    load("1,ann@x.example,Ann Ax,D", "2,ben@x.example,Ben Bee,T", header=short)
    ben = User.objects.get(staff_number="2")
    assert (ben.grade, ben.manager.staff_number) == ("G7", "1")
    assert ben.organisation.parent.code == "D"
    load(ANN, "2,ben@x.example,Ben Bee,T,Team,,,,,")
    ben.refresh_from_db()
    assert (ben.grade, ben.manager, ben.joined_on) == ("", None, None)
    assert Organisation.objects.get(code="T").parent is None


def test_a_file_without_managers_keeps_a_manager_that_hr_does_not_know() -> None:
    load(ANN, BEN)
    boss = User.objects.create_user("boss@x.example", full_name="Boss")
    User.objects.filter(staff_number="2").update(manager=boss)
    short = "staff_number,email,full_name,organisation_code"
    load("1,ann@x.example,Ann Ax,D", "2,ben@x.example,Ben Cee,T", header=short)
    assert User.objects.get(full_name="Ben Cee").manager == boss


def test_a_row_may_describe_an_organisation_without_people() -> None:
    load(",,,D,Department,,,,,", BEN.replace(",1,G7", ",,G7"))
    assert Organisation.objects.get(code="T").parent.name == "Department"
    assert User.objects.count() == 1


def test_more_than_half_leaving_needs_a_word() -> None:
    load(ANN, BEN, CAI)
    assert "2 of 3 people would leave" in refused(ANN)[0]
    with pytest.raises(TooManyLeavers):
        load(ANN)
    assert load(ANN, allow_many_leavers=True).left == 2
