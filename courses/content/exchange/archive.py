"""The archive itself: a zip of ``course.json`` and files named by their SHA-256. Pure.

Written, it is the same for the same course, byte by byte: nothing is compressed, for that would
depend on the library that does it. Read, it is not trusted: nothing is unpacked under a name that
it says, and nothing beyond the limits.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from courses.content.exchange.refusals import ArchiveRefused, Refusal

FORMAT = "digital-skills-course"
# Version 1 had no steps: its lessons are the steps, in their order.
VERSION = 2
CONTENT, FILES = "course.json", "files/"
LARGEST_CONTENT = 8 * 1024 * 1024
MOST_FILES = 2_000
LARGEST_LIST = 1024 * 1024  # of the entries, at the end of a zip
DEEPEST = 40
LARGEST_NUMBER = 2**31 - 1
CHUNK = 1024 * 1024
# Zips know no earlier day, and ours say no other.
NO_DAY = (1980, 1, 1, 0, 0, 0)
# The record at the end of a zip, and the one of large zips before it: what stands before the
# length of the list, the length, and the rest.
END, LONGEST_COMMENT = struct.Struct("<12sI6s"), 65_535
END_OF_LARGE, LOCATOR = struct.Struct("<40sQ8s"), 20
DIGEST = re.compile(r"[0-9a-f]{64}")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
          ValueError, KeyError)  # fmt: skip


def write_archive(
    to: BinaryIO, content: Mapping[str, Any], files: Mapping[str, Callable[[], Any]]
) -> None:
    """Write the archive of ``content`` and ``files``, by their digests, to ``to``.

    Files are copied in pieces, so that memory holds none as a whole.
    """
    with zipfile.ZipFile(to, "w") as archive:
        archive.writestr(_entry(CONTENT), as_bytes(content))
        for digest in sorted(files):
            entry = _entry(FILES + digest)
            with files[digest]() as stored, archive.open(entry, "w", force_zip64=True) as part:
                while chunk := stored.read(CHUNK):
                    part.write(chunk)


def as_bytes(content: Mapping[str, Any]) -> bytes:
    """Return ``course.json``: the same bytes for the same content."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
    return f"{written}\n".encode()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, NO_DAY)
    entry.create_system, entry.external_attr = 3, (stat.S_IFREG | 0o644) << 16
    return entry


class CourseArchive:
    """An archive that somebody sent: ``content`` is what ``course.json`` says, as JSON."""

    def __init__(self, file: BinaryIO, *, largest: int, blocks: int) -> None:
        """Open ``file``, of at most ``largest`` bytes, packed or not.

        ``blocks`` is the version of the blocks that are known here. Raises ArchiveRefused.
        """
        if file.seek(0, 2) > largest:
            raise ArchiveRefused(Refusal.TOO_LARGE)
        file.seek(0)
        if not file.read(2) == b"PK":
            raise ArchiveRefused(Refusal.NOT_A_ZIP)
        if _length_of_the_list(file) > LARGEST_LIST:
            raise ArchiveRefused(Refusal.BOMB)
        file.seek(0)
        try:
            self._zip = zipfile.ZipFile(file)
            entries = self._zip.infolist()
        except BROKEN as broken:
            raise ArchiveRefused(Refusal.DAMAGED) from broken
        _refuse_entries(entries, largest)
        self._entries = {entry.filename: entry for entry in entries}
        self.content = self._content(blocks)
        # Only now: what a newer version puts beside the files is no reason to doubt the archive.
        for name in self._entries.keys() - {CONTENT}:
            if not (name.startswith(FILES) and DIGEST.fullmatch(name.removeprefix(FILES))):
                raise ArchiveRefused(Refusal.STRANGE_NAMES)

    @property
    def digests(self) -> set[str]:
        """The digests of the files that there are."""
        return {name.removeprefix(FILES) for name in self._entries.keys() - {CONTENT}}

    def unpack(self, digest: str, to: BinaryIO) -> None:
        """Write the file to ``to``; raises ArchiveRefused where it is not what its name says."""
        found = hashlib.sha256()
        for chunk in self._chunks(FILES + digest):
            found.update(chunk)
            to.write(chunk)
        if found.hexdigest() != digest:
            raise ArchiveRefused(Refusal.ALTERED_FILE)

    def _chunks(self, name: str) -> Iterator[bytes]:
        # No more comes out of an entry than it said it holds, which the limits have been told of.
        try:
            with self._zip.open(self._entries[name]) as part:
                while chunk := part.read(CHUNK):
                    yield chunk
        except BROKEN as broken:
            raise ArchiveRefused(Refusal.DAMAGED) from broken

    def _content(self, blocks: int) -> dict[str, Any]:
        entry = self._entries.get(CONTENT)
        if entry is None:
            raise ArchiveRefused(Refusal.NOT_A_COURSE)
        if entry.file_size > LARGEST_CONTENT:
            raise ArchiveRefused(Refusal.BOMB)
        written = b"".join(self._chunks(CONTENT))
        try:
            content = json.loads(
                written, parse_constant=_no_number, object_pairs_hook=_each_name_once
            )
        except (ValueError, RecursionError) as broken:
            raise ArchiveRefused(Refusal.DAMAGED) from broken
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise ArchiveRefused(Refusal.NOT_A_COURSE)
        for name, known in (("version", VERSION), ("blocks", blocks)):
            version = content.get(name)
            if type(version) is not int or version < 1:
                raise ArchiveRefused(Refusal.WRONG_SHAPE, name)
            if version > known:
                made_by = content.get("made_by")
                shown = made_by[:40] if isinstance(made_by, str) and made_by.isprintable() else ""
                raise ArchiveRefused(Refusal.NEWER, shown)
        _refuse_values(content)
        return content


