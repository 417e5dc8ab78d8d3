"""Files that say they are Word documents, each bad in a way of its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from courses.content.word.package import LARGEST_FILE
from courses.content.word.refusals import Refusal
from tests.factories.word import NAMES, Words

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)
BODY = "word/document.xml"


def plain() -> bytes:
    words = Words()
    words.lesson("First")
    words.paragraph("Words.")
    return words.saved().getvalue()


def changed(**parts: str | bytes | None) -> bytes:
    """Return a document with these parts changed, added or, with None, taken out."""
    named = {name.replace("__", "/").replace("_DOT_", "."): what for name, what in parts.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain())) as old, zipfile.ZipFile(file, "w", 8) as new:
        for entry in old.infolist():
            what = named.pop(entry.filename, old.read(entry))
            if what is not None:
                new.writestr(entry.filename, what)
        for name, what in named.items():
            new.writestr(name, what or b"")
    return file.getvalue()


def body(inner: str, before: str = "") -> bytes:
    xml = f"{before}<w:document {NAMES}><w:body>{inner}</w:body></w:document>"
    return changed(**{BODY: xml})


def named(name: str) -> bytes:
    return changed(**{name: b"escaped"})


def of_type(kind: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(plain())) as old:
        types = old.read("[Content_Types].xml").decode()
    was = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert was in types
    return changed(**{"[Content_Types].xml": types.replace(was, kind)})


def huge_part() -> bytes:
    """Return 160 MB of spaces in a file of some hundred kilobytes."""
    file = io.BytesIO(plain())
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as new,
        new.open("word/x.xml", "w") as part,
    ):
        for _number in range(160):
            part.write(b" " * 1024 * 1024)
    return file.getvalue()


def locked() -> bytes:
    """Return a document whose parts say of themselves that they are encrypted."""
    content = bytearray(plain())
    at = 0
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        content[at + 8] |= 1
        at += 4
    return bytes(content)


def damaged() -> bytes:
    """Return a document in which a byte of the text was flipped."""
    content = plain()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        entry = old.getinfo(BODY)
    at = entry.header_offset + 30 + len(BODY) + entry.compress_size // 2
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def other_office_file() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        new.writestr("content.xml", "<x/>")
    return file.getvalue()


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
FIELD = '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>'
TEXT = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"

BAD: dict[str, tuple[Refusal, Callable[[], bytes]]] = {
    "a project of macros": (Refusal.MACROS, lambda: named("word/vbaProject.bin")),
    "a project of macros elsewhere": (Refusal.MACROS, lambda: named("x/VBAPROJECT.BIN")),
    "macros by its type": (Refusal.MACROS, lambda: of_type(MACROS)),
    "a name that steps up": (Refusal.STRANGE_NAMES, lambda: named("../../etc/passwd")),
    "a name from the root": (Refusal.STRANGE_NAMES, lambda: named("/etc/escaped")),
    "a name of another system": (Refusal.STRANGE_NAMES, lambda: named("..\\..\\escaped")),
    "a name with a drive": (Refusal.STRANGE_NAMES, lambda: named("C:/escaped")),
    "a name twice": (Refusal.STRANGE_NAMES, lambda: named(BODY.upper())),
    "a huge part": (Refusal.BOMB, huge_part),
    "too many parts": (
        Refusal.BOMB, lambda: changed(**{f"word/{number}": b"" for number in range(3_100)}),
    ),
    "entities in entities": (Refusal.BOMB, lambda: body(TEXT.format("&b;"), LAUGHS)),
    "an entity from outside": (Refusal.BOMB, lambda: body(TEXT.format("&a;"), OUTSIDE)),
    "too deep": (Refusal.BOMB, lambda: body("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000)),
    "too many elements": (Refusal.BOMB, lambda: body("<w:p/>" * 400_001)),
    "too many paragraphs": (Refusal.BOMB, lambda: body(TEXT.format("Again.") * 8_001)),
    "fields without an end": (Refusal.BOMB, lambda: body(f"<w:p>{FIELD * 31}</w:p>")),
    "too many cells": (
        Refusal.BOMB,
        lambda: body(
            "<w:tbl>"
            + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr></w:tc></w:tr>' * 2
            + "</w:tbl>"
        ),
    ),
    "a password": (Refusal.ENCRYPTED, lambda: OLE + "EncryptedPackage".encode("utf-16-le")),
    "a password of the zip": (Refusal.ENCRYPTED, locked),
    "an old Word": (Refusal.OLD_WORD, lambda: OLE),
    "a text": (Refusal.NOT_WORD, lambda: b"Dear all"),
    "a picture": (Refusal.NOT_WORD, lambda: b"\x89PNG\r\n\x1a\n" + bytes(100)),
    "another office": (Refusal.NOT_WORD, other_office_file),
    "a spreadsheet": (Refusal.NOT_WORD, lambda: of_type(SHEET)),
    "no text in it": (Refusal.NOT_WORD, lambda: changed(**{BODY: None})),
    "half a file": (Refusal.DAMAGED, lambda: plain()[:4_000]),
    "a flipped byte": (Refusal.DAMAGED, damaged),
    "half a text": (Refusal.DAMAGED, lambda: changed(**{BODY: b"<w:document"})),
    "another alphabet": (Refusal.DAMAGED, lambda: changed(**{BODY: b"\xff\xfe\x00\x00<"})),
    "a text of something else": (Refusal.DAMAGED, lambda: changed(**{BODY: "<w/>"})),
    "nothing written": (Refusal.EMPTY, lambda: body("<w:p/>")),
    "50 megabytes": (Refusal.TOO_LARGE, lambda: plain() + bytes(50 * 1024 * 1024)),
    "a byte too many": (Refusal.TOO_LARGE, lambda: bytes(LARGEST_FILE + 1)),
    "a lesson too many": (
        Refusal.TOO_MANY_LESSONS,
        lambda: body(
            '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>A lesson</w:t></w:r></w:p>' * 81
        ),
    ),
}  # fmt: skip
