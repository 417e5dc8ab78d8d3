"""Pages, files and languages that count people, attacked by subtraction.

Two courses that differ only in a group of 1 to 4 people must look the same everywhere.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from courses.content.knowledge.checks import Check
from courses.content.models import CoursePage
from courses.progress.feedback import give_feedback
from courses.progress.selectors import course_progress
from courses.progress.services import answer_check, open_step
from learning.lrs import actors, definitions, terms
from learning.people.models import User
from tests.factories.clients import client_of
from tests.factories.courses import (
    Writing,
    body_of,
    complete_lessons,
    published_course,
    started,
    translated_by_machine,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"
LONG_AGO = timezone.now() - timedelta(days=60)
REPORTS = ("courses-in-use", "questions-in-lessons", "what-people-say")


@dataclass(frozen=True)
class Taken:
    """How many take a course; of whom complete it, stop, answer wrong, find it useful."""

    people: int
    done: int
    stopped: int
    wrong: int
    pleased: int


def take(slug: str, taken: Taken) -> None:
    for number in range(taken.people):
        person = PersonFactory()
        started(person, slug, LONG_AGO)
        _answer(person, slug, right=number >= taken.wrong)
        if number < taken.done:
            complete_lessons(person, slug, 1, 2, now=LONG_AGO)
        elif number < taken.done + taken.stopped:
            complete_lessons(person, slug, 1, now=LONG_AGO)
            progress = course_progress(person, slug)
            open_step(person=person, progress=progress, step=progress.steps[1], now=LONG_AGO)
        give_feedback(
            person=person,
            progress=course_progress(person, slug),
            usefulness=4 if number < taken.pleased else 1,
            comment="",
            now=LONG_AGO,
        )


def _answer(person: User, slug: str, *, right: bool) -> None:
    progress = course_progress(person, slug)
    step = progress.steps[0]
    check = next(Check.from_json(part["check"]) for part in body_of(step) if "check" in part)
    answer_check(
        person=person,
        progress=progress,
        step=step,
        check=check,
        answer=[next(option.key for option in check.options if option.correct is right)],
        previous="",
        now=LONG_AGO,
    )


def everything_shown(author: Client, page: CoursePage) -> dict[str, Any]:
    """Return all that the pages and files say, without what differs from one visit to the next."""
    seen: dict[str, Any] = {}
    for report in REPORTS:
        address = f"/cms-admin/reports/{report}/"
        seen[report] = _words(author.get(address).content.decode())
        comma = author.get(f"{address}?export=csv")
        text = b"".join(comma.streaming_content).decode("utf-8-sig")
        seen[f"{report}.csv"] = list(csv.reader(io.StringIO(text)))
        sheet = b"".join(author.get(f"{address}?export=xlsx"))
        book = openpyxl.load_workbook(io.BytesIO(sheet), read_only=True)
        seen[f"{report}.xlsx"] = [[str(cell) for cell in row] for row in book.active.values]
    seen["start page"] = _words(author.get("/cms-admin/").content.decode())
    edit = author.get(f"/cms-admin/pages/{page.pk}/edit/").content.decode()
    # A translation is edited text by text, without this panel.
    panel = re.findall(r"In this lesson now.*?Numbers of people are rounded", edit, re.DOTALL)
    assert panel or page.locale.language_code == "cy"
    seen["who gets a change"] = [_words(part) for part in panel]
    return seen


def _words(page: str) -> str:
    main = page.partition("<main")[2] or page
    main = re.sub(r"<script.*?</script>|<template.*?</template>", "", main, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>|\d+ (minutes?|seconds?) ago", " ", main))


ALIKE = {
    "who has not completed": (
        Taken(9, 6, 3, 0, 9),
        Taken(9, 7, 2, 0, 9),
    ),
    "who has completed": (
        Taken(10, 2, 0, 0, 10),
        Taken(10, 4, 0, 0, 10),
    ),
    "who was wrong": (
        Taken(10, 0, 0, 1, 10),
        Taken(10, 0, 0, 4, 10),
    ),
    "who was right": (
        Taken(10, 0, 0, 9, 10),
        Taken(10, 0, 0, 6, 10),
    ),
    "who did not like it": (
        Taken(10, 0, 0, 0, 9),
        Taken(10, 0, 0, 0, 6),
    ),
    "who has started": (
        Taken(2, 0, 0, 0, 1),
        Taken(4, 1, 2, 3, 4),
    ),
    "who came since yesterday": (
        Taken(8, 0, 0, 0, 8),
        Taken(11, 0, 0, 0, 11),
    ),
}


@pytest.mark.parametrize(
    ("group", "language"),
    [*((group, "en") for group in ALIKE), ("who has not completed", "cy"), ("who was wrong", "cy")],
)
def test_courses_that_differ_in_a_small_group_look_the_same(
    writing: Writing, group: str, language: str
) -> None:
    page = published_course(writing, title="A course", slug=SLUG)
    if language == "cy":
        page = translated_by_machine(page)
    author = client_of(writing.cast.author)
    seen = []
    for taken in ALIKE[group]:
        before = transaction.savepoint()
        take(page.slug, taken)
        seen.append(everything_shown(author, page))
        transaction.savepoint_rollback(before)
        for remembered in (terms.remembered, actors.remembered, definitions.remembered):
            remembered.forget()
    first, second = seen
    assert first == second
