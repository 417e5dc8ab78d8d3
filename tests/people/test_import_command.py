"""After any imports the people are those of the last; what one costs, and what the command says."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.people.hr_table import COLUMNS, UnusableFile
from learning.people.models import Organisation, User
from tests.factories.people import PersonFactory, cast
from tests.people.importing import ANN, BEN, HEADER, TODAY, load, refused

pytestmark = pytest.mark.django_db


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
