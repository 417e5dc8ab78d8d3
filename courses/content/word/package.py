"""The file itself: a zip of parts that name one another, opened without trusting it. Pure.

Nothing is unpacked to disk and nothing is fetched: parts are read by their name, each up to a
limit, and an address outside the file is only ever an address.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from courses.content.word.markup import Budget, parse
from courses.content.word.refusals import Refusal, UnreadableWordFile

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
MOST_UNPACKED = 150 * MEGABYTE
LARGEST_XML = 20 * MEGABYTE
MOST_PARTS = 3_000

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Word 97, and of what is encrypted
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
DOCUMENT = "wordprocessingml.document.main+xml"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
          ValueError, KeyError)  # fmt: skip


@dataclass(frozen=True)
class Relationship:
    """A reference of a part to another part, or to something outside the file (``external``)."""

    kind: str
    target: str
    external: bool


class WordPackage:
    """The parts of one document; ``main`` is the name of the one with the words."""

    def __init__(self, file: BinaryIO) -> None:
        """Open ``file``; raises UnreadableWordFile with the reason why it is not a document."""
        _refuse_what_is_no_zip(file)
        try:
            self._zip = zipfile.ZipFile(file)
            entries = self._zip.infolist()
        except BROKEN as broken:
            raise UnreadableWordFile(Refusal.DAMAGED) from broken
        _refuse_entries(entries)
        self._entries = {entry.filename.lower(): entry for entry in entries}
        if len(self._entries) != len(entries):
            raise UnreadableWordFile(Refusal.STRANGE_NAMES)
        self._budget = Budget()
        self.main = self._main_part()

    def start(self, name: str, length: int) -> bytes | None:
        """Return the first bytes of the part ``name``, or None where there is none."""
        entry = self._entries.get(name.lower())
        if entry is None:
            return None
        try:
            with self._zip.open(entry) as part:
                return part.read(length)
        except BROKEN as broken:
            raise UnreadableWordFile(Refusal.DAMAGED) from broken

    def read(self, name: str, limit: int) -> bytes | None:
        """Return the part ``name``; None where there is none or it is longer than ``limit``."""
        content = self.start(name, limit + 1)
        return content if content is not None and len(content) <= limit else None

    def xml(self, name: str) -> Element | None:
        """Return the root of the part ``name``, or None where the document has no such part."""
        if name.lower() not in self._entries:
            return None
        content = self.read(name, LARGEST_XML)
        if content is None:
            raise UnreadableWordFile(Refusal.BOMB)
        return parse(content, self._budget)

    def relationships(self, name: str) -> dict[str, Relationship]:
        """Return the relationships of the part ``name``, by the keys it uses for them."""
        folder, base = posixpath.split(name)
        root = self.xml(f"{folder}/_rels/{base}.rels".lstrip("/"))
        found: dict[str, Relationship] = {}
        for one in () if root is None else root.iter("rels:Relationship"):
            external = one.get("TargetMode", "").lower() == "external"
            target = one.get("Target", "")
            found[one.get("Id", "")] = Relationship(
                kind=one.get("Type", "").rpartition("/")[2],
                target=target if external else _inside(folder, target),
                external=external,
            )
        return found

    def related(self, name: str, kind: str) -> Iterator[str]:
        """Yield the names of the parts of a kind, such as ``styles``, that ``name`` names."""
        for one in self.relationships(name).values():
            if one.kind == kind and not one.external:
                yield one.target

    def _main_part(self) -> str:
        types = self.xml("[Content_Types].xml")
        main = next(self.related("", "officeDocument"), None)
        if types is None or main is None or main.lower() not in self._entries:
            raise UnreadableWordFile(Refusal.NOT_WORD)
        kinds = {
            one.get("PartName", "").lstrip("/").lower(): one.get("ContentType", "") for one in types
        }
        if any("macroenabled" in kind.lower() or "vba" in kind.lower() for kind in kinds.values()):
            raise UnreadableWordFile(Refusal.MACROS)
        extension = main.rpartition(".")[2].lower()
        by_ending = {one.get("Extension", "").lower(): one.get("ContentType", "") for one in types}
        kind = kinds.get(main.lower(), by_ending.get(extension, ""))
        if not kind.endswith(DOCUMENT):
            raise UnreadableWordFile(Refusal.NOT_WORD)
        return main


def _refuse_what_is_no_zip(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    if size > LARGEST_FILE:
        raise UnreadableWordFile(Refusal.TOO_LARGE)
    file.seek(0)
    start = file.read(len(OLE))
    if start == OLE:
        file.seek(0)
        encrypted = ENCRYPTED_STREAM in file.read(LARGEST_FILE)
        raise UnreadableWordFile(Refusal.ENCRYPTED if encrypted else Refusal.OLD_WORD)
    if not start.startswith(b"PK"):
        raise UnreadableWordFile(Refusal.NOT_WORD)
    file.seek(0)


def _refuse_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise UnreadableWordFile(Refusal.BOMB)
    for entry in entries:
        # Both as the zip says it and as Python made it harmless: honest programs write neither.
        for name in (entry.orig_filename, entry.filename):
            steps = name.replace("\\", "/").split("/")
            if ".." in steps or name.startswith("/") or any(sign in name for sign in "\\:\0"):
                raise UnreadableWordFile(Refusal.STRANGE_NAMES)
        if entry.flag_bits & 1:
            raise UnreadableWordFile(Refusal.ENCRYPTED)
        if posixpath.basename(entry.filename).lower() in ("vbaproject.bin", "vbadata.xml"):
            raise UnreadableWordFile(Refusal.MACROS)


def _inside(folder: str, target: str) -> str:
    """Return the place in the file of ``target``, as written in a part in ``folder``."""
    path = unquote(target.partition("#")[0])
    # Joined to a root, no number of steps up leads out of it.
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
