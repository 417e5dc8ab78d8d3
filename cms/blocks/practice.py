"""Practice: a small table, and questions to answer with queries that run in the browser.

It never counts, and nothing that is typed leaves the browser. Anyone who has no scripts sees the
table, the questions, and an answer to open for each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks import sql
from cms.blocks.declared import ContentBlock
from cms.blocks.features import PASSAGE_FEATURES
from cms.blocks.practice_words import words
from cms.blocks.rich_text import RichTextBlock
from cms.blocks.translating import UntranslatedTableBlock, UntranslatedTextBlock
from cms.blocks.written import rich_text, stored_table, words_at

A_NUMBER = re.compile(r"-?\d+(\.\d+)?|")


class PracticeTaskBlock(blocks.StructBlock):
    """One question, and a query that answers it."""

    question = blocks.CharBlock(label=_("Question"), max_length=400)
    start = UntranslatedTextBlock(
        label=_("Query to begin with"),
        required=False,
        rows=2,
        help_text=_("What stands in the box at first. Leave it empty for a blank box."),
    )
    answer = UntranslatedTextBlock(
        label=_("Query that answers it"),
        rows=3,
        help_text=_("A learner’s query is right where it gives the same result as this one."),
    )
    ordered = blocks.BooleanBlock(
        label=_("The order of the rows matters"),
        required=False,
        help_text=_("Only where the question asks for an order."),
    )
    hint = blocks.TextBlock(label=_("Hint"), required=False, rows=2)
    explanation = blocks.TextBlock(
        label=_("Explanation"), required=False, rows=2, help_text=_("Shown with the answer.")
    )

    class Meta:
        icon = "help"
        label = _("Task")


class PracticeBlock(ContentBlock, blocks.StructBlock):
    """A table and tasks in SQL, with checked answers."""

    MOST_ROWS: ClassVar = 100

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    introduction = RichTextBlock(label=_("Introduction"), required=False, features=PASSAGE_FEATURES)
    table_name = blocks.RegexBlock(
        label=_("Name of the table in queries"),
        regex=rf"^{sql.NAME.pattern}$",
        max_length=40,
        error_messages={
            "invalid": _("Use small letters, numbers and _ only, beginning with a letter.")
        },
    )
    table = UntranslatedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("number", blocks.CharBlock(label=_("Number, aligned right"), required=False)),
        ],
        label=_("Table"),
        help_text=_(
            "Column headings are the names that queries use: small letters, numbers and _. "
            "Leave a cell empty where a value is missing."
        ),
    )
    tasks = blocks.ListBlock(PracticeTaskBlock(), label=_("Tasks"), min_num=1, max_num=8)

    def from_file(self, value: Any, key: UUID) -> dict[str, Any]:
        table = value["table"]
        rows = [["" if cell is None else str(cell) for cell in row] for row in table["rows"]]
        return {
            "title": value["title"],
            "introduction": rich_text(value.get("introduction", "")),
            "table_name": table["name"],
            "table": stored_table(
                table["header"],
                rows,
                caption="",
                # Every column of numbers is one to add up, the first too.
                is_number=lambda place: all(A_NUMBER.fullmatch(row[place]) for row in rows),
            ),
            "tasks": [
                {
                    "type": "item",
                    "id": str(uuid5(key, str(number))),
                    "value": {
                        "question": task["question"].strip(),
                        "start": words_at(task, "start"),
                        "answer": task["answer"].strip(),
                        "ordered": bool(task.get("ordered", False)),
                        "hint": words_at(task, "hint"),
                        "explanation": words_at(task, "explanation"),
                    },
                }
                for number, task in enumerate(value["tasks"])
            ],
        }

    def needs(self, value: Any) -> Mapping[str, list[str]]:
        return {"scripts": ["practice"]}

    def headings(self, value: Any) -> list[tuple[int, str]]:
        return [(3, value["title"] or "")]

    def clean(self, value: Any) -> Any:
        """Run every answer, so that no learner meets a task that cannot be done."""
        cleaned = super().clean(value)
        table = self._table_or_refusal(cleaned)
        errors = {}
        results = sql.run_all(table, [task["answer"] for task in cleaned["tasks"]])
        for number, (task, result) in enumerate(zip(cleaned["tasks"], results, strict=True)):
            if fault := _fault_in(task, result):
                errors[number] = blocks.StructBlockValidationError(
                    block_errors={"answer": ValidationError(fault)}
                )
        if errors:
            listed = blocks.list_block.ListBlockValidationError(block_errors=errors)
            raise blocks.StructBlockValidationError(block_errors={"tasks": listed})
        return cleaned

    def _table_or_refusal(self, value: Any) -> sql.Table:
        try:
            if len(value["table"].row_data) > self.MOST_ROWS:
                raise ValidationError(
                    gettext("A table to practise on has at most %(most)s rows.")
                    % {"most": self.MOST_ROWS}
                )
            table = table_of(value)
            if not table.rows:
                raise ValidationError(gettext("Give the table at least one row."))
            try:
                # Without marks, as a learner writes it: a word of SQL cannot be a name.
                names = ", ".join(table.columns)
                sql.run(table, f"SELECT {names} FROM {table.name}")  # noqa: S608 - plain names
            except sql.QueryError as fault:
                raise ValidationError(
                    gettext("A name of the table or of a column is a word of SQL: %(fault)s.")
                    % {"fault": fault}
                ) from fault
        except ValidationError as refused:
            raise blocks.StructBlockValidationError(block_errors={"table": refused}) from refused
        return table

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context.setdefault("key", "preview")
        context["has_introduction"] = bool(str(value["introduction"] or "").strip())
        context["tasks"] = value["tasks"]
        try:
            table = table_of(value)
        except ValidationError:
            return context  # a draft may be unfinished
        answered = sql.run_all(table, [task["answer"] or "" for task in value["tasks"]])
        results = [result for result in answered if isinstance(result, sql.Result)]
        if len(results) < len(answered):
            return context
        context["table"] = table
        context["results"] = results
        context["data"] = {
            "table": {
                "name": table.name,
                "creation": sql.creation(table),
                "columns": table.columns,
                "rows": table.rows,
            },
            "tasks": [
                {
                    "start": task["start"] or "",
                    "ordered": bool(task["ordered"]),
                    "columns": result.columns,
                    "rows": result.rows,
                }
                for task, result in zip(value["tasks"], results, strict=True)
            ],
            "words": words(),
        }
        return context

    class Meta:
        icon = "table"
        label = _("SQL practice")
        template = "blocks/practice.html"


def table_of(value: Any) -> sql.Table:
    """Return the table that an author wrote; raises ValidationError for what cannot be one."""
    columns = value["table"].columns
    names = tuple(str(column["heading"]).strip() for column in columns)
    for name in names:
        if not sql.NAME.fullmatch(name):
            raise ValidationError(
                gettext(
                    "“%(name)s” cannot be the name of a column. Use small letters, numbers and _, "
                    "beginning with a letter."
                )
                % {"name": name}
            )
    if not names or len(set(names)) < len(names):
        raise ValidationError(gettext("Give each column a name of its own."))
    numeric = tuple(column["block"].name == "number" for column in columns)
    rows = []
    for row in value["table"].rows:
        cells = []
        for name, number, bound in zip(names, numeric, row, strict=True):
            try:
                cells.append(sql.cell(str(bound.value or ""), numeric=number))
            except ValueError as words:
                raise ValidationError(
                    gettext(
                        "“%(words)s” in the column %(name)s is no number. Write 1200.50, without "
                        "commas, spaces or signs."
                    )
                    % {"words": words, "name": name}
                ) from words
            except OverflowError as number:
                raise ValidationError(
                    gettext(
                        "%(number)s in the column %(name)s is too large. Write a number of at most "
                        "15 digits."
                    )
                    % {"number": str(number)[:40], "name": name}
                ) from number
        rows.append(tuple(cells))
    return sql.Table(value["table_name"] or "", names, numeric, tuple(rows))


def _fault_in(task: Any, result: sql.Result | sql.QueryError) -> str:
    if isinstance(result, sql.QueryError):
        return gettext("This query does not run: %(fault)s.") % {"fault": result}
    if not result.rows:
        return gettext("This query finds nothing. Ask for something that is in the table.")
    if task["ordered"] and not re.search(r"\border\s+by\b", task["answer"], re.IGNORECASE):
        return gettext("The order matters here, so this query needs ORDER BY.")
    return ""
