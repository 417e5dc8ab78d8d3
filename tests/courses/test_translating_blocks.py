"""The further blocks in another language: words are translated, names and queries are not."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringSegment

from cms.snippets.models import GlossaryTerm, SharedPassage
from courses.content.models import CourseVersion
from courses.content.translation.courses import begin_translation
from tests.courses.test_blocks_in_a_browser import PRACTICE
from tests.courses.test_translating import translate
from tests.factories.courses import Writing, body_of, from_file, publish, published_course, text

pytestmark = pytest.mark.django_db


def test_a_practice_and_shared_content_come_through_translation(writing: Writing) -> None:
    english, folder = Locale.get_default(), writing.department.collection
    welsh = Locale.objects.get_or_create(language_code="cy")[0]
    passage = SharedPassage.objects.create(
        title="Help", locale=english, collection=folder, body=json.dumps([text("Ring 4000.")])
    )
    word = GlossaryTerm.objects.create(
        term="office", meaning="A place.", locale=english, collection=folder
    )
    card = {"address": "https://youtu.be/dQw4w9WgXcQ", "title": "A talk", "text": "Words."}
    words = [{"type": "item", "id": str(UUID(int=9)), "value": word.pk}]
    body = [
        {**text("Every office counts."), "value": "<h2>Try it</h2><p>Every office counts.</p>"},
        {
            "type": "practice",
            "id": str(UUID(int=1)),
            "value": from_file("practice", PRACTICE, UUID(int=1)),
        },
        {
            "type": "embed",
            "id": str(UUID(int=2)),
            "value": from_file("embed", card, UUID(int=2)),
        },
        {"type": "passage", "id": str(UUID(int=3)), "value": passage.pk},
        {"type": "words", "id": str(UUID(int=4)), "value": {"words": words}},
    ]
    course = published_course(writing, lessons=1, body=body)
    begin_translation(course=course, locale=welsh, user=None)
    texts = set(StringSegment.objects.values_list("string__data", flat=True))
    assert {"Count visits", PRACTICE["tasks"][0]["question"], "A talk"} <= texts
    assert not [one for one in texts if "SELECT" in one or "youtu" in one or one == "people"]

    live = publish(translate(course, welsh))
    version = CourseVersion.objects.get(page=live, current=True, language="cy")
    shown = str(body_of(version.steps.first()))
    for words_shown in (
        "CY Count visits", "SELECT office, SUM(people)", "CY A talk", "youtube-nocookie",
        '<div class="app-passage" lang="en-GB">', "Ring 4000.", "A place.", "Dechrau’r ymarfer",
    ):  # fmt: skip
        assert words_shown in shown, words_shown
    assert version.raw["shared_content"].keys() == {passage.uid, word.uid}
