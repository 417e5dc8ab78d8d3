"""A number that stands in a sentence is the number that the code goes by.

Most come as placeholders. One that is written out is listed here with what it stands for, in each
language; a new one fails until it is listed, or named as an example that promises nothing.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import cache

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po
from django.conf import settings

from cms.media import captions, drawings, renditions
from courses.content import addresses
from courses.content.word import drafting, importing
from courses.content.word.package import LARGEST_FILE
from learning.catalogue.facets import LENGTHS
from learning.config.bootstrap.frontend import BUILD
from learning.config.bootstrap.messages import LOCALE, extracted
from learning.lrs.forms import OVERLAPS
from learning.people.management.commands import import_people

MEGABYTE = 1024 * 1024
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
NUMBER = re.compile(r"\d+(?:,\d{3})*")


def shortest_password() -> int:
    [options] = [
        validator["OPTIONS"]
        for validator in settings.AUTH_PASSWORD_VALIDATORS
        if validator["NAME"].endswith("MinimumLengthValidator")
    ]
    return int(options["min_length"])


def patience_of_the_practice() -> int:
    script = (settings.BASE_DIR / "learning/ui/assets/js/practice.js").read_text()
    return int(re.search(r"PATIENCE = ([\d_]+);", script)[1].replace("_", "")) // 1000


def bytes_of_the_practice() -> int:
    """Return how many kilobytes cross the line, to the nearest 50."""
    packed = sum(len(gzip.compress(path.read_bytes())) for path in (BUILD / "practice").iterdir())
    return 50 * round(packed / 1000 / 50)


# How a sentence begins, and the numbers in it: what the code says.
HELD: dict[str, Callable[[], list[int]]] = {
    "Up to 30 minutes": lambda: [LENGTHS["short"][1]],
    "31 to 90 minutes": lambda: list(LENGTHS["medium"]),
    "More than 90 minutes": lambda: [LENGTHS["long"][0] - 1],
    "In 24 hours": lambda: [max(OVERLAPS)],
    "At least 12 characters": lambda: [shortest_password()],
    "The file is larger than 200 MB": lambda: [import_people.LARGEST // MEGABYTE],
    "This query ran for 5 seconds": lambda: [patience_of_the_practice()],
    "Or try it here": lambda: [bytes_of_the_practice()],
    "This picture is more than 100 times": lambda: [renditions.MOST_LOPSIDED],
    "This drawing is more than 100 times": lambda: [drawings.MOST_LOPSIDED],
    "The captions are not plain text": lambda: [8, captions.LARGEST // 1_000_000],
    "This drawing is larger than 500 kB": lambda: [drawings.LARGEST // 1000],
    "This drawing has no size": lambda: [1, drawings.LONGEST_SIDE],
    "Use up to 200 letters": lambda: [addresses.LONGEST],
    "The picture is larger than 10 MB": lambda: [importing.LARGEST_PICTURE // MEGABYTE],
    "This file is larger than 20 MB": lambda: [LARGEST_FILE // MEGABYTE],
    "This document would become more than 80": lambda: [drafting.MOST_LESSONS],
    # Numbers are counted in doubles, which hold fifteen digits.
    "%(number)s in the column %(name)s is too large": lambda: [15],
}
# What is written so that somebody sees how to write something, and names of things.
EXAMPLES = re.compile(
    r"27/3/2026|2026-04-01 or 01/04/2026|UTF-8|UTF-16|Windows-1252|1200\.50|MP4|MP3|M4A|"
    r"00:01\.000 --> 00:04\.000|“Heading [12]”|level 3|1, 2, 3|starting with 1|(?:is|of) %\(\w+\)s "
    r"to 1"
)


@cache
def sentences() -> dict[str, list[int]]:
    """Return each sentence with written numbers, and these."""
    found = {}
    for message in extracted():
        originals = message.id if isinstance(message.id, list | tuple) else (message.id,)
        for original in filter(None, originals):
            if numbers := numbers_in(EXAMPLES.sub("", original)):
                found[original] = numbers
    return found


@cache
def in_welsh() -> Catalog:
    with (LOCALE / "cy" / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale="cy")


def numbers_in(text: str) -> list[int]:
    return [int(one.replace(",", "")) for one in NUMBER.findall(PLACES.sub("", text))]


def test_every_written_number_is_listed() -> None:
    unlisted = [one for one in sentences() if not any(map(one.startswith, HELD))]
    assert not unlisted, "take the number from the code, or list here what it stands for"


@pytest.mark.parametrize("beginning", HELD)
def test_a_written_number_is_the_one_that_the_code_goes_by(beginning: str) -> None:
    expected = HELD[beginning]()
    [(sentence, _numbers)] = [
        (one, numbers) for one, numbers in sentences().items() if one.startswith(beginning)
    ] or [(beginning, [])]
    assert numbers_in(sentence) == expected, sentence
    welsh = in_welsh().get(sentence).string
    assert numbers_in(welsh) == expected, welsh


def test_a_planted_number_is_found() -> None:
    assert numbers_in("about %(num)s of 10 minutes, 20,000 at most") == [10, 20_000]
