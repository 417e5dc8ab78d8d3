"""A row with an unknown manager waits, and keeps nobody's access that night."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from learning.people.hr_table import UnusableFile
from learning.people.imports import ImportSummary, import_people
from learning.people.models import User

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
HEADER = "staff_number,email,full_name,organisation_code,organisation_name,manager_staff_number,grade,left_on"  # noqa: E501
TEAM = [f"{n},p{n}@x.example,P{n},T,Team,,G7," for n in range(1, 7)]


def load(*rows: str, strict: bool = False) -> ImportSummary:
    content = "\n".join([HEADER, *rows, ""]).encode()
    return import_people(content=content, now=NOW, strict=strict)


def row(number: int, manager: str = "", grade: str = "G7", left: str = "", email: str = "") -> str:
    email = email or f"p{number}@x.example"
    return f"{number},{email},P{number},T,Team,{manager},{grade},{left}"


def person(number: int) -> User:
    return User.objects.get(staff_number=str(number))


def test_leavers_leave_and_the_row_is_listed() -> None:
    load(*TEAM)
    summary = load(*TEAM[1:4], row(5, "77", "G6"), TEAM[5])
    assert (summary.left, summary.changed, summary.unchanged) == (1, 0, 4)
    assert [str(fault) for fault in summary.set_aside] == [
        "Row 5: The manager’s staff number 77 is not in the file."
    ]
    assert not person(1).is_active
    assert (person(5).grade, person(5).manager, person(5).left_on) == ("G7", None, None)
    assert person(5).may_sign_in(TODAY)


def test_strict_refuses_the_whole() -> None:
    load(*TEAM)
    with pytest.raises(UnusableFile, match="Row 5: The manager’s staff number 77"):
        load(*TEAM[1:4], row(5, "77"), TEAM[5], strict=True)
    assert person(1).is_active


def test_more_than_half_is_a_fault_of_the_file() -> None:
    load(*TEAM)
    with pytest.raises(UnusableFile, match="Row 2: The manager"):
        load(*(row(n, "77") for n in range(1, 5)), *TEAM[4:])
    assert User.objects.filter(is_active=True).count() == 6


def test_a_manager_who_left_before_counts_as_unknown() -> None:
    load(*TEAM)
    summary = load(*TEAM[1:5], row(6, "1"))
    assert (len(summary.set_aside), summary.left) == (1, 1)
    assert person(6).may_sign_in(TODAY)


def test_whoever_leaves_by_such_a_row_leaves() -> None:
    load(*TEAM[:5], row(6, "1"))
    summary = load(*TEAM[1:5], row(6, "1", left=TODAY.isoformat()))
    assert (summary.left, len(summary.set_aside)) == (2, 1)
    assert not person(6).is_active
    assert person(6).manager == person(1)


def test_a_new_person_waits_and_so_does_their_team_but_not_that_of_a_known_one() -> None:
    load(*TEAM)
    summary = load(*TEAM[1:], row(1, "77"), row(8, "77"), row(9, "8"), row(10, "9"), row(11, "1"))
    assert [str(fault) for fault in summary.set_aside] == [
        "Row 7: The manager’s staff number 77 is not in the file.",
        "Row 8: The manager’s staff number 77 is not in the file.",
        "Row 9: This row needs row 8, which is set aside.",
        "Row 10: This row needs row 9, which is set aside.",
    ]
    assert summary.joined == 1
    assert person(11).manager == person(1)
    assert load(*TEAM, row(8), row(9, "8"), row(10, "9"), row(11, "1")).joined == 3


def test_an_address_of_somebody_set_aside_is_not_given_away() -> None:
    load(*TEAM)
    summary = load(*TEAM[:4], row(5, "77", email="new@x.example"), row(6, email="p5@x.example"))
    assert [str(fault) for fault in summary.set_aside][1] == (
        "Row 7: This row needs row 6, which is set aside."
    )
    assert (person(5).email, person(6).email) == ("p5@x.example", "p6@x.example")


def test_a_circle_that_would_go_through_one_set_aside_is_refused() -> None:
    load(*TEAM[:5], row(6, "5"))
    with pytest.raises(UnusableFile, match="report to each other in a loop"):
        load(*TEAM[:4], row(5, "6"), row(6, "77"))


def test_the_command_lists_them(tmp_path: Path) -> None:
    load(*TEAM)
    file = tmp_path / "people.csv"
    file.write_text("\n".join([HEADER, *TEAM[:5], row(6, "77")]), encoding="utf-8")
    out, err = StringIO(), StringIO()
    call_command("import_people", file, stdout=out, stderr=err)
    assert "1 row was set aside; the person stays as they were:" in err.getvalue()
    assert "Row 7: The manager’s staff number 77 is not in the file." in err.getvalue()
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("import_people", file, "--strict", stdout=out)
