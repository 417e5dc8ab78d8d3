"""Statements leave for a file and arrive elsewhere as they were, each once, whatever interrupts."""

from __future__ import annotations

import io
import json
import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from learning.lrs import exporting, importing, transfer_beside
from learning.lrs.actors import create_own_actor
from learning.lrs.models import Arrival, Statement
from learning.lrs.progress import Bar
from learning.lrs.sources import source_of
from learning.lrs.store import store
from learning.lrs.sweeps import assign_positions
from learning.xapi import json_text
from learning.xapi.validation import Version

from .conftest import NOW, completed, foreign, new_partner, void
from .moving import (
    emptied,
    exported,
    imported,
    links,
    make_busy,
    rebuilt,
    statements,
    whole_lines,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return [create_own_actor() for _number in range(5)]


@pytest.fixture
def busy(people):
    make_busy(people)
    return people


def test_everything_arrives_as_it_was_and_every_record_is_equal(busy, tmp_path):
    path = tmp_path / "statements.jsonl"
    before = (statements(), links(), rebuilt())
    assert len(before[2]) > 10
    exported(path)
    emptied()
    out, err = imported(path)
    assert f"{len(before[0])} statements stored, 0 were here already, 3 names" in out
    assert err == ""
    assign_positions(now=NOW)
    assert (statements(), links(), rebuilt()) == before
    # And once more from there: the file is the same but for the numbers of positions.
    again = tmp_path / "again.jsonl"
    exported(again)
    texts = [
        [line["statement"] for line in map(json.loads, file.open()) if line.get("statement")]
        for file in (path, again)
    ]
    assert texts[0] == texts[1]


def test_numbers_are_kept_as_they_were_written(people, tmp_path):
    raw = json.dumps(foreign(result={"score": {"raw": 1}})).replace('"raw": 1', '"raw": 1.500e2')
    source = source_of(new_partner().credential, Version.V1_0)
    store([json_text.parse(raw.encode())], now=NOW, source=source)
    before = Statement.objects.get().raw
    assert "1.500e2" in before
    exported(tmp_path / "f")
    emptied()
    imported(tmp_path / "f")
    assert Statement.objects.get().raw == before


def test_importing_again_changes_nothing_and_understands_nothing(busy, tmp_path, monkeypatch):
    path = tmp_path / "f"
    exported(path)
    before = (statements(), links(), Arrival.objects.count())
    monkeypatch.setattr(importing.json_text, "parse", None)
    out, _err = imported(path)
    assert f"0 statements stored, {len(before[0])} were here already" in out
    assert (statements(), links(), Arrival.objects.count()) == before


@pytest.mark.parametrize("at", [0, 1, 7, 25])
def test_an_interrupted_import_is_run_again(busy, tmp_path, monkeypatch, at):
    path = tmp_path / "f"
    monkeypatch.setattr(importing, "LINES_AT_ONCE", 3)
    before = (statements(), links(), rebuilt())
    exported(path)
    emptied()
    calls = []

    def killed(rows, real=importing._store):
        calls.append(rows)
        if len(calls) > at:
            raise KeyboardInterrupt
        real(rows)

    with monkeypatch.context() as patch:
        patch.setattr(importing, "_store", killed)
        with pytest.raises(KeyboardInterrupt):
            imported(path)
    assert Statement.objects.count() == sum(len(rows) for rows in calls[:at])
    imported(path)
    assign_positions(now=NOW)
    assert (statements(), links(), rebuilt()) == before


@pytest.mark.parametrize("share", [0.02, 0.3, 0.31, 0.55, 0.97, 0.999])
def test_an_interrupted_export_is_taken_up_where_it_stopped(busy, tmp_path, share):
    whole, part = tmp_path / "whole", tmp_path / "part"
    exported(whole)
    text = whole.read_bytes()
    part.write_bytes(text[: max(int(len(text) * share), len(text.partition(b"\n")[0]) + 1)])
    exported(part)

    def of(path, kind):
        return [line for line in whole_lines(path) if line.get("kind") == kind]

    assert of(part, "statement") == of(whole, "statement")
    assert whole_lines(part)[-1] == whole_lines(whole)[-1]
    emptied()
    _out, err = imported(part)
    assert err == ""


def test_a_finished_export_is_brought_up_to_date(busy, tmp_path):
    path = tmp_path / "f"
    exported(path)
    first = len(whole_lines(path))
    [late] = store([completed(busy[0], "new", timestamp=NOW)], now=NOW + timedelta(days=1)).new
    exported(path)
    fresh = [line for line in whole_lines(path)[first:] if line["kind"] == "statement"]
    assert [line["id"] for line in fresh] == [str(late.id)]
    before = (statements(), links())
    emptied()
    _out, err = imported(path)
    assert err == ""
    assign_positions(now=NOW)
    assert (statements(), links()) == before


def test_only_what_came_after_a_position(busy, tmp_path):
    path, rest = tmp_path / "f", tmp_path / "rest"
    exported(path)
    lines = [line for line in whole_lines(path) if line.get("kind") == "statement"]
    middle = lines[len(lines) // 2]["position"]
    exported(rest, "--since-position", str(middle))
    after = [line for line in whole_lines(rest) if line.get("kind") == "statement"]
    assert after == [line for line in lines if line["position"] > middle]
    with pytest.raises(CommandError, match="its own last line"):
        exported(path, "--since-position", "1")


def test_a_voiding_that_is_imported_later_takes_back_what_is_here(people, tmp_path):
    first, second = tmp_path / "1", tmp_path / "2"
    source = source_of(new_partner().credential, Version.V1_0)
    sent = foreign()
    store([sent], now=NOW, source=source)
    exported(first)
    store([void(sent["id"])], now=NOW, source=source)
    exported(second, "--since-position", "1")
    for order in ((first, second), (second, first)):
        emptied()
        for path in order:
            imported(path)
        assert Statement.objects.get(id=sent["id"]).voided
        assert rebuilt() == []


def test_a_voiding_by_somebody_else_takes_nothing_back_here_either(people, tmp_path):
    mine = source_of(new_partner().credential, Version.V1_0)
    theirs = source_of(new_partner("other").credential, Version.V1_0)
    id = str(uuid.uuid4())
    store([void(id)], now=NOW, source=theirs)
    store([foreign(id=id)], now=NOW, source=mine)
    exported(tmp_path / "f")
    emptied()
    imported(tmp_path / "f")
    assert not Statement.objects.get(id=id).voided


def test_what_was_voided_stays_voided_when_the_voiding_is_not_in_the_file(people, tmp_path):
    source = source_of(new_partner().credential, Version.V1_0)
    sent = foreign()
    store([sent], now=NOW, source=source)
    store([void(sent["id"])], now=NOW, source=source)
    lines = exported(tmp_path / "f")
    (tmp_path / "f").write_bytes(b"".join(line for line in lines if b'"refers' not in line))
    emptied()
    imported(tmp_path / "f")
    assert Statement.objects.get(id=sent["id"]).voided


# Ways


def test_the_standard_output_gets_the_same(busy, tmp_path, capfdbinary):
    whole = exported(tmp_path / "f")
    call_command("export_statements", "-", stderr=io.StringIO())
    assert capfdbinary.readouterr().out.splitlines(keepends=True) == whole


def test_what_has_no_position_yet_is_given_one_and_exported(people, tmp_path):
    store([completed(people[0])], now=NOW)
    assert Arrival.objects.get().position is None
    assert len(exported(tmp_path / "f")) == 3


def test_small_steps_give_the_same_file(busy, tmp_path, monkeypatch):
    whole = exported(tmp_path / "f")
    for name in ("ARRIVALS_AT_ONCE", "STATEMENTS_AT_ONCE"):
        monkeypatch.setattr(exporting, name, 2)
    monkeypatch.setattr(transfer_beside, "AT_ONCE", 2)
    monkeypatch.setattr(exporting, "LAST_LINE_STEP", 16)
    assert exported(tmp_path / "g") == whole
    (tmp_path / "g").write_bytes(b"".join(whole)[:-7])
    exported(tmp_path / "g")
    assert whole_lines(tmp_path / "g")[-1] == json.loads(whole[-1])


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_is_drawn_on_a_terminal_and_nowhere_else():
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        bar = Bar(stream, "Exporting")
        for done in range(1001):
            bar(done, 1000)
        bar.close()
    assert pipe.getvalue() == ""
    assert terminal.getvalue().startswith("\rExporting [")
    assert terminal.getvalue().endswith("] 100%\n")
    assert terminal.getvalue().count("\r") < 20, "it is not drawn for every statement"