def _length_of_the_list(file: BinaryIO) -> int:
    """Return the length that the zip gives for its list of entries, which is read as a whole.

    As zipfile finds it (APPNOTE.TXT 4.3.14 to 4.3.16); 0 where there is none, which it refuses.
    """
    size = file.seek(0, 2)
    start = max(0, size - END.size - LONGEST_COMMENT)
    file.seek(start)
    tail = file.read()
    place = len(tail) - END.size
    if place < 0 or not (tail[place:].startswith(b"PK\5\6") and tail.endswith(b"\0\0")):
        place = tail.rfind(b"PK\5\6")
    if place < 0 or len(tail) < place + END.size:
        return 0
    length = int(END.unpack_from(tail, place)[1])
    further = start + place - LOCATOR - END_OF_LARGE.size
    if further >= 0:
        file.seek(further)
        record = file.read(END_OF_LARGE.size + LOCATOR)
        if record[END_OF_LARGE.size :].startswith(b"PK\6\7"):
            length = max(length, int(END_OF_LARGE.unpack_from(record)[1]))
    return length


def _no_number(name: str) -> None:
    raise ValueError(name)


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def _refuse_entries(entries: list[zipfile.ZipInfo], largest: int) -> None:
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > largest:
        raise ArchiveRefused(Refusal.BOMB)
    names = [entry.orig_filename for entry in entries]
    if len(set(names)) != len(names):
        raise ArchiveRefused(Refusal.STRANGE_NAMES)
    for entry in entries:
        if entry.flag_bits & 1:
            raise ArchiveRefused(Refusal.ENCRYPTED)
        if entry.orig_filename != entry.filename or stat.S_ISLNK(entry.external_attr >> 16):
            raise ArchiveRefused(Refusal.STRANGE_NAMES)


def _refuse_values(content: Any) -> None:
    """Refuse what no archive of ours says and a database would not take, wherever it stands."""
    level = [content]
    for _depth in range(DEEPEST):
        below = []
        for value in level:
            if isinstance(value, dict):
                below += [*value.keys(), *value.values()]
            elif isinstance(value, list):
                below += value
            elif not _storable(value):
                raise ArchiveRefused(Refusal.DAMAGED)
        level = below
    if level:
        raise ArchiveRefused(Refusal.DAMAGED)


def _storable(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, int):
        return abs(value) <= LARGEST_NUMBER
    return value is None
