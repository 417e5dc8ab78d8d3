"""A course written as files that an author can read: YAML and Markdown. Pure but for reading.

The format is told in docs/how-to/write-a-course-as-files.md.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import yaml

from cms.blocks.features import IN_A_PASSAGE
from courses.content.blocks import kinds_of_blocks

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
class PassageFile:
    """A passage that several lessons share, as its file says it."""

    id: UUID
    title: str
    blocks: list[dict[str, Any]]


@dataclass(frozen=True)
class CourseFolder:
    """A course as its folder says it; ``digest`` changes with any byte of its files."""

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
        # A translation is no part of the course that it translates.
        if path.is_file() and path.suffix != ".po":
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _lesson(path: Path) -> LessonFile:
    data = _load(path)
    try:
        key = UUID(data["id"])
        kinds = kinds_of_blocks()
        blocks = [_block(path, key, entry, kinds) for entry in data["body"]]
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


def _block(
    path: Path, owner: UUID, entry: Mapping[str, Any], kinds: Collection[str]
) -> dict[str, Any]:
    kind = next((name for name in entry if name != "key"), "")
    if kind == "passage" and kind not in kinds:
        raise CourseFileError(
            f"{path}: a shared passage cannot hold a shared passage, neither another nor itself"
        )
    if kind not in kinds or "key" not in entry:
        raise CourseFileError(f"{path}: a block needs a key and one of {', '.join(kinds)}")
    # The id follows from the owner and the key, so loading again gives the same block.
    key = uuid5(owner, entry["key"])
    value = kinds_of_blocks()[kind].from_file(entry[kind], key)
    if kind == "passage":
        value = _passage(path.parents[1] / value)
    return {"type": kind, "id": str(key), "value": value}


def _passage(path: Path) -> PassageFile:
    data = _load(path)
    try:
        key = UUID(data["id"])
        blocks = [_block(path, key, entry, IN_A_PASSAGE) for entry in data["body"]]
        return PassageFile(id=key, title=data["title"], blocks=blocks)
    except CourseFileError:
        raise
    except MALFORMED as fault:
        raise CourseFileError(f"{path}: {fault!r}") from fault
