"""Every fault that an HR export can have is said in words, and nothing is changed."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.people.hr_file import read_hr_file
from learning.people.hr_table import Fault, UnusableFile
from learning.people.imports import import_people
from learning.people.models import User
from tests.people.importing import ANN, BEN, CAI, HEADER, NOW, refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [ANN, ANN.replace("1,", "2,", 1)],
            "Row 3: The email address ann@x.example is already in row 2.",
        ),
        ([ANN, BEN.replace("2,ben", "1,ben")], "Row 3: The staff number 1 is already in row 2."),
        (
            [ANN, BEN.replace("ben@", "ANN@")],
            "Row 3: The email address ann@x.example is already in row 2.",
        ),
        ([ANN.replace("ann@x.example", "ann")], "Row 2: “ann” is not an email address."),
        ([ANN.replace("Ann Ax", " ")], "Row 2: Enter a full name."),
        ([ANN.replace(",D,Department", ",,Department")], "Row 2: Enter an organisation code."),
        ([ANN.replace("2020-01-31", "31 Jan")], "Row 2: “31 Jan” in joined_on is not a date like"),
        (
            [ANN.replace("2020-01-31", "30/02/2020")],
            "Row 2: “30/02/2020” in joined_on is not a date",
        ),
        ([ANN + "2019-01-01"], "Row 2: The leaving date is before the joining date."),
        ([ANN.replace(",,,G6", ",,1,G6")], "Row 2: A person cannot report to themselves."),
        (
            [ANN.replace(",,,G6", ",,7,G6")],
            "Row 2: The manager’s staff number 7 is not in the file.",
        ),
        (
            [ANN.replace("Department", "")],
            "Row 2: Organisation D is new. Enter its organisation_name.",
        ),
        ([BEN.replace(",1,G7", ",,G7")], "Row 2: The parent organisation D is not known."),
        (
            [ANN, BEN, CAI.replace("Team", "Tame")],
            "Row 4: Organisation T is “Tame” here but “Team” in row 3.",
        ),
        (
            [ANN, BEN, CAI.replace("Team,D", "Team,T")],
            "Row 4: Organisation T is below T here but below D in row 3.",
        ),
        ([ANN + ",more"], "Row 2: There are 11 cells, but the header has 10 columns."),
        ([ANN.replace("Ann", "A" * 300)], "Row 2: “full_name” must be 200 characters or fewer."),
        ([ANN.replace("Ann", "A\x07")], "Row 2: “full_name” has a character that cannot be shown."),
        ([], "The file has no people in it."),
        ([ANN, BEN.replace("Ben", '"Ben')], "Row 3: A quotation mark is opened in this row"),
    ],
)
def test_each_fault_is_said_in_words_with_its_row(rows: list[str], message: str) -> None:
    assert any(found.startswith(message) for found in refused(*rows)), refused(*rows)


def test_loops_are_refused_with_the_names_in_them() -> None:
    faults = refused(ANN.replace(",,,G6", ",,3,G6"), BEN, CAI)
    assert len(faults) == 1
    assert "report to each other in a loop: " in faults[0]
    assert all(name in faults[0] for name in ("Ann Ax (1)", "Ben Bee (2)", "Cai Coed (3)"))
    faults = refused(ANN.replace("Department,,", "Department,T,"), BEN)
    assert "cannot be below itself" in faults[0]
    assert "Department (D)" in faults[0]


def test_all_faults_are_said_at_once() -> None:
    faults = refused(*[f"{n},nonsense{n},,D,Department,,,,," for n in range(300)])
    assert len(faults) == 600


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"\n\n\n", "The file is empty."),
        (b"PK\x03\x04rest", "This is a spreadsheet."),
        ("staff_number".encode("utf-16"), "The file is in UTF-16."),
        (b"staff_number\x00", "This is not a text file"),
        (b"staff_number\n\x81\x8d", "Line 2 has a character that is neither UTF-8 nor Windows"),
        (b"1,ann@x.example,Ann,D\n", "Row 1: There is no column “staff_number”."),
        (
            HEADER.encode() + b",absence_reason\n",
            "Row 1: The column “absence_reason” is not known.",
        ),
        (HEADER.encode() + b",grade\n", "Row 1: The column “grade” is there twice."),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_words(content: bytes, message: str) -> None:
    with pytest.raises(UnusableFile) as error:
        import_people(content=content, now=NOW)
    assert message in str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_exports_of_every_office_program_are_read(
    encoding: str, delimiter: str, newline: str
) -> None:
    rows = [HEADER, ANN.replace("Ann Ax", '"Siân\n“Ax”"'), BEN.replace("2020-01-31", "31/01/2020")]
    text = newline.join(row.replace(",", delimiter) for row in rows) + newline
    summary = import_people(content=text.encode(encoding), now=NOW)
    assert User.objects.get(staff_number="1").full_name == "Siân “Ax”"
    assert User.objects.get(staff_number="2").joined_on == datetime.date(2020, 1, 31)
    assert bool(summary.notes) == (encoding == "cp1252")


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8")))
def test_no_bytes_whatever_cause_anything_but_a_clear_refusal(content: bytes) -> None:
    for hostile in (content, (HEADER + "\n").encode() + content, content + HEADER.encode()):
        faults: list[Fault] | None = None
        try:
            read_hr_file(hostile, languages={"cy": "cy"})
        except UnusableFile as error:
            faults = error.faults
        assert faults is None or (faults and all(str(fault) for fault in faults))
