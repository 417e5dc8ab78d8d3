"""An HR export becomes people, organisations and reporting lines; all or nothing."""

from __future__ import annotations

import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from knox.models import AuthToken

from learning.people.changes import PeopleChanges
from learning.people.hr_file import read_hr_file
from learning.people.hr_table import COLUMNS, Fault, UnusableFile
from learning.people.imports import ImportSummary, TooManyLeavers, import_people
from learning.people.models import Organisation, Role, User
from tests.factories.people import PASSWORD, PersonFactory, cast

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
HEADER = (
    "staff_number,email,full_name,organisation_code,organisation_name,"
    "parent_organisation_code,manager_staff_number,grade,joined_on,left_on"
)
ANN = "1,ann@x.example,Ann Ax,D,Department,,,G6,2020-01-31,"
BEN = "2,ben@x.example,Ben Bee,T,Team,D,1,G7,2020-01-31,"
CAI = "3,cai@x.example,Cai Coed,T,Team,D,2,HEO,2020-01-31,"
heard: list[PeopleChanges] = []


def listen(changes: PeopleChanges) -> None:
    heard.append(changes)


@pytest.fixture(autouse=True)
def consumers(settings: Any) -> None:
    heard.clear()
    settings.PEOPLE_CONSUMERS = ["tests.people.test_import_people.listen"]


def load(*rows: str, header: str = HEADER, **options: Any) -> ImportSummary:
    content = "\n".join([header, *rows, ""]).encode()
    return import_people(content=content, now=options.pop("now", NOW), **options)


def refused(*rows: str, header: str = HEADER, **options: Any) -> list[str]:
    before = list(User.objects.order_by("pk").values()), list(Organisation.objects.values())
    with pytest.raises(UnusableFile) as error:
        load(*rows, header=header, **options)
    now = list(User.objects.order_by("pk").values()), list(Organisation.objects.values())
    assert now == before, "a refused file must change nothing"
    return [str(fault) for fault in error.value.faults]


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
        ([ANN.replace("Ann", '"Ann')], "The file cannot be read as CSV."),
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


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.lists(
            st.tuples(
                st.sampled_from("123456"), st.sampled_from("123456"), st.sampled_from("DTX"),
            ),
            unique_by=lambda row: row[0],
            min_size=1,
        ),
        min_size=2,
        max_size=3,
    )
)  # fmt: skip
def test_after_any_imports_the_people_are_those_of_the_last(
    files: list[list[tuple[str, str, str]]],
) -> None:
    with transaction.atomic():
        for rows in files:
            lines = [
                f"{number},p{email}@x.example,P{number},{code},N{code},,,,,"
                for number, email, code in rows
            ]
            try:
                load(*lines, allow_many_leavers=True)
            except UnusableFile:
                continue
            employed = User.objects.employed(TODAY)
            assert {
                (person.staff_number, person.email[1], person.organisation.code)
                for person in employed.select_related("organisation")
            } == set(rows)
            assert not User.objects.exclude(pk__in=employed).filter(is_active=True).exists()
            assert load(*lines).unchanged == len(rows)
        transaction.set_rollback(True)


def test_queries_do_not_grow_with_the_number_of_people(django_assert_max_num_queries) -> None:
    rows = [f"{n},p{n}@x.example,P{n},D,Department,,,,," for n in range(400)]
    with django_assert_max_num_queries(40) as few:
        load(*rows[:100])
    User.objects.all().delete()
    Organisation.objects.all().delete()
    with django_assert_max_num_queries(len(few.captured_queries)):
        load(*rows)


def test_the_command_speaks_in_sentences(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("\n".join([HEADER, ANN, BEN]), encoding="utf-8")
    out = StringIO()
    call_command("import_people", file, "--dry-run", stdout=out)
    assert "2 people joined." in out.getvalue()
    assert "This was a dry run: nothing was changed." in out.getvalue()
    assert not User.objects.exists()
    file.write_text(HEADER + "\n" + ",x,,,,,,,,\n" * 200, encoding="utf-8")
    with pytest.raises(CommandError) as error:
        call_command("import_people", file)
    lines = str(error.value).splitlines()
    assert len(lines) == 102
    assert lines[-2].startswith("And ")
    assert lines[-1] == "Nothing was changed."
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_people", tmp_path / "nowhere.csv")


def test_the_how_to_names_every_column() -> None:
    text = (Path(__file__).parents[2] / "docs/how-to/import-people.md").read_text("utf-8")
    assert all(f"`{column}`" in text for column in COLUMNS)


def test_the_cast_survives_an_import_of_somebody_else_only_by_permission() -> None:
    people = cast()
    assert "would leave" in refused(ANN)[0]
    PersonFactory()
    people.learner.refresh_from_db()
    assert people.learner.is_active
