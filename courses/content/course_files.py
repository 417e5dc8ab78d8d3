"""A course written as files that an author can read: YAML and Markdown. Pure but for reading.

The format is told in docs/how-to/write-a-course-as-files.md.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import yaml
from markdown_it import MarkdownIt

# Only what a text block can hold: no HTML of one's own, no pictures, no tables.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])
NUMERIC = re.compile(r"^[\s£$€+−-]*[\d,. ]+\s*(%|p|pp|days?|minutes?|hours?)?$")


# What reading a file of another shape than expected raises.
MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)


class CourseFileError(ValueError):
    """Raised for a course folder that cannot be read; the message names file and place."""


@dataclass(frozen=True)
class LessonFile:
    """A lesson as its file says it; ``blocks`` still name files by their path in the folder."""

    id: UUID
    slug: str
    title: str
    summary: str
    minutes: int
    blocks: list[dict[str, Any]]


@dataclass(frozen=True)
class CourseFolder:
    """A course as its folder says it; ``digest`` changes with any byte of any file in it."""

    folder: Path
    id: UUID
    slug: str
    title: str
    summary: str
    topic: str
    level: str
    language: str
    review_date: datetime.date
    accessibility_notes: str
    outcomes: list[str]
    lessons: list[LessonFile]
    digest: str


def read_course(folder: Path) -> CourseFolder:
    """Read the course in ``folder``; raises CourseFileError for what is missing or malformed."""
    data = _load(folder / "course.yaml")
    try:
        lessons = [_lesson(folder / "lessons" / f"{name}.yaml") for name in data.get("lessons", [])]
        if not isinstance(data.get("review_date", datetime.date.min), datetime.date):
            raise TypeError("review_date is not a date such as 2027-06-01")
        return CourseFolder(
            folder=folder,
            id=UUID(data["id"]),
            slug=data["slug"],
            title=data["title"],
            summary=data["summary"],
            topic=data["topic"],
            level=data["level"],
            language=data["language"],
            review_date=data["review_date"],
            accessibility_notes=data.get("accessibility_notes", "").strip(),
            outcomes=list(data["outcomes"]),
            lessons=lessons,
            digest=_digest(folder),
        )
    except CourseFileError:
        raise
    except MALFORMED as fault:
        raise CourseFileError(f"{folder / 'course.yaml'}: {fault!r}") from fault


def rich_text(markdown: str) -> str:
    """Return Markdown as the HTML that a text block stores."""
    html = MARKDOWN.render(markdown).strip()
    for ours, stored in (("strong", "b"), ("em", "i")):
        html = html.replace(f"<{ours}>", f"<{stored}>").replace(f"</{ours}>", f"</{stored}>")
    return html


def _load(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise CourseFileError(f"{path}: there is no such file") from fault
    except OSError as fault:
        raise CourseFileError(f"{path}: {fault.strerror}") from fault
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise CourseFileError(f"{path}: {fault}") from fault
    if not isinstance(data, dict):
        raise CourseFileError(f"{path}: this is not a list of names and values")
    return data


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _lesson(path: Path) -> LessonFile:
    data = _load(path)
    try:
        key = UUID(data["id"])
        blocks = [_block(path, key, entry) for entry in data["body"]]
        return LessonFile(
            id=key,
            slug=data["slug"],
            title=data["title"],
            summary=data.get("summary", ""),
            minutes=int(data["minutes"]),
            blocks=blocks,
        )
    except CourseFileError:
        raise
    except MALFORMED as fault:
        raise CourseFileError(f"{path}: {fault!r}") from fault


def _block(path: Path, lesson: UUID, entry: Mapping[str, Any]) -> dict[str, Any]:
    kind = next((name for name in entry if name != "key"), None)
    if kind not in READERS or "key" not in entry:
        raise CourseFileError(f"{path}: a block needs a key and one of {', '.join(READERS)}")
    # The id follows from the lesson and the key, so loading again gives the same block.
    key = uuid5(lesson, entry["key"])
    return {"type": kind, "id": str(key), "value": READERS[kind](entry[kind], key)}


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
    "check": _check,
}
