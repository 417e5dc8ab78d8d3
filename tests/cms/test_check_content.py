"""What was saved or frozen before the sanitiser looked is found, and taken away on request."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Locale, Revision
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation

from cms.snippets.models import SharedPassage
from courses.additions.models import AdditionPage
from courses.content.models import AdditionVersion, CoursePage, FrozenLesson, LessonPage, Step
from tests.factories.additions import draft_addition, lesson, note, publish_addition
from tests.factories.courses import (
    Writing,
    body_of,
    publish,
    published_course,
    text,
    translated_by_machine,
)

pytestmark = pytest.mark.django_db
FORM = '<p>Words.</p><form action="https://evil.example/"><input name="q"></form><!-- x -->'


def checked(*options: str) -> str:
    out = io.StringIO()
    call_command("check_content", *options, stdout=out)
    return out.getvalue()


def written(table: str, column: str, value: Any) -> None:
    """Write beside everything that would look at it."""
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET "{column}" = %s', [json.dumps(value)])


def a_revision(value: Any) -> None:
    for revision in Revision.objects.filter(content__has_key="body"):
        Revision.objects.filter(pk=revision.pk).update(
            content={**revision.content, "body": json.dumps(value)}
        )


def an_override() -> None:
    segment = OverridableSegment.objects.filter(context__path__endswith="'").first()
    SegmentOverride.objects.bulk_create(
        [
            SegmentOverride(
                locale=Locale.objects.get(language_code="cy"), context=segment.context,
                data_json=json.dumps("javascript:alert(1)"),
            )
        ]
    )  # fmt: skip


BLOCKS = [{"type": "text", "id": "7a6e8d0e-0d3c-4d0e-9b1c-0d6a3f6e8d77", "value": FORM}]
NOTES = [
    {"type": "note", "id": "7a6e8d0e-0d3c-4d0e-9b1c-0d6a3f6e8d78",
     "value": {"lesson": None, "text": FORM}},
]  # fmt: skip
SEGMENTS = [{"html": FORM}]
PLACES: dict[str, tuple[str, Callable[[], object]]] = {
    "a lesson": (
        "content.lessonpage",
        lambda: written(LessonPage._meta.db_table, "body", BLOCKS),
    ),
    "a passage": (
        "snippets.sharedpassage",
        lambda: written(SharedPassage._meta.db_table, "body", BLOCKS),
    ),
    "an addition": (
        "additions.additionpage",
        lambda: written(AdditionPage._meta.db_table, "notes", NOTES),
    ),
    "a draft": ("wagtailcore.revision", lambda: a_revision(BLOCKS)),
    "a frozen lesson": (
        "content.frozenlesson", lambda: FrozenLesson.objects.update(body=SEGMENTS),
    ),
    "a frozen note": (
        "content.additionversion",
        lambda: AdditionVersion.objects.update(notes=[{**SEGMENTS[0], "step": None}]),
    ),
    "a translation": (
        "wagtail_localize.stringtranslation", lambda: StringTranslation.objects.update(data=FORM),
    ),
    "a link of a translation": ("wagtail_localize.segmentoverride", an_override),
}  # fmt: skip


@pytest.fixture
def content(writing: Writing, monkeypatch: pytest.MonkeyPatch) -> CoursePage:
    """A course with all that is looked at."""
    monkeypatch.setattr("cms.publishing.gate.errors_in", lambda revision: [])
    link = '<p>See <a href="https://a.example/">this</a>.</p>'
    course = published_course(writing, lessons=1, body=[{**text("Words."), "value": link}])
    translated_by_machine(course)
    SharedPassage.objects.create(
        title="A passage", body=json.dumps([text("Words.")]), locale=Locale.get_default(),
        collection=writing.department.collection,
    )  # fmt: skip
    publish_addition(
        draft_addition(
            course, below=writing.department.page, author=writing.cast.author, notes=[note()],
            lessons=[lesson()],
        )
    )  # fmt: skip
    return course


def test_there_is_nothing_to_find_in_what_is_written_here(content: CoursePage) -> None:
    assert checked() == "Nothing found.\n"


@pytest.mark.parametrize("name", PLACES)
def test_what_is_there_already_is_found_and_taken_away(content: CoursePage, name: str) -> None:
    place, put_in = PLACES[name]
    put_in()
    out = io.StringIO()
    with pytest.raises(CommandError, match="publish each again"):
        call_command("check_content", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines
    assert all(line.startswith(place) for line in lines), lines
    assert checked("--rewrite").endswith(f"{len(lines)} rewritten.\n")
    assert checked() == "Nothing found.\n"


def test_publishing_again_makes_a_version_without_it(content: CoursePage) -> None:
    FrozenLesson.objects.update(body=SEGMENTS)
    CoursePage.objects.get(pk=content.pk).get_latest_revision_as_object().save_revision()
    publish(content)
    current = Step.objects.get(course__page=content, course__current=True)
    assert content.versions.get(current=True).number == 2
    assert "<form" not in json.dumps(body_of(current))
