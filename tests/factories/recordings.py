"""Recordings and captions as small as they can be, byte by byte."""

from __future__ import annotations

import io
import struct
from functools import cache

from PIL import Image


def clock(seconds: float) -> str:
    """Return a time as WebVTT writes it."""
    return f"{int(seconds // 60):02}:{seconds % 60:06.3f}"


def captions(*cues: tuple[float, float, str]) -> bytes:
    """Return a WebVTT file of these cues: from when to when, and what."""
    blocks = [f"{clock(start)} --> {clock(end)}\n{words}" for start, end, words in cues]
    return "\n\n".join(["WEBVTT", *blocks, ""]).encode()


def captions_for(seconds: float) -> bytes:
    """Return captions that fit a recording of this length."""
    return captions((0, seconds / 2, "Count first."), (seconds / 2, seconds, "Then draw."))


# MP4


def box(name: bytes, content: bytes) -> bytes:
    """Return a box of an MP4 file."""
    return struct.pack(">I4s", 8 + len(content), name) + content


def mp4(seconds: float = 12, handler: bytes = b"vide") -> bytes:
    """Return an MP4 file that says what it is and how long, and plays nothing."""
    header = struct.pack(">IIIII", 0, 0, 0, 1000, int(seconds * 1000)) + bytes(80)
    track = box(b"mdia", box(b"hdlr", bytes(8) + handler + bytes(13)))
    return (
        box(b"ftyp", b"isom" + bytes(4) + b"isommp42")
        + box(b"mdat", bytes(32))
        + box(b"moov", box(b"mvhd", header) + box(b"trak", track))
    )


# WebM


def element(name: int, content: bytes) -> bytes:
    """Return an element of a Matroska file, its size in eight bytes."""
    key = name.to_bytes((name.bit_length() + 7) // 8)
    return key + (0x01 << 56 | len(content)).to_bytes(8) + content


def number(name: int, value: int) -> bytes:
    """Return an element that holds a number."""
    return element(name, value.to_bytes(max(1, (value.bit_length() + 7) // 8)))


@cache
def _picture() -> bytes:
    """Return one key frame of VP8: a lossy WebP is nothing else."""
    file = io.BytesIO()
    Image.new("RGB", (64, 36), "navy").save(file, "WEBP", quality=20)
    content = file.getvalue()
    place = content.index(b"VP8 ")
    (size,) = struct.unpack("<I", content[place + 4 : place + 8])
    return content[place + 8 : place + 8 + size]


def _cues(places: list[int]) -> bytes:
    points = (
        element(
            0xBB,
            element(0xB3, (second * 1000).to_bytes(8))
            + element(0xB7, number(0xF7, 1) + element(0xF1, place.to_bytes(8))),
        )
        for second, place in enumerate(places)
    )
    return element(0x1C53BB6B, b"".join(points))


def webm(seconds: float = 12, *, says_how_long: bool = True) -> bytes:
    """Return a WebM video that plays: one dark picture a second."""
    head = b"".join(
        (
            *(number(key, 1) for key in (0x4286, 0x42F7)),
            *(number(key, size) for key, size in ((0x42F2, 4), (0x42F3, 8))),
            element(0x4282, b"webm"),
            *(number(key, 2) for key in (0x4287, 0x4285)),
        )
    )
    length = element(0x4489, struct.pack(">d", seconds * 1000)) if says_how_long else b""
    info = number(0x2AD7B1, 1_000_000) + length + element(0x4D80, b"t") + element(0x5741, b"t")
    picture = number(0xB0, 64) + number(0xBA, 36)
    track = (
        number(0xD7, 1) + number(0x73C5, 1) + number(0x83, 1) + element(0x86, b"V_VP8")
        + element(0xE0, picture)
    )  # fmt: skip
    clusters = [
        element(
            0x1F43B675,
            number(0xE7, second * 1000) + element(0xA3, b"\x81\x00\x00\x80" + _picture()),
        )
        for second in range(int(seconds))
    ]
    start = element(0x1549A966, info) + element(0x1654AE6B, element(0xAE, track))
    # Where each second begins; without it players cannot go there. Every place has eight bytes,
    # so how long the list is does not depend on what is in it.
    places = [len(start) + len(_cues([0] * len(clusters)))]
    for cluster in clusters[:-1]:
        places.append(places[-1] + len(cluster))
    body = start + _cues(places) + b"".join(clusters)
    return element(0x1A45DFA3, head) + element(0x18538067, body)


# Sound


def mp3(seconds: float = 12) -> bytes:
    """Return silence as MP3: frames of 26 milliseconds."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * round(seconds * 44_100 / 1152)


def ogg(seconds: float = 12) -> bytes:
    """Return an Ogg Vorbis file that says what it is and how long, and plays nothing."""

    def page(kind: int, place: int, count: int, content: bytes) -> bytes:
        sizes = bytes([*([255] * (len(content) // 255)), len(content) % 255])
        head = struct.pack("<4sBBqIIIB", b"OggS", 0, kind, place, 1, count, 0, len(sizes))
        return head + sizes + content

    start = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 1, 44_100, 0, 64_000, 0, 0xB8, 1)
    return page(2, 0, 0, start) + page(4, int(seconds * 44_100), 1, bytes(200))
