"""Partners that may vouch for our own activities say odd things; every page that reads them opens.

Valid is much more than what our forms make: nearly every part may be missing, be empty, or mean
something else. Each verb that a consumer, a page or a report reads is stored with every such part,
and then all of them are opened; so are pages about statements that came before a rule was stricter.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from courses.content.models import CoursePage
from courses.progress.feedback import opinions_on
from courses.progress.insight import checks_of, course_use
from courses.progress.selectors import course_progress
from learning.lrs.actors import agent_of
from learning.lrs.credentials import create_credential
from learning.lrs.models import ProjectionDue, Scope, Statement
from learning.lrs.sources import Source, source_of
from learning.lrs.store import store
from learning.people.models import User
from learning.records.models import Record
from learning.xapi import json_text, verbs
from learning.xapi.validation import Version
from tests.factories.clients import client_of
from tests.factories.courses import (
    Writing,
    body_of,
    complete_lessons,
    published_course,
    started,
    writing_department,
)
from tests.factories.people import PersonFactory, cast

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"
NOW = timezone.now() - timedelta(days=60)
READ = [verb for verb in verbs.ALL if verb is not verbs.VOIDED]
ODD_NUMBER = {"urn:x:n": "ODD_NUMBER"}

# What a valid statement may say, or leave out.
RESULTS: dict[str, Any] = {
    "no result": None,
    "an empty result": {},
    "an empty score": {"score": {}},
    "only a least score": {"score": {"min": 0}},
    "a score of no rating": {"score": {"raw": 3.5}},
    "a huge score": {"score": {"raw": 1e300}},
    "a score with thirty digits": {"score": {"raw": 10**29}},
    "a rating without words": {"score": {"raw": 4, "min": 1, "max": 5}},
    "a scaled rating": {"score": {"scaled": 0.75}},
    "the least score": {"score": {"scaled": -1}},
    "a score with many digits": {"score": {"scaled": 0.123456789012345}},
    "an empty answer": {"response": ""},
    "a long answer": {"response": "word " * 20_000, "score": {"raw": 4}},
    "an answer of markup": {"response": "<script>alert(1)</script>[,][,][.]", "success": True},
    "only success": {"success": True},
    "only no success": {"success": False},
    "success in other words": {"extensions": {"urn:x:s": {"success": True}}},
    "success in a text": {"response": '"success":true'},
    "a number that is too small for a database": {"extensions": ODD_NUMBER},
}
PARTS: dict[str, dict[str, Any]] = {
    "nothing else": {},
    "words without a language": {"verb_display": {}, "name": {}},
    "words in a language nobody speaks": {"verb_display": {"x-odd": "✓"}, "name": {"x-odd": ""}},
    "the year 1": {"timestamp": "0001-01-02T00:00:00Z"},
    "the year 9999": {"timestamp": "9999-12-30T00:00:00Z"},
    "a context that says nothing": {"context": {}},
    "activities that are none": {"context": {"contextActivities": {"parent": []}}},
    "an activity alone": {"context": {"contextActivities": {"parent": {"id": "urn:x:p"}}}},
    "a long statement": {"context": {"extensions": {"urn:x:e": ["x" * 99] * 1000}}},
    "a deep statement": {"context": {"extensions": {"urn:x:e": json.loads("[" * 50 + "]" * 50)}}},
}
# What only an import, or an older version, can have stored.
INVALID: list[dict[str, Any]] = [
    {"result": []},
    {"result": "passed"},
    {"result": {"score": 5, "success": "true", "response": 7}},
    {"result": {"score": {"raw": "4", "scaled": "1"}}},
    {"result": {"score": {"raw": True, "scaled": 7}}},
    {"context": "none"},
    {"context": {"contextActivities": {"parent": {"id": "urn:x:p"}, "other": ["urn:x:o"]}}},
    {"context": {"registration": "none"}},
    {"verb_display": "passed"},
    {"verb_display": {"en": 1}},
    {"name": ["Lesson"]},
    {"definition": "none"},
    {"attachments": {"sha2": "none"}},
]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Writing, CoursePage]]:
    """Six people who have begun a course; the learner of the cast is one of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        writing = writing_department(cast())
        page = published_course(writing)
        people = [writing.cast.learner] + [
            User.objects.create_user(f"person{number}@demo.example", full_name=f"Person {number}")
            for number in range(5)
        ]
        for person in people:
            started(person, SLUG, NOW)
            complete_lessons(person, SLUG, 1, now=NOW)
        yield writing, page
        transaction.set_rollback(True)


