"""Statements leave for a file and arrive elsewhere as they were, each once, whatever interrupts."""

from __future__ import annotations

import io
import json
import random
import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from learning.lrs import actors, exporting, importing, terms
from learning.lrs.actors import create_own_actor, create_own_actors, link_alias
from learning.lrs.models import Actor, Arrival, Statement, StatementLink
from learning.lrs.progress import Bar
from learning.lrs.sources import source_of
from learning.lrs.store import store
from learning.lrs.sweeps import assign_positions
from learning.records.models import Record
from learning.xapi import json_text, verbs
from learning.xapi.validation import Version

from .conftest import NOW, completed, foreign, new_partner, void

pytestmark = pytest.mark.django_db
TABLES = (
    "lrs_statement, lrs_statementlink, lrs_arrival, lrs_projectiondue, lrs_credential, lrs_term,"
    " lrs_actor, records_record, records_registration"
)


def emptied():
    """Leave an installation in which nothing has ever been stated."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {TABLES} RESTART IDENTITY CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    # Other numbers than before, so that nothing can rest on them.
    create_own_actors(7)
    terms.remembered.forget()
    actors.remembered.forget()


def exported(path, *arguments):
    call_command("export_statements", str(path), *arguments, stderr=io.StringIO())
    return path.read_bytes().splitlines(keepends=True)


def imported(path):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_statements", str(path), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def rebuilt():
    call_command("rebuild_records", stdout=io.StringIO())
    return records()


def records():
    """Return every record by names, which alone are the same elsewhere."""
    rows = Record.objects.values()
    people = dict(Actor.objects.values_list("id", "identifier"))
    things = dict(Record.objects.values_list("activity_id", "activity__iri"))
    return sorted(
        (
            json.dumps(
                {
                    **{name: str(value) for name, value in row.items() if name != "id"},
                    "actor_id": people[row["actor_id"]],
                    "activity_id": things[row["activity_id"]],
                },
                sort_keys=True,
            )
            for row in rows
        ),
    )


def statements():
    """Return every statement with all that is known of it, by names, in the order of arrival."""
    assign = Arrival.objects.order_by("position").values_list("seqs", flat=True)
    order = {seq: place for place, seq in enumerate(seq for seqs in assign for seq in seqs)}
    rows = Statement.objects.values_list(
        "seq", "id", "actor__identifier", "verb__iri", "object_kind", "activity__iri",
        "refers_to", "registration", "authority__identifier", "vouched", "voided", "stored",
        "timestamp", "raw",
    )  # fmt: skip
    return [row[1:] for row in sorted(rows, key=lambda row: order[row[0]])]


def links():
    """Return every link by the statement's id and what it names."""
    iris = {}
    for kind, model, name in (((1, 2), "lrs_actor", "identifier::text"),
                              ((3, 4, 5), "lrs_term", "iri")):  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, {name} FROM {model}")
            iris |= {(one, id): text for id, text in cursor.fetchall() for one in kind}
    return sorted(
        (kind, str(iris.get((kind, target), target)), str(stored), str(id))
        for kind, target, stored, id in StatementLink.objects.values_list(
            "kind", "target", "stored", "statement__id"
        )
    )


@pytest.fixture
def people(db):
    return [create_own_actor() for _number in range(5)]


@pytest.fixture
def busy(people):
    """A store with everything in it that can be: partners, aliases, voiding in both orders."""
    chance = random.Random(4)
    trusted = source_of(new_partner().credential, Version.V1_0)
    stranger = source_of(new_partner("stranger", "").credential, Version.V2_0)
    for number, person in enumerate(people[:3]):
        link_alias(own=person, agent={"mbox": f"mailto:p{number}@partner.example"})
    early = str(uuid.uuid4())
    store([void(early)], now=NOW, source=trusted)
    for number in range(60):
        now = NOW + timedelta(seconds=number, milliseconds=chance.randrange(1000))
        person = chance.choice(people)
        if number % 3 == 0:
            score = {"score": {"scaled": 0.10 * chance.randrange(11)}, "success": True}
            agent = {"mbox": f"mailto:p{chance.randrange(4)}@partner.example"}
            parts = {"result": score, "timestamp": now.isoformat()}
            batch = [
                foreign(agent, verb=chance.choice([verbs.PASSED, verbs.FAILED]), **parts)
                for _one in range(3)
            ]
            if number == 3:
                batch[0]["id"] = early
            store(batch, now=now, source=trusted)
        elif number % 10 == 1:
            own = {"actor": people[0].identifier, "verb": {"id": "https://x.example/asked"}}
            about = {"objectType": "StatementRef", "id": str(Statement.objects.last().id)}
            store([{**own, "object": about}], now=now, source=stranger)
        else:
            registration = chance.choice([None, uuid.UUID(int=number % 4 + 1)])
            store(
                [completed(person, str(number % 6), timestamp=now, registration=registration)],
                now=now,
            )
    taken_back = Statement.objects.filter(vouched=True, authority__credentials__name="partner")
    store([void(taken_back.last().id)], now=NOW + timedelta(hours=1), source=trusted)
    assert assign_positions(now=NOW)
    assert Statement.objects.filter(voided=True).count() == 2
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


def whole_lines(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


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


# What is refused


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
    for name in ("ARRIVALS_AT_ONCE", "STATEMENTS_AT_ONCE", "ALIASES_AT_ONCE"):
        monkeypatch.setattr(exporting, name, 2)
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
