"""``manage.py try_backup``: a copy that is whole is recorded, every other one is refused."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import dj_database_url
import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Collection

from cms.administration.lines import backup_tried
from cms.administration.models import BackupTrial
from cms.media.models import LibraryDocument
from learning.people.models import User
from tests.config.serving import database_url
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def copy() -> Iterator[str]:
    """A database that is a copy of this one, as a restored backup is."""
    for _number in range(4):
        PersonFactory()
    root = Collection.get_first_root_node()
    LibraryDocument.objects.create(title="A", file="documents/a.txt", collection=root)
    name = connection.settings_dict["NAME"]
    # Each worker has a database of its own, and so a copy of its own.
    copied = f"{name}_restored"
    connection.close()
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'DROP DATABASE IF EXISTS "{copied}"')
        # A thread of an earlier test may still hold a connection, and then nothing is copied.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND state = 'idle' AND pid <> pg_backend_pid()",
            [name],
        )
        cursor.execute(f'CREATE DATABASE "{copied}" TEMPLATE "{name}"')
    yield database_url().replace(f"/{name}", f"/{copied}")
    connection.close()
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'DROP DATABASE IF EXISTS "{copied}" WITH (FORCE)')


def tried(url: str, *options: str) -> str:
    said = io.StringIO()
    call_command("try_backup", url, *options, stdout=said)
    return said.getvalue()


def in_the_copy(url: str, statement: str) -> None:
    where = dj_database_url.parse(url)
    with psycopg.connect(
        host=where["HOST"], port=where["PORT"] or 5432, dbname=where["NAME"],
        user=where["USER"], password=where["PASSWORD"], autocommit=True,
    ) as other:  # fmt: skip
        other.execute(statement.encode())


def test_a_whole_copy_is_recorded_and_the_checklist_says_so(copy: str, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("A")
    said = tried(copy, "--media", str(tmp_path))
    assert "4 people" in said
    assert "1 files" in said
    trial = BackupTrial.objects.get()
    assert (trial.tried_on, trial.recorded_by) == (timezone.localdate(), None)
    assert "4 people" in trial.found
    assert backup_tried(now=timezone.now()).done


def test_a_copy_that_is_a_little_older_will_do(copy: str) -> None:
    PersonFactory()
    assert "4 people" in tried(copy)


def test_a_copy_that_was_cut_off_will_not(copy: str) -> None:
    in_the_copy(copy, "DELETE FROM people_user WHERE id NOT IN (SELECT min(id) FROM people_user)")
    with pytest.raises(CommandError, match="The copy holds 1 people, and there are 4 here"):
        tried(copy)
    assert not BackupTrial.objects.exists()


def test_a_copy_of_an_older_version_will_not(copy: str) -> None:
    in_the_copy(copy, "DELETE FROM django_migrations WHERE app = 'people'")
    with pytest.raises(CommandError, match="lacks 5 migrations"):
        tried(copy)


def test_files_that_were_not_restored_are_missed(copy: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"1 of 1 files .+ documents/a\.txt"):
        tried(copy, "--media", str(tmp_path))
    assert not BackupTrial.objects.exists()


def test_the_database_itself_is_no_copy(copy: str) -> None:
    with pytest.raises(CommandError, match="no copy"):
        tried(database_url())


def test_an_address_where_nothing_is_is_said_plainly(copy: str) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        tried(copy.replace("_restored", "_that_is_not_there"))
    assert User.objects.count() == 4
