"""Files and drafts that keep a server busy: drawings, archives, practices."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from benchmarks.attacks.attack import Attack

BOX = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"'


def drawings_that_repeat() -> str:
    """Look at drawings of half a megabyte made of uses, paths, groups and words."""
    from cms.media import drawings
    from cms.media.drawn_words import faint_words

    pale = '<text x="5" y="40" font-size="14" fill="#ccc">pale</text>'
    path = "M0 0" + "c1 1 2 2 3 3" * 7_000
    insides = {
        "uses": f'<path id="p" d="{path}"/>' + '<use href="#p"/>' * 1_800 + pale * 40,
        "stacked uses": "".join(
            f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 20 + "</g>" for n in range(1, 900)
        ),
        "points": f'<path d="M0 0{"L100 50L3 90" * 39_000}"/>' + pale * 300,
        "curves": f'<path d="M0 0{"c1 1 2 2 3 3" * 40_000}"/>' + pale,
        "groups": "<g>" * 60_000 + "</g>" * 60_000,
        "shapes": '<rect width="200" height="100"/>' * 13_000 + pale * 800,
        "words": pale * 8_000,
    }
    took = {}
    for name, inside in insides.items():
        content = f"<svg {BOX}>{inside}</svg>".encode()[: drawings.LARGEST]
        began = time.monotonic()
        with suppress(drawings.DrawingRefused):
            drawings.check(content)
        with suppress(drawings.DrawingRefused):
            faint_words(content)
        took[name] = time.monotonic() - began
    worst = max(took, key=lambda name: took[name])
    assert took[worst] < 5, took
    return f"{len(took)} drawings, the slowest ({worst}) {took[worst]:.2f} s"


def archives_that_list_much() -> str:
    """Read lists of 20,000 names, each but the last one different."""
    from courses.content.exchange.entries import refuse_twice
    from courses.content.exchange.refusals import ArchiveRefused

    names = [f"00000000-0000-0000-0000-{number:012}" for number in range(20_000)]
    began = time.monotonic()
    refuse_twice(names)
    try:
        refuse_twice([*names, names[0]])
    except ArchiveRefused:
        return f"20,000 names twice in {time.monotonic() - began:.3f} s"
    raise AssertionError("the name that is there twice was not found")


def practices_without_an_end() -> str:
    """Clean a practice of eight tasks, each as slow as a query can be made."""
    from cms.blocks import sql

    table = sql.Table("t", ("a",), (True,), tuple((number,) for number in range(100)))
    cross = "SELECT count(*) FROM " + ", ".join(f"t t{number}" for number in range(12))
    endless = "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a) SELECT max(x) FROM a"
    wide = "SELECT " + ", ".join(["printf('%.99999c', 'a')"] * 50) + " FROM t"
    like = "SELECT count(*) FROM t WHERE printf('%.99999c', 'a') LIKE '" + "%a" * 49 + "b'"
    worst = 0.0
    for queries in ([cross] * 8, [endless] * 8, [wide] * 8, [like] * 8):
        began = time.monotonic()
        found = sql.run_all(table, queries)
        worst = max(worst, time.monotonic() - began)
        assert queries[0] == like or all(isinstance(one, sql.QueryError) for one in found), found
    assert worst < 4 * sql.SECONDS, worst
    return f"four practices of eight tasks, the slowest {worst:.2f} s"


def pictures_of_every_kind() -> str:
    """Take pictures of every mode and of odd sizes through the form of the editor."""
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    from cms.media.models import LibraryImage
    from cms.media.renditions import showable

    def png(mode: str, size: tuple[int, int], **how: Any) -> bytes:
        file = io.BytesIO()
        Image.new(mode, size).save(file, "PNG", **how)
        return file.getvalue()

    makers: list[Callable[[], bytes]] = [
        *(lambda mode=mode: png(mode, (400, 300)) for mode in ("1", "L", "P", "LA", "RGB", "RGBA")),
        lambda: png("1", (4, 4), transparency=0),
        lambda: png("I;16", (4_000, 3_000), transparency=5),
        lambda: png("RGB", (6_300, 6_300)),
    ]
    began = time.monotonic()
    for number, make in enumerate(makers):
        showable(SimpleUploadedFile(f"{number}.png", make()), LibraryImage)
    took = time.monotonic() - began
    return f"{len(makers)} pictures, the largest of 40 million pixels, {took:.1f} s"


ATTACKS = [
    Attack("drawings that repeat", drawings_that_repeat, seconds=60, megabytes=600),
    Attack("archives that list much", archives_that_list_much, seconds=20, megabytes=300),
    Attack("practices without an end", practices_without_an_end, seconds=60, megabytes=400),
    Attack("pictures of every kind", pictures_of_every_kind, seconds=60, megabytes=900),
]
