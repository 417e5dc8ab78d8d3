"""The blocks of a lesson as its file says them, one reader for each kind. Pure.

A reader returns what the block stores; files are still named by their path in the folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid5

from markdown_it import MarkdownIt

# Only what a text block can hold: no HTML of one's own, no pictures, no tables.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])
NUMERIC = re.compile(r"^[\s£$€+−-]*[\d,. ]+\s*(%|p|pp|days?|minutes?|hours?)?$")


def rich_text(markdown: str) -> str:
    """Return Markdown as the HTML that a text block stores."""
    html = MARKDOWN.render(markdown).strip()
    for ours, stored in (("strong", "b"), ("em", "i")):
        html = html.replace(f"<{ours}>", f"<{stored}>").replace(f"</{ours}>", f"</{stored}>")
    return html


def _image(value: Mapping[str, Any], key: UUID) -> dict[str, Any]:
    return {
        "image": {
            "image": value["file"],
            "decorative": bool(value.get("decorative", False)),
            "alt_text": value.get("alt", ""),
        },
        "caption": value.get("caption", ""),
        "description": value.get("description", "").strip(),
    }


def _code(value: Mapping[str, Any], key: UUID) -> dict[str, Any]:
    return {
        "caption": value["caption"],
        "language": value["language"],
        "code": value["code"].rstrip("\n"),
    }


def _table(value: Mapping[str, Any], key: UUID) -> dict[str, Any]:
    rows = [[str(cell) for cell in row] for row in value["rows"]]
    columns = []
    for number, heading in enumerate(value["header"]):
        numeric = number > 0 and all(NUMERIC.match(row[number]) for row in rows)
        columns.append({"type": "number" if numeric else "text", "heading": heading})
    return {
        "row_headers": bool(value.get("row_headers", False)),
        "table": {
            "columns": columns,
            "rows": [{"values": row} for row in rows],
            "caption": value["caption"],
        },
    }


def _callout(value: Mapping[str, Any], key: UUID) -> dict[str, Any]:
    return {
        "kind": value["kind"],
        "title": value.get("title", ""),
        "text": rich_text(value["text"]),
    }


def _case_study(value: Mapping[str, Any], key: UUID) -> dict[str, Any]:
    return {
        "title": value["title"],
        "setting": value["setting"],
        "text": rich_text(value["text"]),
        "question": value.get("question", "").strip(),
        "answer": rich_text(value.get("answer", "")),
    }


def _download(value: Mapping[str, Any], key: UUID) -> dict[str, Any]:
    return {
        "document": value["file"],
        "title": value["title"],
        "description": value.get("description", "").strip(),
    }


def _recording(value: Mapping[str, Any], key: UUID) -> dict[str, Any]:
    return {
        "file": value["file"],
        "title": value["title"],
        "captions": value.get("captions"),
        "transcript": rich_text(value.get("transcript", "")),
    }


def _embed(value: Mapping[str, Any], key: UUID) -> dict[str, Any]:
    return {
        "address": value["address"],
        "title": value["title"],
        "text": rich_text(value["text"]),
    }


def _reveal(value: Mapping[str, Any], key: UUID) -> dict[str, Any]:
    return {"title": value["title"], "text": rich_text(value["text"])}


def _practice(value: Mapping[str, Any], key: UUID) -> dict[str, Any]:
    table = value["table"]
    rows = [["" if cell is None else str(cell) for cell in row] for row in table["rows"]]
    # Every column of numbers is one to add up, the first too.
    numeric = [
        all(re.fullmatch(r"-?\d+(\.\d+)?|", row[number]) for row in rows)
        for number, _heading in enumerate(table["header"])
    ]
    return {
        "title": value["title"],
        "introduction": rich_text(value.get("introduction", "")),
        "table_name": table["name"],
        "table": {
            "columns": [
                {"type": "number" if number else "text", "heading": heading}
                for heading, number in zip(table["header"], numeric, strict=True)
            ],
            "rows": [{"values": row} for row in rows],
            "caption": "",
        },
        "tasks": [
            {
                "type": "item",
                "id": str(uuid5(key, str(number))),
                "value": {
                    "question": task["question"].strip(),
                    "start": task.get("start", "").strip(),
                    "answer": task["answer"].strip(),
                    "ordered": bool(task.get("ordered", False)),
                    "hint": task.get("hint", "").strip(),
                    "explanation": task.get("explanation", "").strip(),
                },
            }
            for number, task in enumerate(value["tasks"])
        ],
    }


def _words(value: list[Mapping[str, Any]], key: UUID) -> list[dict[str, str]]:
    return [
        {
            "term": str(word["term"]).strip(),
            "also": "\n".join(str(form).strip() for form in word.get("also", [])),
            "meaning": word["meaning"].strip(),
        }
        for word in value
    ]


def _check(value: Mapping[str, Any], key: UUID) -> dict[str, Any]:
    return {
        "kind": value["kind"],
        "question": value["question"].strip(),
        "options": [
            {
                "type": "item",
                "id": str(uuid5(key, str(number))),
                "value": {
                    "text": str(option["text"]).strip(),
                    "correct": bool(option.get("correct", False)),
                    "feedback": option.get("feedback", "").strip(),
                },
            }
            for number, option in enumerate(value["options"])
        ],
        "explanation": value.get("explanation", "").strip(),
    }


READERS: dict[str, Callable[[Any, UUID], Any]] = {
    "text": lambda value, key: rich_text(value),
    "image": _image,
    "code": _code,
    "table": _table,
    "callout": _callout,
    "case_study": _case_study,
    "download": _download,
    "video": _recording,
    "audio": _recording,
    "embed": _embed,
    "reveal": _reveal,
    "check": _check,
    "practice": _practice,
    "words": _words,
    "passage": lambda value, key: value["file"],
}
