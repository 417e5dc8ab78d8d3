"""What import_statements refuses, and what is left after it."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError

from learning.lrs import importing
from learning.lrs.actors import create_own_actor, link_alias
from learning.lrs.models import Actor, Statement, StatementLink
from learning.lrs.store import store

from .conftest import NOW, completed
from .moving import emptied, exported, imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return [create_own_actor() for _number in range(2)]


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        (b"", "not a file that export_statements wrote"),
        (b"id,actor,verb\n", "not a file that export_statements wrote"),
        (b"{}\n", "not a file that export_statements wrote"),
        (b'{"statements": []}\n', "not a file that export_statements wrote"),
        (b"\x00\xff\n", "not a file that export_statements wrote"),
        (b'{"format":"xapi-statements-export","version":2}\n', "of version 2; this .* version 1"),
        (
            b'{"format":"xapi-statements-export","version":1,"home":"https://x.example"}\n',
            "under https://x.example",
        ),
    ],
)
def test_a_file_of_another_kind_is_refused_and_left_as_it_is(people, tmp_path, first, reason):
    path = tmp_path / "f"
    path.write_bytes(first + b"more\n" if first else b"\n")
    text = path.read_bytes()
    with pytest.raises(CommandError, match=reason):
        imported(path)
    with pytest.raises(CommandError, match=reason):
        exported(path)
    assert path.read_bytes() == text


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        imported(tmp_path / "nothing")
    with pytest.raises(CommandError, match="No such file"):
        exported(tmp_path / "nowhere" / "f")


def without(part):
    def change(line):
        said = json.loads(line)
        said["statement"].pop(part)
        head, mark, _raw = line.partition(b',"statement":')
        return head + mark + json.dumps(said["statement"]).encode() + b"}\n"

    return change


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line[:-30] + b"\n",
        lambda line: b"\n",
        lambda line: b"nonsense\n",
        lambda line: b"[]\n",
        lambda line: line.replace(b'"id":"', b'"id":"x', 1),
        lambda line: line.replace(b'"vouched":true', b'"vouched":1'),
        lambda line: line.replace(b'"statement":{', b'"statement":{"id":"1",', 1),
        lambda line: line.replace(b'"statement":{', b'"statement":{{', 1),
        lambda line: line.replace(b'"statement":{', b'"statement":{"x":NaN,', 1),
        lambda line: line.replace(b'"statement":{', b'"statement":{"x":"\xff",', 1),
        lambda line: line.replace(b'"stored":"', b'"stored":"never'),
        lambda line: line.replace(b'"stored":"2', b'"stored":"3'),
        *(without(part) for part in ("id", "actor", "verb", "object", "stored", "authority")),
    ],
)
def test_a_broken_line_tells_its_number_and_nothing_of_its_batch_is_stored(
    people, tmp_path, monkeypatch, change
):
    monkeypatch.setattr(importing, "LINES_AT_ONCE", 4)
    path = tmp_path / "f"
    for number in range(10):
        store([completed(people[0], str(number))], now=NOW)
    lines = exported(path)
    good = lines[6]
    lines[6] = change(good)
    assert lines[6] != good
    path.write_bytes(b"".join(lines))
    emptied()
    with pytest.raises(CommandError, match="Line 7 cannot be read"):
        imported(path)
    assert Statement.objects.count() == StatementLink.objects.values("statement").distinct().count()
    assert Statement.objects.count() == 4
    lines[6] = good
    path.write_bytes(b"".join(lines))
    imported(path)
    assert Statement.objects.count() == 10


def test_a_kind_that_is_not_known_is_refused_by_its_line(people, tmp_path):
    path = tmp_path / "f"
    store([completed(people[0])], now=NOW)
    lines = exported(path)
    path.write_bytes(b"".join([lines[0], lines[1].replace(b"statement", b"surprise", 1)]))
    with pytest.raises(CommandError, match="Line 2 cannot be read: 'surprise' is no kind"):
        imported(path)


def test_another_statement_with_an_id_that_is_here_is_refused(people, tmp_path):
    path = tmp_path / "f"
    store([completed(people[0])], now=NOW)
    lines = exported(path)
    kept = Statement.objects.get().raw
    other = lines[1].replace(b"Lesson 1", b"Lesson 2")
    path.write_bytes(b"".join([lines[0], other]))
    with pytest.raises(CommandError, match=r"Line 2 .* another statement here has the id"):
        imported(path)
    path.write_bytes(b"".join([lines[0], lines[1], other]))
    with pytest.raises(CommandError, match=r"Line 3 .* another statement above has the id"):
        imported(path)
    assert Statement.objects.get().raw == kept


def test_an_unfinished_file_and_another_fact_key_are_told(people, tmp_path, settings):
    path = tmp_path / "f"
    store([completed(people[0])], now=NOW)
    path.write_bytes(b"".join(exported(path)[:-1]))
    settings.XAPI_FACT_KEY = "another" * 8
    _out, err = imported(path)
    assert "does not end as a finished export does" in err
    assert "another XAPI_FACT_KEY" in err


def test_an_alias_that_is_somebody_elses_here_is_refused(people, tmp_path):
    agent = {"mbox": "mailto:p@partner.example"}
    link_alias(own=people[0], agent=agent)
    exported(tmp_path / "f")
    Actor.objects.filter(same_as=people[0]).update(same_as=people[1])
    with pytest.raises(CommandError, match="linked to somebody else"):
        imported(tmp_path / "f")
