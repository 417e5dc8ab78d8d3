"""Ways to make of an honest archive one that nobody should send."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import struct
import zipfile
from collections.abc import Callable
from typing import Any


def opened(archive: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what an archive says, and its files by their digests."""
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        content = json.loads(file.read("course.json"))
        names = [name for name in file.namelist() if name.startswith("files/")]
        return content, {name.removeprefix("files/"): file.read(name) for name in names}


def closed(
    content: Any, files: dict[str, bytes], *more: tuple[zipfile.ZipInfo | str, bytes], **how: Any
) -> bytes:
    """Return an archive; ``more`` are entries beside what there should be."""
    made = io.BytesIO()
    written = content if isinstance(content, bytes) else json.dumps(content).encode()
    with zipfile.ZipFile(made, "w", **how) as file:
        file.writestr("course.json", written)
        for digest, bytes_of in files.items():
            file.writestr(f"files/{digest}", bytes_of)
        for name, bytes_of in more:
            file.writestr(name, bytes_of)
    return made.getvalue()


def changed(archive: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return the archive with something changed in what it says."""
    content, files = opened(archive)
    change(content)
    return closed(content, files)


def beside(archive: bytes, name: str | zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    """Return the archive with one more entry."""
    return closed(*opened(archive), (name, content))


def with_file(archive: bytes, kind: str, name: str, content: bytes) -> bytes:
    """Return the archive with another file in the place of its first ``kind``."""
    said, files = opened(archive)
    first = said[kind][f"{kind[:-1]}-1"]
    del files[first["file"]]
    first["file"], first["name"] = hashlib.sha256(content).hexdigest(), name
    return closed(said, {**files, first["file"]: content})


def set_in(path: str, value: Any) -> Callable[[bytes], bytes]:
    """Return what puts ``value`` at ``path``, such as "course.lessons.0.minutes"."""

    def change(content: dict[str, Any]) -> None:
        *way, last = path.split(".")
        place: Any = content
        for step in way:
            place = place[int(step) if isinstance(place, list) else step]
        place[int(last) if isinstance(place, list) else last] = value

    return lambda archive: changed(archive, change)


def without(path: str) -> Callable[[bytes], bytes]:
    """Return what takes away what is at ``path``."""

    def change(content: dict[str, Any]) -> None:
        *way, last = path.split(".")
        place: Any = content
        for step in way:
            place = place[int(step) if isinstance(place, list) else step]
        del place[last]

    return lambda archive: changed(archive, change)


def with_block(kind: Any, value: Any, **more: Any) -> Callable[[bytes], bytes]:
    """Return what adds a block to the first lesson."""
    block = {"type": kind, "value": value, "id": "7a6e8d0e-0d3c-4d0e-9b1c-0d6a3f6e8d13", **more}
    return lambda archive: changed(
        archive, lambda content: content["course"]["lessons"][0]["body"].append(block)
    )


def twice(name: str) -> Callable[[bytes], bytes]:
    """Return what names an entry a second time."""

    def change(archive: bytes) -> bytes:
        file = io.BytesIO(archive)
        with zipfile.ZipFile(file, "a") as opened_again:
            opened_again.NameToInfo.clear()
            opened_again.writestr(name, b"{}")
        return file.getvalue()

    return change


def encrypted(archive: bytes) -> bytes:
    """Return the archive with every entry marked as encrypted."""
    changed_bytes = bytearray(archive)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed_bytes.find(signature)
        while at >= 0:
            changed_bytes[at + place] |= 1
            at = changed_bytes.find(signature, at + 4)
    return bytes(changed_bytes)


def link(archive: bytes) -> bytes:
    """Return the archive with a symbolic link among its files."""
    entry = zipfile.ZipInfo("files/" + "0" * 64)
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return beside(archive, entry, b"/etc/passwd")


def exploding(archive: bytes) -> bytes:
    """Return an archive of a few kilobytes that unpacks to more than is allowed."""
    content, files = opened(archive)
    zeros = bytes(30 * 1024 * 1024)
    return closed(
        content, files, ("files/" + hashlib.sha256(zeros).hexdigest(), zeros),
        compression=zipfile.ZIP_DEFLATED,
    )  # fmt: skip


def listing(archive: bytes) -> bytes:
    """Return a zip with a list of entries that is longer than all it could list."""
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, 2_000_000, 0, 0)
    return b"PK" + bytes(2_000_000) + end


def listing_at_large(archive: bytes) -> bytes:
    """Return the same as only a zip of more than four gigabytes would say it."""
    record = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, 2_000_000, 0)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, 0, 1)
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, 2**32 - 1, 2**32 - 1, 0)
    return b"PK" + bytes(2_000_000) + record + locator + end


def lying(archive: bytes) -> bytes:
    """Return an archive whose ``course.json`` says that it is small, and is not."""
    content, files = opened(archive)
    honest = closed(content, files, compression=zipfile.ZIP_DEFLATED)
    size = len(json.dumps(content).encode())
    return honest.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def deep(archive: bytes) -> bytes:
    said = b'{"format": "digital-skills-course", "version": 1, "blocks": 1, "x": '
    return closed(said + b"[" * 100 + b"]" * 100 + b"}", {})


def deeper(archive: bytes) -> bytes:
    return closed(b"[" * 200_000, {})


def crowded(archive: bytes) -> bytes:
    content, files = opened(archive)
    return closed(content, files, *((f"files/{number:064x}", b"") for number in range(2_100)))


def altered(archive: bytes) -> bytes:
    content, files = opened(archive)
    return closed(content, {digest: bytes_of + b"x" for digest, bytes_of in files.items()})


def truncated(archive: bytes) -> bytes:
    return archive[: len(archive) // 2]


def broken_check(archive: bytes) -> bytes:
    """Return the archive with one byte of a picture changed, which its checksum tells."""
    _content, files = opened(archive)
    first = next(iter(files.values()))
    return archive.replace(first, first[:-1] + bytes([first[-1] ^ 1]))


def zipped(*entries: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in entries:
            file.writestr(name, content)
    return made.getvalue()
