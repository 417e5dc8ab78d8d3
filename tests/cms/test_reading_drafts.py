"""Checks read every block and field, however deep; what blocks refuse themselves is told once."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import get_template
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.blocks.blocks import CalloutBlock, CaseStudyBlock, ProseBlock
from cms.blocks.declared import ContentBlock
from cms.blocks.features import PASSAGE_FEATURES
from cms.publishing.checking import OF_CONTENT, all_faults, checks_in
from cms.publishing.checks.headings import headings_of
from cms.publishing.content import Draft, Sheet
from cms.publishing.faults import Fault, Severity
from courses.content.blocks import lesson_blocks
from courses.content.files.reading import read_course
from courses.content.management.commands.import_course_files import STARTER

LINK = '<p>Read <a href="https://www.example.org/">click here</a>.</p>'
TIP = {"kind": "tip", "title": ""}
STARTERS = sorted(path.parent for path in STARTER.glob("*/course.yaml"))


class Page:
    pk = 7


class FoldBlock(blocks.StructBlock):
    """A block of a kind that nobody has written yet: content in content, and a list."""

    title = blocks.CharBlock(label="Title")
    inside = blocks.StreamBlock(
        [("text", ProseBlock()), ("callout", CalloutBlock()), ("image", ImageBlock())]
    )
    notes = blocks.ListBlock(
        blocks.RichTextBlock(features=PASSAGE_FEATURES, label="Note"), label="Notes"
    )

    class Meta:
        label = "Fold"


def sheet(*raw: dict[str, Any]) -> Sheet:
    stream = blocks.StreamBlock([("fold", FoldBlock()), *lesson_blocks()])
    return Sheet(3, "Lesson", "en-gb", "body", stream.to_python(list(raw)))


def found(one: Sheet) -> list[Fault]:
    draft = Draft(page=Page(), sheets=(one,), today=date(2026, 6, 1))
    return all_faults(draft, OF_CONTENT)


def fold(inside: list[dict[str, Any]], notes: list[dict[str, Any]], title: str = "T") -> dict:
    return {
        "type": "fold",
        "id": "fold",
        "value": {"title": title, "inside": inside, "notes": notes},
    }


def test_a_fault_deep_inside_is_found_at_the_innermost_block() -> None:
    one = sheet(
        fold(
            [
                {"type": "text", "id": "deep", "value": LINK},
                {"type": "callout", "id": "deeper", "value": {**TIP, "text": LINK}},
            ],
            [{"type": "item", "id": "note", "value": LINK}],
        )
    )
    assert [(fault.block_id, fault.path, fault.place) for fault in found(one)] == [
        ("deep", "body.fold.inside.deep", "Lesson: Fold: Text"),
        ("deeper", "body.fold.inside.deeper.text", "Lesson: Fold: Callout"),
        ("note", "body.fold.notes.note", "Lesson: Fold: Note 1"),
    ]
    assert {fault.page_id for fault in found(one)} == {3}


def test_what_is_empty_deep_inside_is_named_with_its_field() -> None:
    one = sheet(
        fold(
            [
                {"type": "callout", "id": "empty", "value": {**TIP, "text": ""}},
                {"type": "image", "id": "none", "value": {"image": None, "alt_text": ""}},
            ],
            [],
            title="",
        )
    )
    assert [(fault.message, fault.path) for fault in found(one)] == [
        ("“Title” is empty.", "body.fold.title"),
        ("“Text” is empty.", "body.fold.inside.empty.text"),
        ("“Image” is empty.", "body.fold.inside.none.image"),
    ]


def test_a_rule_of_a_block_is_told_once_by_the_check_or_by_the_block() -> None:
    """A block of a new kind has a rule of its own before anybody writes a check for it."""
    value = {"row_headers": False, "table": {"columns": [], "rows": [], "caption": ""}}
    (fault,) = found(sheet({"type": "table", "id": "table", "value": value}))
    assert fault.message == "The table is empty."
    options = [
        {"type": "item", "id": "a", "value": {"text": "A", "correct": False, "feedback": ""}}
    ]
    check = {"kind": "single", "question": "Q?", "options": options, "explanation": ""}
    refused = found(sheet({"type": "check", "id": "check", "value": check}))
    # The check of courses is not asked here, so the block speaks for itself.
    assert [(one.block_id, one.severity) for one in refused] == [("check", Severity.ERROR)]
    assert refused[0].fix


def test_a_block_that_tells_two_things_of_itself() -> None:
    class Strict(blocks.CharBlock):
        def clean(self, value: Any) -> Any:
            raise blocks.StreamBlockValidationError(non_block_errors=["First.", "Second."])

    stream = blocks.StreamBlock([("strict", Strict(label="Strict"))])
    raw = [{"type": "strict", "id": "s", "value": "x"}]
    one = Sheet(3, "Lesson", "cy", "body", stream.to_python(raw))
    assert [fault.message for fault in found(one)] == ["First.", "Second."]


@pytest.mark.parametrize("folder", STARTERS, ids=lambda folder: folder.name)
def test_the_outline_that_is_checked_is_the_one_that_learners_get(folder: Any) -> None:
    """A block whose template writes a heading of its own has to say so (``headings``)."""
    for lesson in read_course(folder).lessons:
        shown = [one for one in lesson.blocks if one["type"] in ("text", "callout", "case_study")]
        one = sheet(*shown)
        html = "".join(str(child.render()) for child in one.stream)
        expected = [int(level) for level in re.findall(r"<h([1-6])", html)]
        assert [level for _piece, level, _words in headings_of(one)] == expected


def test_whose_templates_write_headings_say_so() -> None:
    says = {
        type(block)
        for _name, block in lesson_blocks()
        if type(block).headings is not ContentBlock.headings
    }
    writes = {
        type(block)
        for _name, block in lesson_blocks()
        if (template := getattr(block.meta, "template", None))
        and re.search(r"<h[1-6]", Path(get_template(template).template.filename).read_text())
    }
    assert writes == says > {CaseStudyBlock}


def test_a_package_of_checks_holds_nothing_but_checks() -> None:
    assert len(checks_in(OF_CONTENT)) >= 6
    with pytest.raises(AttributeError):
        checks_in("cms.publishing")
