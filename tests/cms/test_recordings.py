"""What a recording really is by its bytes, which part of it is sent, and what its block asks."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from cms.blocks.recordings import AudioBlock, RecordingBlock, VideoBlock
from cms.media.models import LibraryDocument
from cms.media.ranges import Unsatisfiable, part_asked_for
from cms.media.recordings import Recording, UnreadableRecording, read
from tests.factories.recordings import captions, captions_for, mp3, mp4, ogg, webm


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.mp4", mp4(75), Recording("video", 75)),
        ("A.MP4", mp4(75), Recording("video", 75)),
        ("a.m4a", mp4(9, b"soun"), Recording("audio", 9)),
        ("a.webm", webm(12), Recording("video", 12)),
        ("a.webm", webm(3, says_how_long=False), Recording("video", None)),
        ("a.mp3", mp3(10), Recording("audio", 10)),
        ("a.ogg", ogg(10), Recording("audio", 10)),
    ],
)
def test_a_recording_says_what_it_is_and_how_long(
    name: str, content: bytes, expected: Recording
) -> None:
    found = read(io.BytesIO(content), name)
    assert found.kind == expected.kind
    assert found.seconds == (expected.seconds and pytest.approx(expected.seconds, abs=0.1))


PAGE = b"<!doctype html><script>alert(1)</script>"
FALSE: dict[str, tuple[str, bytes]] = {
    "a page as MP4": ("a.mp4", PAGE),
    "a page as WebM": ("a.webm", PAGE),
    "a page as MP3": ("a.mp3", PAGE),
    "a page as Ogg": ("a.ogg", PAGE),
    "a page after a true beginning": ("a.mp4", mp4()[:24] + PAGE * 9),
    "a page in the name of a sound": ("a.mp3", b"ID3" + PAGE),
    "nothing": ("a.mp4", b""),
    "sound as video": ("a.mp4", mp4(9, b"soun")),
    "video as sound": ("a.m4a", mp4(9)),
    "WebM as MP4": ("a.mp4", webm(1)),
    "MP4 as WebM": ("a.webm", mp4()),
    "MP4 broken off": ("a.mp4", mp4()[:-30]),
    "WebM broken off": ("a.webm", webm(3)[:-30]),
    "a box that is smaller than its head": ("a.mp4", mp4()[:24] + bytes(8)),
    "a box of many terabytes": ("a.mp4", mp4()[:24] + b"\0\0\0\1free" + b"\x7f" + bytes(7)),
    "a million empty boxes": ("a.mp4", mp4()[:24] + b"\0\0\0\x08free" * 1_000_000),
    "a million empty elements": ("a.webm", webm(1)[:43] + b"\xec\x80" * 1_000_000),
    "Matroska of another kind": ("a.webm", webm(1).replace(b"webm", b"meow")),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_a_file_under_the_name_of_another_is_refused(name: str) -> None:
    ending, content = FALSE[name]
    with pytest.raises(UnreadableRecording):
        read(io.BytesIO(content), ending)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-", (0, 99)),
        ("bytes=0-0", (0, 0)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("Bytes=0-", (0, 99)),
        ("", None),
        ("bytes=20-10", None),
        ("bytes=0-1,5-6", None),
        ("items=0-1", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=--5", None),
        ("bytes=1_0-2_0", None),
        ("bytes=٣-", None),
        ("bytes=" + "9" * 400 + "-", None),
    ],
)
def test_a_player_gets_the_part_it_asks_for(header: str, expected: tuple[int, int] | None) -> None:
    assert part_asked_for(header, 100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=-0", "bytes=999-1000"])
def test_a_part_after_the_end_cannot_be_had(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        part_asked_for(header, 100)


def document(name: str, content: bytes) -> LibraryDocument:
    stored = LibraryDocument(title=name, file=ContentFile(content, name=name))
    stored._set_document_file_metadata()
    stored.save()
    return stored


def value_of(block: RecordingBlock, **parts: Any) -> Any:
    given = {"title": "Counting", "file": None, "captions": None, "transcript": "", **parts}
    named = {name: getattr(part, "pk", part) for name, part in given.items()}
    return block.to_python(named)


@pytest.mark.django_db
def test_a_video_that_everybody_can_follow_is_shown_with_all_it_has() -> None:
    video, words = document("a.webm", webm(12)), document("a.vtt", captions_for(12))
    block = VideoBlock()
    value = value_of(block, file=video, captions=words, transcript="<p>Count first.</p>")
    assert block.faults(block.clean(value)) == []
    html = block.render(value)
    assert '<video class="app-recording__player" controls preload="metadata"' in html
    assert f'<source src="{video.url}" type="video/webm">' in html
    assert '<track kind="captions"' in html
    assert "default" not in html
    assert "autoplay" not in html
    assert "0:12" in html
    assert "Count first." in html


@pytest.mark.django_db
def test_the_gate_says_what_a_recording_lacks() -> None:
    video, audio = VideoBlock(), AudioBlock()
    film, sound = document("a.mp4", mp4(60)), document("a.mp3", mp3(20))
    said = "<p>Words.</p>"
    good, short, long, broken = (
        document(f"{name}.vtt", content)
        for name, content in (
            ("good", captions_for(60)),
            ("short", captions((0, 20, "A"))),
            ("long", captions_for(300)),
            ("broken", b"WEBVTT\n\n00:01,000 --> 00:02,000\nWords"),
        )
    )
    cases = (
        (video, {"file": film, "captions": good, "transcript": said}, []),
        (video, {"file": film, "transcript": said}, ["no captions"]),
        (video, {"file": film, "captions": good, "transcript": "<p> </p>"}, ["no transcript"]),
        (video, {"file": film}, ["no captions", "no transcript"]),
        (video, {"file": film, "captions": short, "transcript": said}, ["end at 0:20, but"]),
        (video, {"file": film, "captions": long, "transcript": said}, ["those of another file"]),
        (video, {"file": film, "captions": broken, "transcript": said}, ["Line 3"]),
        (video, {}, []),
        (audio, {"file": sound, "transcript": said}, []),
        (audio, {"file": sound}, ["no transcript"]),
        (audio, {"file": sound, "transcript": said, "captions": long}, ["another file"]),
    )
    for block, parts, expected in cases:
        found = block.faults(value_of(block, **parts))
        assert len(found) == len(expected), found
        assert all(words in fault for words, fault in zip(expected, found, strict=True)), found


@pytest.mark.django_db
def test_a_draft_may_lack_captions_but_not_have_those_of_another_file() -> None:
    block = VideoBlock()
    film, sound = document("a.mp4", mp4(60)), document("a.mp3", mp3(20))
    assert block.clean(value_of(block, file=film))
    for parts, words in (
        ({"file": sound}, "Choose a video"),
        ({"file": film, "captions": film}, "ends in .vtt"),
        ({"file": film, "captions": document("b.vtt", captions_for(300))}, "another file"),
    ):
        with pytest.raises(ValidationError) as refused:
            block.clean(value_of(block, **parts))
        assert words in str(refused.value.as_json_data())


@pytest.mark.django_db
def test_captions_whose_file_is_gone_are_a_fault_and_no_crash() -> None:
    words = document("a.vtt", captions_for(12))
    words.file.storage.delete(words.file.name)
    block = VideoBlock()
    value = value_of(
        block, file=document("a.webm", webm(12)), captions=words, transcript="<p>Words.</p>"
    )
    assert "WEBVTT" in block.faults(value)[0]
