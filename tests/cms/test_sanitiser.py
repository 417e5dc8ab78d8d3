"""The one sanitiser: nothing that an attacker writes is left, and nothing of ours is touched."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator
from html import escape, unescape
from typing import Any

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.blocks import frozen as module
from cms.blocks import sanitiser
from cms.blocks.addresses import safe_address
from cms.blocks.frozen import as_shown, frozen
from cms.blocks.sanitiser import ROUNDS, shown, stored, translated
from courses.content.files.reading import PassageFile, read_course
from courses.content.management.commands.import_course_files import STARTER
from tests.markup import ADDRESSES, HOSTILE, hostile_in

SANITISERS = [stored, shown, translated, frozen]
Sanitiser = Callable[[str], str]
# Pieces of markup, well made and not, in any order: what a fuzzer of browsers uses.
PIECES = st.sampled_from(
    [
        *HOSTILE.values(), *"<>&\"'/ =", "<!--", "-->", "]]>", "<a href=", "</a>", "<p>", "</p>",
        "<b>", "<ul><li>", "</li>", "<br/>", "\u00a0", "&nbsp;", "&lt;", "&#39;", "words", "\x00",
        "\x0c", "<h2>", '<a linktype="page" id="3">', "<svg>", "<math>", "<table>", "<select>",
        "<style>", "<div>",
    ]
)  # fmt: skip
MARKUP = st.lists(PIECES | st.text(max_size=6), max_size=12).map("".join)


@pytest.mark.parametrize("sanitise", SANITISERS)
@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_hostile_is_left(sanitise: Sanitiser, name: str) -> None:
    for markup in (HOSTILE[name], f"<p>Before. {HOSTILE[name]} After.</p>"):
        clean = sanitise(markup)
        assert not hostile_in(clean), clean


@pytest.mark.parametrize("sanitise", SANITISERS)
@given(markup=MARKUP)
def test_whatever_is_written_is_clean_and_stays_as_it_is(sanitise: Sanitiser, markup: str) -> None:
    clean = sanitise(markup)
    assert not hostile_in(clean)
    assert sanitise(clean) == clean


@given(words=st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_words_are_never_lost(words: str) -> None:
    """Whatever has no markup stays; what only looks like markup is shown as it was written."""
    assert unescape(stored(f"<p>{escape(words)}</p>")) == f"<p>{words}</p>"


@pytest.mark.parametrize("address", ADDRESSES[:-1])
def test_no_link_leads_into_a_script(address: str) -> None:
    assert safe_address(unescape(address)) is None


@pytest.mark.parametrize(
    "address",
    ["/courses/a/", "#part", "https://a.example/?a=1:2", "HTTPS://a.example/", "mailto:a@b.example",
     "tel:+441234", "www.gov.uk", "a/b:c", "?q=a:b", "/a:b", ""],
)  # fmt: skip
def test_links_that_lead_somewhere_stay(address: str) -> None:
    assert safe_address(address) == address


def test_a_file_of_the_writers_own_is_for_the_checks_to_tell_and_for_no_page() -> None:
    link = '<p><a href="file:///C:/plan.docx">My drive</a></p>'
    assert stored(link) == link
    assert shown(link) == frozen(link) == "<p><a>My drive</a></p>"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.startswith("<"):
            yield value
    elif isinstance(value, PassageFile):
        yield from _texts(value.blocks)
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


FOLDERS = sorted(path.parent for path in STARTER.glob("*/course.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_the_shipped_courses_say_stays_byte_for_byte(folder: Any) -> None:
    texts = [text for lesson in read_course(folder).lessons for text in _texts(lesson.blocks)]
    assert len(texts) > 20
    assert [stored(text) for text in texts] == texts


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_their_translations_say_stays_byte_for_byte(folder: Any) -> None:
    entries = [
        words
        for path in folder.glob("translations/*.po")
        for entry in polib.pofile(str(path))
        for words in (entry.msgid, entry.msgstr)
    ]
    assert len(entries) > 500
    assert [translated(words) for words in entries] == entries


@pytest.mark.parametrize(
    "markup",
    ['<p data-block-key="a1b2c">A &quot;b&quot; it&#x27;s &nbsp;\u00a0<br/>x &gt; y</p>',
     '<p><a linktype="document" id="3">d</a> <a href="https://a.example/?a=1&amp;b=2">e</a></p>',
     "<h2>One</h2><h3>Two</h3><ul><li>Three <b>bold</b><ol><li><i>four</i></li></ol></li></ul>"],
)  # fmt: skip
def test_what_the_editor_stores_stays_byte_for_byte(markup: str) -> None:
    assert stored(markup) == markup


@pytest.mark.parametrize(
    "piece",
    ["<b>", "<p><b>", "<ul><li>", "<div>", "<b", "<!--", "<script>", "</p>", "<h2>", "<a href=x>",
     "<font color=1>", "<table>", "<svg>", "<a href=1><b><i>", "&", "&amp", "<p><em><b><i>"],
)  # fmt: skip
def test_the_work_grows_with_what_is_written(
    piece: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the parser is given is no longer than what came, is flat, and is given a few times."""
    given_to_the_parser: list[str] = []

    class Counting:
        def __init__(self, cleaner: Any) -> None:
            self.clean = lambda html: given_to_the_parser.append(html) or cleaner.clean(html)

    counting = sanitiser.AllowList(sanitiser.STORED.tags, sanitiser.STORED.attributes)
    object.__setattr__(counting, "cleaner", Counting(counting.cleaner))
    monkeypatch.setattr(sanitiser, "STORED", counting)
    written = piece * (settings.LONGEST_TEXT // len(piece) // 4)
    kept = stored(written)
    assert len(kept) <= sanitiser.MOST_GROWTH * len(written)
    assert 0 < len(given_to_the_parser) <= ROUNDS
    for html in given_to_the_parser:
        assert len(html) <= sanitiser.MOST_GROWTH * len(written)
        depth = deepest = 0
        for ends, name in re.findall(r"<(/?)([a-z0-9]+)[^<>]*>", html):
            if name not in ("br", "p"):
                depth = max(0, depth - 1) if ends else depth + 1
                deepest = max(depth, deepest)
        assert deepest <= sanitiser.DEEPEST


def test_formatting_with_attributes_is_not_opened_over_and_over() -> None:
    """Each `<p>` would open a thousand marks again, each with attributes of its own: 2 GB."""
    marks = "".join(f"<b a={number}>" for number in range(1_000))
    bomb = f"<p>{marks}</p>{'<p>x' * 5_000}"
    assert len(stored(bomb)) < 10 * len(bomb)


def test_a_text_that_is_too_long_loses_its_markup_and_no_word(settings: Any) -> None:
    settings.LONGEST_TEXT = 100
    long = "<p>" + "words and more " * 10 + "<script>alert(1)</script></p>"
    assert stored(long) == "words and more " * 10


def test_frozen_segments_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr(module, "frozen", lambda html: looked.append(html) or frozen(html))
    clean = [{"html": '<p class="govuk-body">Seen once.</p>'}, {"check": {"key": "k"}}]
    hostile = [{"html": "<p>Not seen before.</p><form action=x>"}]
    for _time in range(3):
        assert as_shown(clean) == clean
        assert as_shown(hostile) == [{"html": "<p>Not seen before.</p>"}]
    assert len(looked) == 1 + 3


def test_what_is_remembered_of_frozen_segments_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 10)
    monkeypatch.setattr(module, "_clean", OrderedDict())
    for number in range(30):
        as_shown([{"html": f"<p>{number}</p>"}])
    assert len(module._clean) == 10
    assert all(len(digest) == 16 for digest in module._clean)
