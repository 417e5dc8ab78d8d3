"""Five documents of twenty pages: what of their structure is in the drafts made of them."""

from __future__ import annotations

import re
import sys
import time
from typing import Any
from uuid import uuid4

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.blocks.features import PROSE_FEATURES
from courses.content.word.division import Divide
from courses.content.word.drafting import Labels, draft_of
from courses.content.word.importing import import_word
from courses.content.word.reading import open_document
from learning.catalogue.models import Topic
from tests.courses.word_scores import missing_from, said_by
from tests.factories.courses import Writing
from tests.factories.word_documents import DOCUMENTS

pytestmark = pytest.mark.django_db
LEAST = 0.95


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_structure_of_twenty_pages_is_kept(writing: Writing, name: str) -> None:
    words = DOCUMENTS[name]()
    file = words.saved()
    began = time.monotonic()
    imported = import_word(
        file=file,
        file_name=f"{name}.docx",
        department=writing.department.page,
        topic=Topic.objects.get(slug="data"),
        user=writing.cast.author,
        token=uuid4(),
    )
    took = time.monotonic() - began
    lost = missing_from(said_by(imported.record.course), words.said)
    share = 1 - len(lost) / words.count
    # Shown by `pytest -rP`: how long it takes is told, never asserted.
    sys.stdout.write(f"{name}: {share:.1%} of {words.count} kept in {took:.1f} s\n")
    assert share >= LEAST
    told = " ".join(loss["detail"] for loss in imported.record.losses)
    untold = [one for one in lost if words_of(one).strip() not in told]
    assert not untold, "what is not kept is told, in its own words"


def test_opening_and_saving_in_the_editor_changes_no_text() -> None:
    """What the importer writes is what the editor would have: a first save loses nothing."""
    editor = ContentstateConverter(PROSE_FEATURES)
    labels = Labels(introduction="Introduction", notes="Notes")
    for name in ("policy", "notes"):
        _package, document = open_document(DOCUMENTS[name]().saved())
        draft = draft_of(document, how=Divide.BY_ITSELF, otherwise="", labels=labels)
        for block in draft.lessons[0].blocks:
            if block.type == "text":
                saved = editor.to_database_format(editor.from_database_format(block.value))
                assert re.sub(r' data-block-key="\w+"', "", saved) == block.value


def words_of(lost: Any) -> str:
    """Return the words of a heading, a paragraph or a link."""
    return str(lost[0] if len(lost) == 2 and "://" in lost[1] else lost[-1])
