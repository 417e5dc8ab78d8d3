"""Recognising recordings by their bytes: their real kind, and how long they last. Pure.

MP4: ISO/IEC 14496-12, boxes ``ftyp``, ``moov/mvhd`` and ``moov/trak/mdia/hdlr``. WebM: Matroska
(RFC 9559), elements ``DocType``, ``Info`` and ``Tracks``. MP3 and Ogg are read by tinytag; why not
all of them by a library: docs/adr/0015.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from tinytag import TinyTag, TinyTagException

# What is offered to browsers, by the ending of the file's name.
CONTENT_TYPES = {
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
}
VIDEO, AUDIO = "video", "audio"
# No honest file has more parts than this before it says how long it is.
MOST_PARTS = 10_000
# Matroska's names of what is looked for.
EBML, DOC_TYPE, SEGMENT, INFO = 0x1A45DFA3, 0x4282, 0x18538067, 0x1549A966
SCALE, DURATION, TRACKS, TRACK, TRACK_TYPE, CLUSTER = (
    0x2AD7B1, 0x4489, 0x1654AE6B, 0xAE, 0x83, 0x1F43B675,
)  # fmt: skip
UNKNOWN_SIZE = -1


class UnreadableRecording(ValueError):
    """Raised for a file that is not the recording its name says."""


@dataclass(frozen=True)
class Recording:
    """A recording as read: video or audio, and its length, None where it does not say."""

    kind: str
    seconds: float | None


def ending(name: str) -> str:
    """Return the ending of a file's name in small letters: "mp4"."""
    return name.rpartition(".")[2].lower()


def kind_of(name: str) -> str:
    """Return "video" or "audio" by the ending of ``name``, or "" for any other file."""
    return CONTENT_TYPES.get(ending(name), "").partition("/")[0]


def read(file: BinaryIO, name: str) -> Recording:
    """Return what ``file`` is; raises UnreadableRecording where it is not what ``name`` says."""
    readers = {"mp4": _mp4, "m4a": _mp4, "webm": _webm, "mp3": _tagged, "ogg": _tagged}
    try:
        file.seek(0)
        found = readers[ending(name)](file)
    except (EOFError, KeyError, ValueError, IndexError, struct.error, TinyTagException) as fault:
        raise UnreadableRecording(name) from fault
    finally:
        file.seek(0)
    if found.kind != kind_of(name):
        raise UnreadableRecording(name)
    return found


def _taken(file: BinaryIO, count: int) -> bytes:
    content = file.read(count)
    if len(content) < count:
        raise EOFError
    return content


def _size_of(file: BinaryIO) -> int:
    end = file.seek(0, io.SEEK_END)
    file.seek(0)
    return end


