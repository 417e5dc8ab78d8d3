"""A script pasted into whatever a lesson can hold is words, and never runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Locale

from cms.publishing.gate import PublishRefused
from cms.snippets.models import GlossaryTerm, SharedPassage
from courses.content.models import CourseVersion, LessonPage
from tests.authorisation.editor import lesson_form, streamfield
from tests.factories.courses import Writing, body_of, draft_course, publish

SCRIPT = '</p></script><script>alert(1)</script><img src=x onerror="alert(1)">'
DANGEROUS = ("<script>alert", "<img src=x", 'href="javascript:')


def pasted(text: str = SCRIPT, *, address: str = "https://a.example/") -> str:
    """Return what the editor's text box sends: the script as words, and a link."""
    block = {
        "key": "aaaaa", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 0, "length": 4}], "data": {},
    }  # fmt: skip
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": address}}
    return json.dumps({"blocks": [block], "entityMap": {"0": link}})


def test_a_pasted_script_never_reaches_a_learner(
    writing: Writing, browser_of: Callable[..., Client]
) -> None:
    shared: dict[str, Any] = {
        "locale": Locale.get_default(), "collection": writing.department.collection,
    }  # fmt: skip
    word = GlossaryTerm.objects.create(term="words", also=SCRIPT, meaning=SCRIPT, **shared)
    passage = SharedPassage.objects.create(
        title=SCRIPT, body=json.dumps([{"type": "code", "value": _code()}]), **shared
    )
    page = draft_course(writing, lessons=1)
    lesson = LessonPage.objects.child_of(page).get()
    author = browser_of(writing.cast.author)
    editor = f"/cms-admin/pages/{lesson.pk}/edit/"
    scripted = streamfield([("text", pasted("words", address="javascript:alert(1)"))])
    assert author.post(editor, lesson_form(lesson, body=scripted)).status_code == 302
    with pytest.raises(PublishRefused, match="address"), transaction.atomic():
        publish(page)
    body = [
        ("text", pasted()),
        ("reveal", {"title": SCRIPT, "text": pasted()}),
        ("callout", {"kind": "note", "title": SCRIPT, "text": pasted("words")}),
        ("passage", str(passage.pk)),
        ("words", {"words": streamfield([("item", str(word.pk))])}),
        (
            "embed",
            {"address": "https://youtu.be/dQw4w9WgXcQ", "title": SCRIPT, "text": pasted()},
        ),
    ]
    answer = author.post(editor, lesson_form(lesson, body=streamfield(body)))
    assert answer.status_code == 302, answer.content.decode()
    publish(page)
    shown = "".join(segment["html"] for segment in body_of(CourseVersion.objects.get().steps.get()))
    assert shown.count("alert(1)") >= 6
    for dangerous in DANGEROUS:
        assert dangerous not in shown


def _code() -> dict[str, str]:
    return {"caption": SCRIPT, "language": "sql", "code": SCRIPT}