@pytest.fixture
def source() -> Source:
    """A partner that may vouch for whatever is ours."""
    new = create_credential(name="Partner", scopes=[Scope.ALL], activities=settings.XAPI_HOME)
    return source_of(new.credential, Version.V1_0)


def said(person: User, verb: verbs.Verb, iri: str, **parts: Any) -> dict[str, Any]:
    assert person.actor is not None
    statement: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "actor": agent_of(person.actor),
        "verb": {"id": verb.iri},
        "object": {"id": iri},
    }
    if "verb_display" in parts:
        statement["verb"]["display"] = parts.pop("verb_display")
    if "name" in parts:
        statement["object"]["definition"] = {"name": parts.pop("name")}
    if "definition" in parts:
        statement["object"]["definition"] = parts.pop("definition")
    return {**statement, **{name: part for name, part in parts.items() if part is not None}}


def as_sent(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return statements as they are read from a request: numbers as they were written."""
    text = json.dumps(statements).replace('"ODD_NUMBER"', "1e-99999")
    sent: list[dict[str, Any]] = json_text.parse(text.encode())
    return sent


def activities(person: User) -> list[str]:
    """Return the course, its lessons and their checks, by address."""
    progress = course_progress(person, SLUG)
    found = [progress.activity.term.iri]
    for step in progress.steps:
        found.append(step.frozen.term.iri)
        found += [
            f"{step.frozen.term.iri}/checks/{part['check']['key']}"
            for part in body_of(step)
            if "check" in part
        ]
    return found


def everything(person: User) -> Iterator[dict[str, Any]]:
    registration = str(course_progress(person, SLUG).registration.pk)  # type: ignore[union-attr]
    for verb in READ:
        for iri in activities(person):
            for result in RESULTS.values():
                yield said(person, verb, iri, result=result, context={"registration": registration})
            for parts in PARTS.values():
                context = {"registration": registration, **parts.get("context", {})}
                yield said(person, verb, iri, **{**parts, "context": context})
                yield said(person, verb, iri, **parts)


def open_every_page(writing: Writing) -> None:
    """Open what reads statements, as those who may; nothing is a server error or a script."""
    people = writing.cast
    learner, lead, author = (
        client_of(one) for one in (people.learner, people.ld_lead, people.author)
    )
    own = Record.objects.filter(actor=people.learner.actor_id, activity__activity__isnull=False)
    records = [f"/my-learning/{key}/" for key in own.values_list("pk", flat=True)]
    assert records
    lists = ["/statements/", "/statements/?verb=" + verbs.PASSED.iri]
    pages = [
        (learner, "/"),
        (learner, "/my-learning/"),
        (learner, "/my-learning/?year=1"),
        *((learner, f"{record}{page}") for record in records for page in ("", "?page=2")),
        (learner, f"/courses/{SLUG}/"),
        (learner, f"/courses/{SLUG}/lesson-1/"),
        (learner, f"/courses/{SLUG}/lesson-2/"),
        (learner, f"/courses/{SLUG}/finished/"),
        (learner, f"/courses/{SLUG}/feedback/"),
        *((lead, address) for address in lists),
        (author, "/cms-admin/"),
        *(
            (author, f"/cms-admin/reports/{report}/{how}")
            for report in ("courses-in-use", "questions-in-lessons", "what-people-say")
            for how in ("", "?export=csv")
        ),
    ]
    for client, address in pages:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"<script>alert" not in text, address
        assert len(text) < 8_000_000, (address, len(text))
    for client, address in ((learner, "/my-learning.csv"), (lead, "/statements.jsonl")):
        assert b"".join(client.get(address).streaming_content)


def test_pages_open_whatever_a_partner_that_may_vouch_says(
    world: tuple[Writing, CoursePage], source: Source
) -> None:
    writing, page = world
    learner = writing.cast.learner
    term = course_progress(learner, SLUG).activity.term_id
    statements = as_sent(list(everything(learner)))
    for begin in range(0, len(statements), 500):
        store(statements[begin : begin + 500], now=NOW, source=source)
    assert not ProjectionDue.objects.exists(), ProjectionDue.objects.first()
    assert Statement.objects.filter(vouched=True, actor=learner.actor_id).count() > len(statements)
    opinions = opinions_on([term])[term]
    assert opinions.people <= 1, "one person has one opinion"
    course_use([page], now=timezone.now())
    open_every_page(writing)
    call_command("rebuild_records", "--check", verbosity=0)


def test_a_rating_counts_only_where_it_is_one_of_our_answers(
    world: tuple[Writing, CoursePage], source: Source
) -> None:
    learner = world[0].cast.learner
    progress = course_progress(learner, SLUG)
    term, iri = progress.activity.term_id, progress.activity.term.iri
    for result in (*RESULTS.values(), {"score": {"raw": 3}, "response": "Good " * 500}):
        store(as_sent([said(learner, verbs.RATED, iri, result=result)]), now=NOW, source=source)
        opinions = opinions_on([term]).get(term)
        raw = ((result or {}).get("score") or {}).get("raw")
        counts = dict(opinions.counts) if opinions else {}
        assert counts == ({raw: 1} if raw in (3, 4) and len(str(result)) < 50_000 else {}), result
    assert opinions is not None
    assert [len(words) for _usefulness, words in opinions.comments] == [1000]


def test_a_first_answer_is_right_where_it_says_so_and_not_where_its_text_does(
    world: tuple[Writing, CoursePage], source: Source
) -> None:
    writing, page = world
    people = [PersonFactory() for _number in range(10)]
    check = activities(writing.cast.learner)[2]
    results: list[dict[str, Any]] = [
        *[{"success": True}] * 5,
        {"success": False, "response": '"success":true'},
        {"extensions": {"urn:x:s": {"success": True}}},
        {"response": '{"success":true}'},
        {"success": False},
        {},
    ]
    for person, result in zip(people, results, strict=True):
        store([said(person, verbs.ANSWERED, check, result=result)], now=NOW, source=source)
    [use] = checks_of([page])
    assert (use.people, use.share) == (10, 50)


def test_pages_open_whatever_was_stored_before_a_rule_was_stricter(
    world: tuple[Writing, CoursePage], source: Source
) -> None:
    writing, _page = world
    learner = writing.cast.learner
    registration = str(course_progress(learner, SLUG).registration.pk)  # type: ignore[union-attr]
    for verb in READ:
        for iri in activities(learner)[:3]:
            for odd in INVALID:
                now = said(learner, verb, iri, context={"registration": registration})
                [id] = store([now], now=NOW, source=source).ids
                row = Statement.objects.get(id=id)
                was = {**json.loads(row.raw), **said(learner, verb, iri, **odd), "id": str(id)}
                Statement.objects.filter(pk=row.pk).update(raw=json.dumps(was))
    open_every_page(writing)
    lead = client_of(writing.cast.ld_lead)
    for id in (
        Statement.objects.filter(vouched=True).values_list("id", flat=True).order_by("-seq")[:30]
    ):
        assert lead.get(f"/statements/{id}/").status_code in (200, 404)
    call_command("rebuild_records", verbosity=0)
