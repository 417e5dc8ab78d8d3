"""What blocks say of themselves, and that their fields say the rest."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.blocks.declared import ContentBlock
from cms.blocks.walking import changed, fields_of
from courses.content.blocks import kinds_of_blocks
from courses.content.copying.references import Places, files_named, put_in_place

KEY = UUID(int=7)


class LeafletBlock(ContentBlock, blocks.StructBlock):
    """A kind of block that nothing here has heard of."""

    words = blocks.RichTextBlock()
    leaflets = blocks.ListBlock(DocumentChooserBlock())


STREAM = blocks.StreamBlock([("leaflet", LeafletBlock())])


def stored(*keys: Any, words: str = "") -> list[dict[str, Any]]:
    items = [{"type": "item", "id": str(key), "value": key} for key in keys]
    return [{"type": "leaflet", "id": "b", "value": {"words": words, "leaflets": items}}]


@pytest.mark.parametrize("kind", sorted(kinds_of_blocks()))
def test_every_block_of_a_lesson_can_be_written_in_a_file(kind: str) -> None:
    block = kinds_of_blocks()[kind]
    assert isinstance(block, ContentBlock)
    assert type(block).from_file is not ContentBlock.from_file


def test_a_block_that_nobody_has_heard_of_is_copied_with_its_files() -> None:
    link = '<p><a linktype="document" id="3">plan</a> <a linktype="page" id="5">page</a></p>'
    raw = stored(1, 2, words=link)
    assert files_named(STREAM, raw) == (set(), {1, 2, 3})
    anew = put_in_place(STREAM, raw, Places(documents={1: 10, 3: 30}, pages={5: 50}))
    [value] = [block["value"] for block in anew]
    assert [item["value"] for item in value["leaflets"]] == [10, 2]
    assert 'id="30"' in value["words"]
    assert 'id="50"' in value["words"]
    assert raw == stored(1, 2, words=link)


def test_plain_text_that_looks_like_a_link_is_left() -> None:
    stream = blocks.StreamBlock([("note", blocks.StructBlock([("code", blocks.TextBlock())]))])
    raw = [{"type": "note", "id": "b", "value": {"code": '<a linktype="page" id="5">'}}]
    assert put_in_place(stream, raw, Places(pages={5: 50})) == raw


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "",
        [{"type": "gone", "id": "a", "value": {"file": 1}}],
        [{"type": "leaflet", "id": "a", "value": None}],
        [{"type": "leaflet", "id": "a", "value": {"leaflets": [4], "older": "field"}}],
        [{"type": "leaflet"}, 3],
    ],
)
def test_what_a_definition_does_not_know_stays_as_it_is(raw: Any) -> None:
    """Drafts may be older than the definitions of their blocks."""
    assert changed(STREAM, raw, lambda field, value, path: value) == raw


def test_fields_are_told_with_the_path_that_translators_use() -> None:
    paths = []
    changed(STREAM, stored(1, words="a"), lambda field, value, path: paths.append(path))
    assert paths == ["b.words", "b.leaflets.1"]
    assert [value for _field, value in fields_of(STREAM, stored(1, words="a"))] == ["a", 1]


def test_files_are_called_what_their_block_says() -> None:
    video = kinds_of_blocks()["video"]
    said = {"file": "f.mp4", "title": "How to", "captions": "c.vtt", "transcript": "Words."}
    assert video.titles_of_files(video.from_file(said, KEY)) == {
        "f.mp4": "How to", "c.vtt": "How to (c.vtt)",
    }  # fmt: skip
    said.pop("captions")
    assert video.titles_of_files(video.from_file(said, KEY)) == {"f.mp4": "How to"}
