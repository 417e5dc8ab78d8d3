"""What spreadsheets and copying leave in an HR file: cleaned or refused, and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning.people.hr_file import HrFile, read_hr_file
from learning.people.hr_table import UnusableFile

FILES = Path(__file__).parent / "hr_files"
HEADER = (
    "staff_number,email,full_name,organisation_code,organisation_name,manager_staff_number,"
    "grade,joined_on,left_on"
)


def read(content: bytes | str) -> HrFile:
    content = content if isinstance(content, bytes) else content.encode()
    return read_hr_file(content, languages={})


def refused(content: bytes | str) -> list[str]:
    with pytest.raises(UnusableFile) as error:
        read(content)
    return [str(fault) for fault in error.value.faults]


def one(**cells: str) -> str:
    known = {
        "staff_number": "1",
        "email": "a@x.example",
        "full_name": "Ann",
        "organisation_code": "T",
        "organisation_name": "Team",
    } | cells
    return f"{HEADER}\n{','.join(known.get(name, '') for name in HEADER.split(','))}\n"


def test_a_stray_quotation_mark_is_named_by_its_row() -> None:
    (fault,) = refused((FILES / "quote-inside-cell.csv").read_bytes())
    assert fault.startswith("Row 501: A quotation mark")


@pytest.mark.parametrize("row", [2, 3, 250, 501])
@pytest.mark.parametrize("stray", ['"N', '"N"x', '"N" "'])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_wherever_it_stands_and_whether_or_not_it_ends(row: int, stray: str, newline: str) -> None:
    rows = [f"{number},a{number}@x.example,N,T,Team,,,," for number in range(2, 502)]
    rows[row - 2] = rows[row - 2].replace(",N,", f",{stray},")
    (fault,) = refused(newline.join([HEADER, *rows, ""]))
    assert fault.startswith(f"Row {row}: A quotation mark")


def test_a_mark_that_a_later_row_closes_is_named_where_it_began() -> None:
    rows = [f"{number},a{number}@x.example,N,T,Team,,,," for number in range(2, 30)]
    rows[4] = rows[4].replace(",N,", ',"N,')
    rows[9] = rows[9].replace(",N,", ',N",')
    (fault,) = refused("\n".join([HEADER, *rows, ""]))
    assert fault.startswith("Row 6: A quotation mark")


def test_faults_before_it_are_told_as_well() -> None:
    faults = refused(f'{HEADER}\n1,nonsense,N,T,Team,,,,\n2,a@x.example,"N,T,Team,,,,\n')
    assert [fault.split(":")[0] for fault in faults] == ["Row 2", "Row 3"]


def test_lines_in_a_cell_that_is_closed_are_nothing_to_refuse() -> None:
    found = read(one(full_name='"Ann\nof the ""Team"",\nand more"'))
    assert found.people[0].full_name == 'Ann of the "Team", and more'


def test_nul_is_named_by_its_row() -> None:
    assert refused(one().encode() + b"2,\x00\n")[0].startswith("Row 3: This is not a text file")


def test_staff_numbers_that_lost_their_digits_are_refused() -> None:
    faults = refused((FILES / "scientific-staff-number.csv").read_bytes())
    assert [fault.split(" was shortened")[0] for fault in faults] == [
        "Row 2: “1.00023E+11” in staff_number",
        "Row 3: “1.00024E+11” in staff_number",
        "Row 3: “1.00023E+11” in manager_staff_number",
    ]


@pytest.mark.parametrize("number", ["1E+15", "1,00023E+11", "1.2e+05", "-1.5E-05"])
@pytest.mark.parametrize("column", ["staff_number", "organisation_code", "manager_staff_number"])
def test_however_the_spreadsheet_writes_them(column: str, number: str) -> None:
    (fault, *_others) = refused(one(**{column: f'"{number}"'}))
    assert fault.startswith(f"Row 2: “{number}” in {column} was shortened by a spreadsheet")


@pytest.mark.parametrize("code", ["1E5", "E11", "G7E+1", "100023", "00123", "2E-B1"])
def test_codes_that_only_look_alike_are_taken(code: str) -> None:
    assert read(one(staff_number=code, organisation_code=code)).people[0].staff_number == code


def test_errors_of_a_spreadsheet_are_refused_and_named() -> None:
    faults = refused((FILES / "excel-error-values.csv").read_bytes())
    for value, column in (
        ("#N/A", "full_name"),
        ("#REF!", "organisation_name"),
        ("#VALUE!", "grade"),
    ):
        assert any(
            fault.startswith(f"Row 2: “{value}” in {column} is an error of a spreadsheet")
            for fault in faults
        )


@pytest.mark.parametrize(
    "value",
    ["#N/A", "#n/a", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#NV",
     "#BEZUG!", "#GETTING_DATA", "########", "Err:502", " #N/A "],
)  # fmt: skip
@pytest.mark.parametrize("column", HEADER.split(","))
def test_every_error_in_every_column(column: str, value: str) -> None:
    assert any("is an error of a spreadsheet" in fault for fault in refused(one(**{column: value})))


@pytest.mark.parametrize("name", ["Team #1", "#1", "C# and .NET", "# Data", "Why? #now"])
def test_names_with_such_a_sign_are_taken(name: str) -> None:
    assert read(one(organisation_name=name)).organisations[0].name == name


def test_a_zero_width_space_is_taken_out_and_named() -> None:
    found = read((FILES / "zero-width-email.csv").read_bytes())
    assert found.people[0].email == "a1@x.example"
    assert found.notes == [
        "Row 2: invisible characters were taken out of email (U+200B ZERO WIDTH SPACE)."
    ]


@pytest.mark.parametrize(
    "invisible", list("\u200b\u2060\ufeff\u00ad\u200e\u202e\u2066\u3164\ufe0f")
)
@pytest.mark.parametrize("column", HEADER.split(",")[:7])
def test_so_is_every_other_and_two_such_people_are_one(column: str, invisible: str) -> None:
    clean = {"staff_number": "12", "email": "ab@x.example", "manager_staff_number": "34"}.get(
        column, "AB"
    )
    found = read(one(**{column: f"{clean[0]}{invisible}{clean[1:]}{invisible}"}))
    assert len(found.notes) == 1
    assert f"taken out of {column} (U+{ord(invisible):04X}" in found.notes[0]
    person, organisation = found.people[0], found.organisations[0]
    value = organisation.name if column == "organisation_name" else getattr(person, column)
    assert value == clean


def test_a_no_break_space_is_a_space() -> None:
    found = read(one(email="\u00a0a@x.example\u00a0", full_name="Ann\u00a0Ax\u202f"))
    assert (found.people[0].email, found.people[0].full_name) == ("a@x.example", "Ann Ax")


def test_joiners_belong_to_names() -> None:
    name = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647"
    found = read(one(full_name=name, email="a\u200c@x.example"))
    assert (found.people[0].full_name, found.people[0].email) == (name, "a@x.example")


def test_a_header_may_hold_them_too() -> None:
    content = one().replace("staff_number", "\ufeffstaff_\u200bnumber", 1).encode("utf-8-sig")
    assert read(content).people[0].staff_number == "1"


def test_a_letter_that_was_lost_is_refused() -> None:
    assert refused(one(full_name="Si\ufffdn")) == [
        "Row 2: “full_name” has a character that cannot be shown."
    ]


def test_the_end_of_time_means_has_not_left() -> None:
    found = read((FILES / "end-of-time-date.csv").read_bytes())
    assert [person.left_on for person in found.people] == [None, None]
    assert read(one(left_on="9999-12-31")).people[0].left_on is None
    assert "is not a date" in refused(one(left_on="30/12/9999"))[0]
    assert "is not a date" in refused(one(joined_on="31/12/9999"))[0]
