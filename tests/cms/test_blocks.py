"""What blocks ask of an author, and what they make of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.images.tests.utils import get_test_image_file

from cms.blocks.blocks import CaseStudyBlock, CodeBlock, DataTableBlock, ProseBlock
from cms.blocks.files import PictureBlock
from cms.media.models import LibraryImage


def table(caption: str, *headings: str) -> dict[str, Any]:
    """Return a table of one row, as the editor hands it over."""
    block = DataTableBlock()
    cell = block.child_blocks["table"].child_blocks["text"]
    value = TypedTable(
        columns=[{"block": cell, "heading": heading} for heading in headings],
        row_data=[{"values": [f"Cell {number}" for number, _h in enumerate(headings)]}],
        caption=caption,
    )
    return block.to_python({}) | {"row_headers": True, "table": value}


def test_a_table_with_caption_and_headings_is_taken_and_read_aloud() -> None:
    block = DataTableBlock()
    value = block.clean(table("Claims by month", "Month", "Claims"))
    html = block.render(value)
    assert "<caption" in html
    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 1


@pytest.mark.parametrize(
    ("caption", "headings"), [("", ("Month", "Claims")), ("Claims", ("Month", "")), ("", ("",))]
)
def test_a_table_that_cannot_be_read_aloud_is_refused(
    caption: str, headings: tuple[str, ...]
) -> None:
    with pytest.raises(ValidationError) as refused:
        DataTableBlock().clean(table(caption, *headings))
    assert "Give the table a caption" in str(refused.value.as_json_data())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("decorative", "alt", "taken"), [(False, "", False), (False, "A rise", True), (True, "", True)]
)
def test_a_picture_has_words_or_says_that_it_decorates(
    decorative: bool, alt: str, taken: bool
) -> None:
    image = LibraryImage.objects.create(title="A chart", file=get_test_image_file())
    image.decorative, image.contextual_alt_text = decorative, alt
    block = PictureBlock()
    value = block.to_python({}) | {"image": image, "caption": "", "description": ""}
    if taken:
        assert block.clean(value)
    else:
        with pytest.raises(ValidationError):
            block.clean(value)


def test_prose_offers_nothing_that_hides_or_runs() -> None:
    features = ProseBlock().field.widget.features
    assert set(features) == {
        "h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "pasting",
    }  # fmt: skip


def test_code_is_shown_and_never_run() -> None:
    block = CodeBlock()
    value = block.to_python(
        {"caption": "A sample", "language": "sql", "code": "<script>alert(1)</script>"}
    )
    html = block.render(value)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "SQL" in html


def test_a_case_without_an_answer_has_nothing_to_open() -> None:
    block = CaseStudyBlock()
    base = {"title": "A queue", "setting": "policy", "text": "<p>It grew.</p>"}
    assert "<details" not in block.render(block.to_python(base))
    assert "<details" in block.render(block.to_python({**base, "answer": "<p>Count first.</p>"}))
