"""A column that is not there changes nothing: each of them, alone and with others."""

from __future__ import annotations

import datetime
from itertools import combinations

import pytest
from django.utils import timezone

from learning.people.hr_table import COLUMNS, OPTIONAL, REQUIRED, UnusableFile
from learning.people.imports import ImportSummary, import_people
from learning.people.models import Organisation, User

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
SOON = TODAY + datetime.timedelta(days=9)
BOSS = {
    "staff_number": "1",
    "email": "boss@x.example",
    "full_name": "Bo Boss",
    "organisation_code": "D",
    "organisation_name": "Department",
}
ANN = {
    "staff_number": "2",
    "email": "ann@x.example",
    "full_name": "Ann Ax",
    "organisation_code": "T",
    "organisation_name": "Team",
    "parent_organisation_code": "D",
    "manager_staff_number": "1",
    "grade": "G7",
    "profession": "Analyst",
    "joined_on": "2020-01-31",
    "left_on": SOON.isoformat(),
    "preferred_language": "cy",
}


def load(*rows: dict[str, str], without: tuple[str, ...] = (), **options: bool) -> ImportSummary:
    columns = [name for name in COLUMNS if name not in without]
    lines = [",".join(columns)] + [",".join(row.get(name, "") for name in columns) for row in rows]
    return import_people(content="\n".join([*lines, ""]).encode(), now=NOW, **options)


def stored() -> list[list[dict[str, object]]]:
    return [list(model.objects.order_by("pk").values()) for model in (User, Organisation)]


def test_the_row_says_something_in_every_column() -> None:
    assert set(ANN) == set(COLUMNS)
    assert all(ANN.values())


@pytest.mark.parametrize("column", OPTIONAL)
def test_a_column_that_is_not_there_changes_nothing(column: str) -> None:
    load(BOSS, ANN)
    before = stored()
    assert load(BOSS, ANN, without=(column,)).unchanged == 2
    assert stored() == before


@pytest.mark.parametrize("columns", list(combinations(OPTIONAL, len(OPTIONAL) - 1)))
def test_one_column_alone_changes_nothing_else(columns: tuple[str, ...]) -> None:
    load(BOSS, ANN)
    before = stored()
    load(BOSS, ANN, without=columns)
    assert stored() == before


@pytest.mark.parametrize("column", REQUIRED)
def test_the_others_cannot_be_missing(column: str) -> None:
    load(BOSS, ANN)
    before = stored()
    with pytest.raises(UnusableFile, match=f"Row 1: There is no column “{column}”"):
        load(BOSS, ANN, without=(column,))
    assert stored() == before


def test_an_empty_leaving_date_clears_it() -> None:
    load(BOSS, ANN)
    load(BOSS, ANN | {"left_on": ""})
    assert User.objects.get(staff_number="2").left_on is None


def test_who_left_by_a_date_does_not_come_back_because_a_column_is_missing() -> None:
    load(BOSS, ANN | {"left_on": TODAY.isoformat()})
    summary = load(BOSS, ANN, without=("left_on",))
    ann = User.objects.get(staff_number="2")
    assert (ann.left_on, summary.returned) == (TODAY, 0)
    assert not ann.may_sign_in(TODAY)
    assert "1 person in the file has a leaving date that has passed" in summary.notes[0]
    assert load(BOSS, ANN | {"left_on": ""}).returned == 1


def test_who_was_missing_for_a_night_comes_back_with_or_without_the_column() -> None:
    for without in ((), ("left_on",)):
        load(BOSS, ANN | {"left_on": ""}, without=without)
        assert load(BOSS, without=without, allow_many_leavers=True).left == 1
        ann = User.objects.get(staff_number="2")
        assert (ann.left_on, ann.absent_since) == (TODAY, TODAY)
        assert load(BOSS, ANN | {"left_on": ""}, without=without).returned == 1
        ann.refresh_from_db()
        assert (ann.left_on, ann.absent_since, ann.is_active) == (None, None, True)
