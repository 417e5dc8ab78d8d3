"""What is remembered is bounded in bytes, whatever others send."""

from __future__ import annotations

import threading
from sys import getsizeof

import pytest

from learning.xapi import formats, naming, shapes, times
from learning.xapi.caches import LARGEST_CACHE, BoundedMap, bounded_cache, size_of
from learning.xapi.naming import Identifier, IdentifierKind


def test_short_arguments_are_remembered_and_long_ones_are_not():
    asked = []

    @bounded_cache(entries=10, longest=5)
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [length("short"), length("short"), length("longer"), length("longer")] == [5, 5, 6, 6]
    assert asked == ["short", "longer", "longer"]


def test_the_strings_of_a_tuple_count_together():
    asked = []

    @bounded_cache(entries=10, longest=5)
    def joined(parts: tuple[int, str, str]) -> str:
        asked.append(parts)
        return "".join(parts[1:])

    for parts in ((1, "ab", "cd"), (1, "ab", "cd"), (1, "abc", "def"), (1, "abc", "def")):
        joined(parts)
    assert asked == [(1, "ab", "cd"), (1, "abc", "def"), (1, "abc", "def")]


def test_a_cache_that_could_grow_too_large_is_refused_when_it_is_written():
    with pytest.raises(ValueError, match="too much"):
        bounded_cache(entries=4096, longest=4096)
    assert LARGEST_CACHE >= 4096 * 256 * 4
    bounded_cache(entries=4096, longest=256)


def test_an_error_is_raised_again_each_time():
    @bounded_cache(entries=10, longest=5)
    def refuse(text: str) -> None:
        raise ValueError(text)

    for _turn in range(2):
        with pytest.raises(ValueError, match="no"):
            refuse("no")


def test_a_map_never_holds_more_than_it_may():
    known: BoundedMap[tuple[int, str], int] = BoundedMap(most=20_000, longest=500)
    for number in range(1000):
        known.add({(number, "x" * (number % 300)): number})
        held = known._known
        assert sum(size_of(key) for key in held) <= 20_000
        assert (number, "x" * (number % 300)) in held, "the latest is remembered"
    known.add({(1, "x" * 500): 1})
    assert known.among([(1, "x" * 500)]) == {}
    known.forget()
    assert known.among([(999, "x" * 99)]) == {}


def test_what_is_remembered_twice_is_counted_once():
    known: BoundedMap[str, int] = BoundedMap(most=1000, longest=500)
    known.add({"first": 1})
    for _turn in range(100):
        known.add({"second": 2})
    assert known.among(["first", "second"]) == {"first": 1, "second": 2}


def test_threads_that_add_at_once_keep_the_bound():
    known: BoundedMap[str, int] = BoundedMap(most=50_000, longest=500)

    def add(start: int) -> None:
        for number in range(start, start + 2000):
            known.add({str(number) * 10: number})

    threads = [threading.Thread(target=add, args=(place * 10_000,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(size_of(key) for key in known._known) <= 50_000
    known.add({"last": 1})
    assert known.among(["last"]) == {"last": 1}


def test_the_size_of_a_key_is_that_of_all_in_it():
    key = (1, "a" * 1000, Identifier(IdentifierKind.ACCOUNT, "b" * 1000, "c" * 1000))
    assert 3000 < size_of(key) < 3000 + 1000
    assert size_of("é" * 1000) == getsizeof("é" * 1000)


@pytest.mark.parametrize(
    ("function", "make"),
    [
        (formats.is_iri, lambda number: f"urn:x:{number}:" + "x" * 2_000_000),
        (formats.is_language_tag, lambda number: f"en-{number}" + "x" * 2_000_000),
        (naming._iri_digest, lambda number: f"urn:x:{number}:" + "x" * 2_000_000),
        (
            naming._digest,
            lambda number: Identifier(IdentifierKind.ACCOUNT, f"{number}" + "x" * 2_000_000),
        ),
        (lambda text: _refused(text), lambda number: f"{number}" + "9" * 2_000_000),
        (shapes.remembering(lambda value: None), lambda number: {f"{number}": "x" * 2_000_000}),
    ],
    ids=["is_iri", "is_language_tag", "iri_digest", "digest", "timestamp", "remembering"],
)
def test_nothing_keeps_what_was_long(function, make):
    import tracemalloc

    tracemalloc.start()
    try:
        function(make(0))
        before = tracemalloc.get_traced_memory()[0]
        for number in range(1, 30):
            function(make(number))
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < 1_000_000, f"{grown:,} bytes of 58 million are still held"


def _refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be"):
        times.parse_timestamp(text)
