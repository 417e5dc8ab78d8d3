"""Reading the page of an L&D lead, and letting people take courses."""

from __future__ import annotations

import html
import re

from django.utils import timezone

from learning.people.models import Organisation, User
from tests.factories.clients import client_of
from tests.factories.courses import complete_lessons, started
from tests.factories.people import PersonFactory

PAGE = "/insights/"
NOW = timezone.now()
SLUG = "asking-good-questions"


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def rows(page: str, caption: str) -> list[list[str]]:
    """Return the cells of the table with a caption, row by row, as they are read."""
    table = next(
        part for part in re.findall(r"<table.*?</table>", page, re.DOTALL) if caption in part
    )
    return [
        [
            html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", cell))).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr.*?</tr>", table.partition("<tbody")[2], re.DOTALL)
    ]


def seen(lead: User, caption: str = "What your people learn") -> list[list[str]]:
    answer = client_of(lead).get(PAGE)
    assert answer.status_code == 200
    return rows(answer.content.decode(), caption)


def take(organisation: Organisation, slug: str, *, people: int, done: int = 0) -> None:
    for number in range(people):
        person = PersonFactory(organisation=organisation)
        started(person, slug, NOW)
        if number < done:
            complete_lessons(person, slug, 1, 2, now=NOW)
