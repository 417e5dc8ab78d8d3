"""Practice in SQL: every answer is run before anybody is asked, on a short lead."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError

from cms.blocks import sql
from cms.blocks.practice import PracticeBlock
from courses.content.freezing.rendering import words_of
from tests.factories.courses import from_file

TABLE = sql.Table(
    "visits", ("office", "people"), (False, True), (("Leeds", 3), ("Hull", None), ("Leeds", 2.5))
)


def test_a_query_reads_the_table_with_numbers_as_numbers() -> None:
    found = sql.run(TABLE, "SELECT office, SUM(people) AS all_people FROM visits GROUP BY 1")
    assert found.columns == ("office", "all_people")
    assert found.rows == (("Hull", None), ("Leeds", 5.5))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELEC",
        "SELECT nothing FROM visits",
        "DROP TABLE visits",
        "UPDATE visits SET people = 1",
        "SELECT 1; SELECT 2",
        "ATTACH DATABASE '/tmp/escaped.db' AS other",
        "VACUUM INTO '/tmp/escaped.db'",
        "PRAGMA database_list",
        "SELECT load_extension('/tmp/x.so')",
        "CREATE TABLE more (a)",
        "SELECT zeroblob(100000000)",
        "SELECT hex(zeroblob(90000000))",
        "SELECT x'00'",
        "SELECT a.people FROM visits a, visits b, visits c, visits d, visits e, visits f",
    ],
)
def test_a_query_that_does_anything_else_is_refused(query: str) -> None:
    with pytest.raises(sql.QueryError):
        sql.run(TABLE, query)


ENDLESS = "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a) SELECT max(x) FROM a"


def test_queries_without_an_end_are_stopped_after_one_time_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[float] = []

    def clock() -> float:
        """Each look at the clock takes a tenth of what all queries together may take."""
        looks.append(len(looks) * sql.SECONDS / 10)
        return looks[-1]

    monkeypatch.setattr(sql.time, "monotonic", clock)
    found = sql.run_all(TABLE, [ENDLESS] * 8)
    assert [str(one) for one in found] == ["interrupted"] * 8
    assert len(looks) < 30, "the others did not begin"


@pytest.mark.parametrize(
    ("query", "says"),
    [
        # Each within its own limits, together 200 rows of 50 columns of 100 kB.
        (
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 200) SELECT "
            + ", ".join(["printf('%.99999c', 'a')"] * 50)
            + " FROM n",
            "more than 100000 characters",
        ),
        ("SELECT " + ", ".join(["1"] * 51), "too many columns"),
        ("SELECT 'a' LIKE '" + "%a" * 200 + "'", "pattern too complex"),
        ("SELECT 9e999", "a number that is too large"),
        ("SELECT 9007199254740993", "a number that is too large"),
        ("SELECT " + "(" * 200 + "1" + ")" * 200, "depth|overflow|too large"),
    ],
)
def test_what_one_query_can_make_is_bounded(query: str, says: str) -> None:
    with pytest.raises(sql.QueryError, match=says):
        sql.run(TABLE, query)


def practice(**changed: Any) -> Any:
    """Return a practice as a file says it, with some of it changed."""
    task = {"question": "How many people by office?", "hint": "Use SUM.", "start": "SELECT"}
    task["answer"] = "SELECT office, SUM(people) FROM visits GROUP BY office ORDER BY office"
    given: dict[str, Any] = {
        "title": "Count visits",
        "table": {
            "name": "visits",
            "header": ["office", "people"],
            "rows": [["Leeds", 3], ["Hull", None], ["<b>Leeds", 2.5]],
        },
        "tasks": [task],
    }
    given["table"] = {**given["table"], **changed.pop("table", {})}
    given["tasks"] = [{**task, **changed.pop("task", {})}]
    block = PracticeBlock()
    return block.to_python(from_file("practice", {**given, **changed}, UUID(int=9)))


def test_a_practice_can_be_done_without_scripts_and_tells_them_all_they_need() -> None:
    block = PracticeBlock()
    html = block.render(block.clean(practice()), {"key": "k1"})
    assert 'id="practice-k1"' in html
    assert "&lt;b&gt;Leeds" in html
    assert "<b>" not in html
    assert html.count("<caption") == 2
    assert html.count("<details") == 2
    data = json.loads(re.search(r'type="application/json"[^>]*>(.*?)</script>', html)[1])
    assert data["tasks"] == [
        {
            "start": "SELECT",
            "ordered": False,
            "columns": ["office", "SUM(people)"],
            "rows": [["<b>Leeds", 2.5], ["Hull", None], ["Leeds", 3]],
        }
    ]
    assert data["table"]["rows"][1] == ["Hull", None]
    assert block.needs(None) == {"scripts": ["practice"]}
    found = words_of([{"html": html}])
    assert "How many people by office?" in found
    assert "row_count" not in found


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "an answer that does not run": ({"task": {"answer": "SELECT nothing"}}, "does not run"),
    "an answer that finds nothing": (
        {"task": {"answer": "SELECT * FROM visits WHERE people > 9"}}, "finds nothing",
    ),
    "an order that no query makes": (
        {"task": {"answer": "SELECT office FROM visits", "ordered": True}}, "ORDER BY",
    ),
    "a table called a word of SQL": ({"table": {"name": "order"}}, "word of SQL"),
    "a column called a word of SQL": (
        {"table": {"header": ["group", "people"]}}, "word of SQL",
    ),
    "a column with a space": ({"table": {"header": ["an office", "people"]}}, "cannot be the name"),
    "a name that breaks out": (
        {"table": {"header": ['a"); DROP TABLE x; --', "people"]}}, "cannot be the name",
    ),
    "two columns of one name": ({"table": {"header": ["people", "people"]}}, "of its own"),
    "a table name that breaks out": ({"table": {"name": "x; DROP"}}, "small letters"),
    "a number of 20 digits": (
        {"table": {"rows": [["Leeds", "1" * 20]]}}, "at most 15 digits",
    ),
    "a number of 5,000 digits": (
        {"table": {"rows": [["Leeds", "1" * 5000]]}}, "at most 15 digits",
    ),
    "a fraction of 400 digits": (
        {"table": {"rows": [["Leeds", "1" * 400 + ".5"]]}}, "at most 15 digits",
    ),
    "an answer without an end": ({"task": {"answer": ENDLESS}}, "interrupted"),
    "no rows": ({"table": {"rows": []}}, "at least one row"),
    "far too many rows": ({"table": {"rows": [["Leeds", 1]] * 101}}, "at most 100 rows"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_practice_that_cannot_be_done_is_refused(name: str) -> None:
    changed, words = WRONG[name]
    with pytest.raises(ValidationError) as refused:
        PracticeBlock().clean(practice(**changed))
    assert words in json.dumps(refused.value.as_json_data())


def test_words_in_a_column_of_numbers_are_named() -> None:
    value = practice()
    columns = value["table"].columns
    assert [column["block"].name for column in columns] == ["text", "number"]
    value["table"].row_data[0]["values"][1] = "1,200"
    with pytest.raises(ValidationError) as refused:
        PracticeBlock().clean(value)
    assert "1,200" in json.dumps(refused.value.as_json_data())


def test_a_draft_whose_answer_does_not_run_is_shown_all_the_same() -> None:
    html = PracticeBlock().render(practice(task={"answer": "SELECT nothing"}))
    assert "Count visits" in html
    assert "application/json" not in html
