"""Archives of courses that nobody should send, and what is said of each."""

from __future__ import annotations

from collections.abc import Callable

from courses.content.exchange.archive import VERSION
from courses.content.exchange.refusals import Refusal
from tests.bad_input.archive_changes import (
    altered,
    beside,
    broken_check,
    changed,
    closed,
    crowded,
    deep,
    deeper,
    encrypted,
    exploding,
    link,
    listing,
    listing_at_large,
    lying,
    opened,
    set_in,
    truncated,
    twice,
    with_block,
    with_file,
    without,
    zipped,
)
from tests.bad_input.test_uploads import bomb

SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
R = Refusal
# What is sent, and what is said of it.
BAD: dict[str, tuple[Refusal, Callable[[bytes], bytes]]] = {
    "nothing": (R.NOT_A_ZIP, lambda archive: b"x"),
    "a picture": (R.NOT_A_ZIP, lambda archive: bomb()),
    "half of it": (R.DAMAGED, truncated),
    "a zip of something else": (R.NOT_A_COURSE, lambda archive: zipped(("a.txt", b"x"))),
    "another format": (R.NOT_A_COURSE, set_in("format", "scorm")),
    "a list": (R.NOT_A_COURSE, lambda archive: closed([], {})),
    "no JSON": (R.DAMAGED, lambda archive: closed(b"{", {})),
    "not a number": (R.DAMAGED, lambda archive: closed(b'{"format": NaN}', {})),
    "a name twice": (R.DAMAGED, lambda archive: closed(b'{"format": "x", "format": "y"}', {})),
    "a number of 5000 digits": (R.DAMAGED, lambda archive: closed(b"1" * 5000, {})),
    "no text": (R.DAMAGED, lambda archive: closed(b"\xff\xfe", {})),
    "deep": (R.DAMAGED, deep),
    "deeper than Python goes": (R.DAMAGED, deeper),
    "a newer version": (R.NEWER, set_in("version", VERSION + 1)),
    "newer blocks": (R.NEWER, set_in("blocks", 99)),
    "a version that is no number": (R.WRONG_SHAPE, set_in("version", "1")),
    "version true": (R.WRONG_SHAPE, set_in("version", True)),
    "version 0": (R.WRONG_SHAPE, set_in("version", 0)),
    "a way out": (R.STRANGE_NAMES, lambda archive: beside(archive, "../../etc/passwd")),
    "a way from the root": (R.STRANGE_NAMES, lambda archive: beside(archive, "/etc/passwd")),
    "a way out of the files": (R.STRANGE_NAMES, lambda archive: beside(archive, "files/../x")),
    "a file of its own": (R.STRANGE_NAMES, lambda archive: beside(archive, "run.sh")),
    "a folder": (R.STRANGE_NAMES, lambda archive: beside(archive, "files/")),
    "a file nobody names": (R.STRANGE_NAMES, lambda archive: beside(archive, "files/" + "0" * 64)),
    "a symbolic link": (R.STRANGE_NAMES, link),
    "course.json twice": (R.STRANGE_NAMES, twice("course.json")),
    "encrypted": (R.ENCRYPTED, encrypted),
    "a bomb": (R.BOMB, exploding),
    "a long list": (R.BOMB, listing),
    "a long list at large": (R.BOMB, listing_at_large),
    "a crowd": (R.BOMB, crowded),
    "a lie about sizes": (R.DAMAGED, lying),
    "altered files": (R.ALTERED_FILE, altered),
    "a wrong checksum": (R.DAMAGED, broken_check),
    "missing files": (R.MISSING_FILE, lambda archive: closed(opened(archive)[0], {})),
    "NUL in a title": (R.DAMAGED, set_in("course.title", "a\0b")),
    "half a character": (R.DAMAGED, set_in("course.title", "a\ud800b")),
    "a fraction": (R.DAMAGED, set_in("course.lessons.0.minutes", 1.5)),
    "a huge number": (R.DAMAGED, set_in("course.lessons.0.minutes", 2**70)),
    "NUL in a name": (R.DAMAGED, set_in("a\0b", 1)),
    "no course": (R.WRONG_SHAPE, without("course")),
    "a course that is a list": (R.WRONG_SHAPE, set_in("course", [])),
    "no lessons": (R.WRONG_SHAPE, without("course.lessons")),
    "lessons that are words": (R.WRONG_SHAPE, set_in("course.lessons", "x")),
    "a lesson that is a word": (R.WRONG_SHAPE, set_in("course.lessons.0", "x")),
    "something more": (R.WRONG_SHAPE, set_in("course.owner", 1)),
    "an identity that is none": (R.WRONG_SHAPE, set_in("course.id", "x")),
    "a title that is too long": (R.WRONG_SHAPE, set_in("course.title", "x" * 256)),
    "no title": (R.WORDS_REFUSED, set_in("course.title", "")),
    "no minutes": (R.WRONG_SHAPE, set_in("course.lessons.0.minutes", 0)),
    "a date that is none": (R.WRONG_SHAPE, set_in("course.review_date", "2027-02-31")),
    "a date written otherwise": (R.WRONG_SHAPE, set_in("course.review_date", "20270228")),
    "a level that is none": (R.WRONG_SHAPE, set_in("course.level", "wizard")),
    "a language that is none": (R.WRONG_SHAPE, set_in("course.language", "../en")),
    "a language of elsewhere": (R.UNKNOWN_LANGUAGE, set_in("course.language", "gd")),
    "an address that is none": (R.WORDS_REFUSED, set_in("course.slug", "a/b")),
    "an address of the course's own": (
        R.WORDS_REFUSED, set_in("course.lessons.0.slug", "finished"),
    ),
    "a topic without a name": (
        R.WORDS_REFUSED, set_in("course.topic", {"slug": "x", "name_en": "", "name_cy": ""}),
    ),
    "the same identity twice": (
        R.WRONG_SHAPE,
        lambda archive: set_in("course.lessons.0.id", opened(archive)[0]["course"]["id"])(archive),
    ),
    "an unknown block": (R.UNKNOWN_BLOCKS, with_block("hologram", {"x": 1})),
    "a block of a list": (R.WRONG_SHAPE, with_block([], {})),
    "a block without id": (R.WRONG_SHAPE, with_block("text", "<p>x</p>", id="")),
    "a block with more": (R.WRONG_SHAPE, with_block("text", "<p>x</p>", more=1)),
    "text that is a list": (R.WRONG_SHAPE, with_block("text", ["<p>x</p>"])),
    "text that is nothing": (R.WRONG_SHAPE, with_block("text", None)),
    "a picture by its number": (
        R.WRONG_SHAPE, with_block("image", {"image": {"image": 1, "alt_text": "x"}}),
    ),
    "a picture that is not in it": (
        R.WRONG_SHAPE, with_block("image", {"image": {"image": "picture-9", "alt_text": "x"}}),
    ),
    "a document in a picture": (
        R.WRONG_SHAPE, with_block("image", {"image": {"image": "document-1", "alt_text": "x"}}),
    ),
    "a passage that is not in it": (R.WRONG_SHAPE, with_block("passage", "passage-9")),
    "a link by its number": (
        R.WRONG_SHAPE, with_block("text", '<p><a id="1" linktype="page">x</a></p>'),
    ),
    "a field left away": (R.WRONG_SHAPE, with_block("reveal", {"title": "x"})),
    "a title that is nothing": (
        R.WRONG_SHAPE, with_block("reveal", {"title": None, "text": "<p>x</p>"}),
    ),
    "a field of another block": (R.WRONG_SHAPE, with_block("reveal", {"title": "x", "run": "y"})),
    "more blocks than anybody reads": (
        R.WRONG_SHAPE,
        lambda archive: changed(archive, lambda content: content["course"]["lessons"][0].update(
            body=[{"type": "text", "value": "", "id": f"{number:08x}-0000-4000-8000-000000000000"}
                  for number in range(1_001)])),
    ),
    "an answer that is a list": (
        R.WRONG_SHAPE, with_block("check", {"kind": "single", "question": [], "options": []}),
    ),
    "a kind of check that is none": (
        R.WORDS_REFUSED,
        with_block("check", {"kind": "oral", "question": "x", "options": [], "explanation": ""}),
    ),
    "a table that is not square": (
        R.WRONG_SHAPE,
        with_block("table", {"row_headers": True, "table": {
            "columns": [{"type": "text", "heading": "a"}], "rows": [{"values": []}],
            "caption": "x"}}),
    ),
    "a table of columns that are none": (
        R.WRONG_SHAPE,
        with_block("table", {"row_headers": True, "table": {
            "columns": [{"type": "script", "heading": "a"}], "rows": [], "caption": "x"}}),
    ),
    "a video of somewhere": (
        R.WORDS_REFUSED,
        with_block("embed", {"address": "https://evil.example/", "title": "x", "text": "<p>x</p>"}),
    ),
    "a passage in itself": (
        R.PASSAGE_IN_A_PASSAGE,
        lambda archive: changed(archive, lambda content: content["passages"]["passage-1"][
            "body"].append({"type": "passage", "value": "passage-1",
                            "id": "7a6e8d0e-0d3c-4d0e-9b1c-0d6a3f6e8d14"})),
    ),
    "a name that is a way": (R.WRONG_SHAPE, set_in("pictures.picture-1.name", "../x.png")),
    "a name that hides": (R.WRONG_SHAPE, set_in("pictures.picture-1.name", ".htaccess")),
    "a digest that is none": (R.WRONG_SHAPE, set_in("pictures.picture-1.file", "x")),
    "a list that is named wrongly": (R.WRONG_SHAPE, set_in("pictures.x", {})),
    "a picture with a script": (
        R.FILE_REFUSED, lambda archive: with_file(archive, "pictures", "a.svg", SCRIPT),
    ),
    "a drawing under another name": (
        R.FILE_REFUSED, lambda archive: with_file(archive, "pictures", "a.png", SCRIPT),
    ),
    "a picture that explodes": (
        R.FILE_REFUSED, lambda archive: with_file(archive, "pictures", "a.png", bomb(10_000)),
    ),
    "a program": (
        R.FILE_REFUSED, lambda archive: with_file(archive, "documents", "a.exe", b"MZ"),
    ),
    "a page": (
        R.FILE_REFUSED,
        lambda archive: with_file(archive, "documents", "a.html", b"<script>1</script>"),
    ),
    "a video that is none": (
        R.FILE_REFUSED, lambda archive: with_file(archive, "documents", "a.mp4", b"x" * 99),
    ),
    "captions that are none": (
        R.FILE_REFUSED, lambda archive: with_file(archive, "documents", "a.vtt", b"1\nx"),
    ),
}  # fmt: skip
