"""The content that lessons of a course share with other courses: passages, and glossary words.

A revision of a course names a mark of each, as it names the revisions of its lessons: anyone who
approves it approves those words too, and a change afterwards has to be looked at again.
"""

from __future__ import annotations

import json
from typing import Any

from wagtail.models import Revision

from cms.snippets.models import GlossaryTerm, SharedContent, SharedPassage
from courses.content.drafts import lessons_among


def shared_by(draft: Any) -> list[SharedContent]:
    """Return the shared content in the lessons of a draft of a course, each at most once."""
    keys = [
        draft.lesson_revisions[str(key)]
        for key in lessons_among(draft.steps)
        if str(key) in draft.lesson_revisions
    ]
    bodies = Revision.objects.filter(pk__in=keys).values_list("content__body", flat=True)
    return shared_in([block for body in bodies for block in json.loads(body or "[]")])


def shared_in(blocks: list[dict[str, Any]]) -> list[SharedContent]:
    """Return the shared content in these blocks, as a lesson stores them, each at most once."""
    passages: set[int] = set()
    words: set[int] = set()
    for block in blocks:
        if block["type"] == "passage" and block["value"]:
            passages.add(int(block["value"]))
        elif block["type"] == "words":
            words |= {int(item["value"]) for item in block["value"]["words"] if item["value"]}
    found: list[SharedContent] = []
    if passages:
        found += SharedPassage.objects.filter(pk__in=passages)
    if words:
        found += GlossaryTerm.objects.filter(pk__in=words)
    return found


def digests_of(shared: list[SharedContent]) -> dict[str, str]:
    """Return a digest of each by its name: ``{"sharedpassage:3": "9f…"}``."""
    return {snippet.uid: snippet.digest for snippet in shared}