# MP4


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the boxes between two places: name, beginning and end of what they hold."""
    place = start
    for _part in range(MOST_PARTS):
        if place + 8 > end:
            return
        file.seek(place)
        size, name = struct.unpack(">I4s", _taken(file, 8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", _taken(file, 8))[0], 16
        elif size == 0:
            size = end - place
        if size < head:
            raise ValueError(name)
        # A file that was broken off says more than it has.
        if place + size > end:
            raise EOFError
        yield name, place + head, place + size
        place += size
    raise ValueError("too many boxes")


def _mp4(file: BinaryIO) -> Recording:
    end = _size_of(file)
    seconds, handlers, first = None, set(), True
    for name, start, stop in _boxes(file, 0, end):
        if first and name != b"ftyp":
            raise ValueError("no MP4")
        first = False
        if name != b"moov":
            continue
        for inner, begins, ends in _boxes(file, start, stop):
            if inner == b"mvhd":
                seconds = _length_in(file, begins)
            elif inner == b"trak":
                handlers |= _handlers(file, begins, ends)
    if not handlers:
        raise ValueError("no tracks")
    return Recording(VIDEO if b"vide" in handlers else AUDIO, seconds)


def _length_in(file: BinaryIO, place: int) -> float | None:
    file.seek(place)
    version = _taken(file, 4)[0]
    if version == 1:
        _taken(file, 16)
        scale, length = struct.unpack(">IQ", _taken(file, 12))
    else:
        _taken(file, 8)
        scale, length = struct.unpack(">II", _taken(file, 8))
    return length / scale if scale and length else None


def _handlers(file: BinaryIO, start: int, end: int) -> set[bytes]:
    found = set()
    for name, begins, ends in _boxes(file, start, end):
        if name != b"mdia":
            continue
        for inner, place, _ends in _boxes(file, begins, ends):
            if inner == b"hdlr":
                file.seek(place + 8)
                found.add(_taken(file, 4))
    return found


# WebM


def _number(file: BinaryIO, *, marked: bool) -> int:
    """Read a number of variable length; ``marked`` keeps the bit that says how long it is."""
    first = _taken(file, 1)[0]
    if not first:
        raise ValueError("no number")
    length = 9 - first.bit_length()
    value = first if marked else first & ((1 << (8 - length)) - 1)
    everything = value == (1 << (8 - length)) - 1
    for byte in _taken(file, length - 1):
        value = value << 8 | byte
        everything = everything and byte == 0xFF
    return UNKNOWN_SIZE if everything and not marked else value


def _elements(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    place = start
    for _part in range(MOST_PARTS):
        if place >= end:
            return
        file.seek(place)
        name, size = _number(file, marked=True), _number(file, marked=False)
        begins = file.tell()
        stop = end if size == UNKNOWN_SIZE else begins + size
        if stop > end:
            raise EOFError
        yield name, begins, stop
        place = stop
    raise ValueError("too many elements")


def _webm(file: BinaryIO) -> Recording:
    end = _size_of(file)
    seconds, types = None, set()
    for position, (name, start, stop) in enumerate(_elements(file, 0, end)):
        if position == 0 and not (name == EBML and _is_webm(file, start, stop)):
            raise ValueError("no WebM")
        if name != SEGMENT:
            continue
        for inner, begins, ends in _elements(file, start, stop):
            if inner == INFO:
                seconds = _info(file, begins, ends)
            elif inner == TRACKS:
                types |= _track_types(file, begins, ends)
            elif inner == CLUSTER:
                break  # what is played begins here
    if not types:
        raise ValueError("no tracks")
    return Recording(VIDEO if 1 in types else AUDIO, seconds)


def _is_webm(file: BinaryIO, start: int, end: int) -> bool:
    return any(
        name == DOC_TYPE and _bytes(file, begins, ends).rstrip(b"\0") == b"webm"
        for name, begins, ends in _elements(file, start, end)
    )


def _bytes(file: BinaryIO, start: int, end: int) -> bytes:
    file.seek(start)
    return _taken(file, min(end - start, 64))


def _info(file: BinaryIO, start: int, end: int) -> float | None:
    scale, length = 1_000_000, 0.0
    for name, begins, ends in _elements(file, start, end):
        content = _bytes(file, begins, ends)
        if name == SCALE:
            scale = int.from_bytes(content)
        elif name == DURATION:
            length = struct.unpack({4: ">f", 8: ">d"}[len(content)], content)[0]
    seconds = length * scale / 1e9
    return seconds if 0 < seconds < 1e6 else None


def _track_types(file: BinaryIO, start: int, end: int) -> set[int]:
    return {
        int.from_bytes(_bytes(file, begins, ends))
        for track, first, last in _elements(file, start, end)
        if track == TRACK
        for name, begins, ends in _elements(file, first, last)
        if name == TRACK_TYPE
    }


# MP3 and Ogg


def _tagged(file: BinaryIO) -> Recording:
    start = file.read(4)
    file.seek(0)
    sound = start.startswith((b"OggS", b"ID3")) or (start[0] == 0xFF and start[1] & 0xE0 == 0xE0)
    if not sound:
        raise ValueError("no sound")
    length = TinyTag.get(file_obj=file, tags=False).duration
    if not length:
        raise ValueError("no sound")
    return Recording(AUDIO, length)
