"""What systems say of a person that may not vouch for it is never shown as the person's record."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test.utils import override_settings

from courses.progress.selectors import course_progress
from learning.lrs.actors import agent_of
from learning.lrs.credentials import create_credential
from learning.lrs.models import Scope
from learning.lrs.sources import Source, source_of
from learning.lrs.store import store
from learning.people.models import User
from learning.records.models import Record
from learning.records.selectors import OTHERS_SHOWN
from learning.xapi import verbs
from learning.xapi.validation import Version
from tests.factories.clients import client_of
from tests.factories.courses import (
    NOW,
    Writing,
    complete_lessons,
    published_course,
    started,
    writing_department,
)
from tests.factories.people import cast
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept()
def writing() -> Writing:
    """A course that the learner has completed."""
    writing = writing_department(cast())
    published_course(writing, title="Done", slug="done", lessons=1)
    started(writing.cast.learner, "done", NOW)
    complete_lessons(writing.cast.learner, "done", 1, now=NOW)
    return writing


def key(activities: str = "", name: str = "Outsider Ltd") -> Source:
    new = create_credential(name=name, scopes=[Scope.STATEMENTS_WRITE], activities=activities)
    return source_of(new.credential, Version.V1_0)


def say(person: User, source: Source, **parts: Any) -> None:
    assert person.actor is not None
    progress = course_progress(person, "done")
    assert progress.registration is not None
    statement = {
        "id": str(uuid.uuid4()),
        "actor": agent_of(person.actor),
        "verb": verbs.FAILED.as_json(),
        "object": {"id": progress.activity.term.iri},
        "context": {"registration": str(progress.registration.pk)},
        **parts,
    }
    store([statement], now=NOW, source=source)


def record_page(person: User) -> str:
    record = Record.objects.get(activity__activity__slug="done")
    text = client_of(person).get(f"/my-learning/{record.pk}/").content.decode()
    return re.sub(r"<details.*?</details>", "", text, flags=re.DOTALL)


def test_what_nobody_vouches_for_is_somebodys_word(writing: Writing) -> None:
    learner = writing.cast.learner
    before = record_page(learner)
    assert "What others say" not in before
    say(learner, key())
    page = record_page(learner)
    assert "You did not pass" not in page
    assert "4 statements" in page, "the record is made of as many as before"
    mine, others = page.split("What others say")
    assert "Outsider Ltd" not in mine
    assert "Outsider Ltd says:" in others
    assert "failed" in others
    assert "changes nothing in your record" in others


def test_a_verb_that_only_ends_like_one_of_ours_is_told_in_its_own_words(writing: Writing) -> None:
    learner = writing.cast.learner
    home = course_progress(learner, "done").activity.term.iri
    verb = {"id": "https://outsider.example/failed", "display": {"en": "once failed"}}
    say(learner, key(home, "Partner"), verb=verb)
    page = record_page(learner)
    assert "You did not pass" not in page
    assert "once failed" in page
    say(learner, key(home, "Partner 2"), verb={"id": "urn:x:failed"})
    assert "urn:x:failed" in record_page(learner)


def test_what_a_partner_vouches_for_says_who_stated_it(writing: Writing) -> None:
    learner = writing.cast.learner
    say(learner, key(course_progress(learner, "done").activity.term.iri, "Partner"))
    page = record_page(learner)
    assert "You did not pass" in page
    assert "Stated by Partner" in page
    assert "What others say" not in page
    assert page.count("Stated by") == 1, "what this service states itself needs no source"


def test_of_much_that_others_say_the_latest_is_shown(writing: Writing) -> None:
    learner, source = writing.cast.learner, key()
    for number in range(OTHERS_SHOWN + 5):
        say(learner, source, verb={"id": f"urn:x:number-{number:02}"})
    page = record_page(learner)
    assert page.count("Outsider Ltd says:") == OTHERS_SHOWN
    assert f"The latest {OTHERS_SHOWN} of {OTHERS_SHOWN + 5} statements" in page
    assert "urn:x:number-24" in page
    assert "urn:x:number-04" not in page


@pytest.mark.parametrize("activities", ["", "https://digital-skills.example"])
def test_a_statement_that_is_too_long_does_not_make_the_page_so(
    writing: Writing, activities: str
) -> None:
    learner = writing.cast.learner
    source = key(activities)
    with override_settings(LRS_MAX_SHOWN_BYTES=5_000):
        before = len(record_page(learner))
        for _number in range(5):
            say(learner, source, result={"response": "long " * 5_000})
        record = Record.objects.get(activity__activity__slug="done")
        text = client_of(learner).get(f"/my-learning/{record.pk}/").content.decode()
        assert "This statement is too long to show here." in text
        assert "long long" not in text
        assert len(record_page(learner)) - before < 10_000


def test_a_markup_of_an_outsider_is_shown_as_text(writing: Writing) -> None:
    learner = writing.cast.learner
    evil = "<script>alert(1)</script>"
    new = create_credential(name=evil, scopes=[Scope.STATEMENTS_WRITE])
    say(
        learner,
        source_of(new.credential, Version.V1_0),
        verb={"id": "urn:x:v", "display": {"en": evil}},
        timestamp=(NOW + timedelta(days=1)).isoformat(),
    )
    assert evil not in record_page(learner)
