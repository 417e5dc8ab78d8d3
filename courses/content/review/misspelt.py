"""Recognising drafts that only put misspelt words right, so that no reviewer has to look first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page, Revision

from cms.steps.contract import Prepared
from courses.content.freezing.contents import written_contents_of
from courses.content.freezing.drafted_steps import steps_of_course
from courses.content.models import CoursePage, Step
from courses.content.review.comparing import facts_of
from courses.content.review.corrections import Correction, corrections
from courses.content.review.reach import Reach


def misspelt_words(*, page: Page, revision: Revision) -> list[Correction] | None:
    """Return the words that a revision corrects, where it does nothing else (WITHOUT_REVIEW).

    Its author has to have called it a correction.
    """
    if not isinstance(page, CoursePage) or revision.content.get("reach") != Reach.CORRECTION:
        return None
    version = page.versions.filter(current=True).first()
    if version is None or not page.live:
        return None
    # What is shared with other courses has its words elsewhere: how much they changed is not seen.
    if revision.content.get("shared_content", {}) != version.raw.get("shared_content", {}):
        return None
    draft = revision.as_object()
    frozen = list(version.steps.all())
    written = written_contents_of(frozen)
    before: list[Any] = [_words_of_a_course(version.raw)]
    before += [_words_of(step, written.get(step.content)) for step in frozen]
    drafted = steps_of_course(draft)
    # An address is no word, though it may hold one.
    if [step.slug for step in frozen] != [step.slug for _kind, step in drafted]:
        return None
    after: list[Any] = [_words_of_a_course(revision.content)]
    after += [_words_of(step, kind.written(step.content)) for kind, step in drafted]
    return corrections(_as_json(before), _as_json(after), language=version.language)


# What an author may change by the way: who answers for a course, and when it is looked at again.
OF_THE_COURSE = ("title", "slug", "summary", "topic", "level", "scope", "accessibility_notes")


def _words_of_a_course(content: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: content.get(name) for name in OF_THE_COURSE}
    return {**words, "outcomes": json.loads(content.get("outcomes") or "[]")}


def _words_of(step: Prepared | Step, written: Any) -> list[Any]:
    return [str(step.key), *facts_of(step), written]


def _as_json(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
