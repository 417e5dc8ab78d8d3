"""Every way in which words get into a page passes the one sanitiser, at saving and at freezing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Revision
from wagtail_localize.models import SegmentOverride, StringTranslation

from cms.blocks.addresses import safe_address
from cms.snippets.models import SharedPassage
from courses.additions.models import AdditionPage
from courses.content.models import AdditionVersion, FrozenLesson, LessonPage
from tests.bad_input import ways, ways_of_translators
from tests.bad_input.ways import Browser
from tests.factories.courses import Writing, published_course, text
from tests.markup import HOSTILE, hostile_in

pytestmark = pytest.mark.django_db
ALL_WAYS = [*ways.WAYS, *ways_of_translators.WAYS]


@pytest.fixture(autouse=True)
def _an_open_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the checks before publishing have to say: it is not they that keep markup out."""
    monkeypatch.setattr("cms.publishing.gate.errors_in", lambda revision: [])
    monkeypatch.setattr("cms.publishing.gate.faults_of", lambda page, revision: [])


def _rich_texts(value: Any) -> Iterator[str]:
    """Yield the rich text in stored blocks: what is not one is escaped where it is shown."""
    if isinstance(value, dict):
        if isinstance(value.get("value"), str) and value.get("type") == "text":
            yield value["value"]
        for name, part in value.items():
            if name in ("text", "answer", "transcript", "introduction") and isinstance(part, str):
                yield part
            else:
                yield from _rich_texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _rich_texts(part)


def _stored() -> Iterator[str]:
    for model, names in (
        (LessonPage, ["body"]), (SharedPassage, ["body"]), (AdditionPage, ["notes", "lessons"]),
    ):  # fmt: skip
        for row in model.objects.all():
            for name in names:
                yield from _rich_texts(list(getattr(row, name).raw_data))
    for content in Revision.objects.values_list("content", flat=True):
        for name in ("body", "notes", "lessons"):
            yield from _rich_texts(json.loads(content.get(name) or "[]"))
    yield from StringTranslation.objects.values_list("data", flat=True)
    for raw in FrozenLesson.objects.values_list("raw", flat=True):
        yield from _rich_texts(raw)


def _frozen() -> Iterator[str]:
    for body in [
        *FrozenLesson.objects.values_list("body", flat=True),
        *AdditionVersion.objects.values_list("notes", flat=True),
    ]:
        yield from (segment["html"] for segment in body if "html" in segment)


@pytest.mark.parametrize(
    "way", [*ways.WAYS, *ways_of_translators.WAYS], ids=lambda way: way.__name__
)
def test_no_way_brings_markup_into_a_page(
    way: Callable[..., None], writing: Writing, browser_of: Browser, tmp_path: Path
) -> None:
    way(writing, browser_of, tmp_path)
    frozen, stored = list(_frozen()), list(_stored())
    assert frozen
    assert stored
    found = [fault for markup in (*frozen, *stored) for fault in hostile_in(markup)]
    assert not found, found[:20]
    for other in SegmentOverride.objects.all():
        assert safe_address(unescape(other.data)) is not None, other.data


def test_what_was_frozen_before_is_shown_without_it(writing: Writing, browser_of: Browser) -> None:
    """A version stays as long as somebody takes it: its pages are looked at again."""
    course = published_course(writing, lessons=1, body=[text("The words.")])
    page = f"/courses/{course.slug}/lesson-1/"
    learner = browser_of(writing.cast.learner)
    learner.post(f"/courses/{course.slug}/start/")
    before = learner.get(page).content.decode()
    assert "The words." in before
    everything = "".join(HOSTILE.values())
    FrozenLesson.objects.update(
        body=[{"html": f"<p>Not seen before.</p>{markup}"} for markup in HOSTILE.values()]
        + [{"html": everything}]
    )
    shown = learner.get(page).content.decode()
    assert shown.count("Not seen before.") == len(HOSTILE)
    _start, _, rest = shown.partition("<article")
    article, _, _end = rest.partition("</article>")
    inside = article.partition("</header>")[2]
    assert not hostile_in(inside), hostile_in(inside)
    assert shown.count("<form") == before.count("<form")
