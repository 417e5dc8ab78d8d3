"""Sanitising the HTML of blocks that was frozen with a version, and is shown as it is.

Versions stay as long as anybody takes them, so some were frozen before a rule was made. What a
page shows of them is looked at again: the tags and attributes that the templates of blocks write
(cms/blocks/jinja2, cms/snippets/jinja2), and nothing else. HTML that holds nothing else comes
back byte for byte.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from hashlib import blake2b
from threading import Lock
from typing import Any

from cms.blocks.addresses import safe_address
from cms.blocks.sanitiser import (
    BLOCK_KEY,
    TAGS,
    AllowList,
    Attribute,
    cleaned,
    matching,
    spelt_as_the_parser_does,
)

# How many lessons are remembered to hold nothing else: of each a digest, some 150 bytes in memory.
REMEMBERED = 20_000

DATA = '<script type="application/json" data-practice-data>'
EDITOR = "<template data-practice-editor>"
_DATA = re.compile(rf"{DATA}[^<]*</script>")
_PLACE = '<data value="p{}"></data>'

# Names by which the parts of a block find one another: no others, so that none can take the place
# of what a script of ours looks for (DOM clobbering).
_ID = matching(r"(?:practice|words?)-[\w-]{1,120}")
_WORDS: Attribute = lambda value: value  # noqa: E731 - any words may be read out
_EMPTY = matching("")
_CLASS = matching(r"(?:(?:app|govuk)-[\w!-]+ ?)*")
_NUMBER = matching(r"\d{1,6}(?:\.\d{1,6})?")  # a drawing may be 600.0 wide

EVERYWHERE: dict[str, Attribute] = {
    "class": _CLASS,
    "lang": matching(r"[a-zA-Z-]{2,12}"),
    "id": _ID,
    "aria-label": _WORDS,
    "aria-labelledby": _ID,
    "aria-hidden": matching("true"),
    "role": matching("region|status"),
    "tabindex": matching("0|-1"),
    "hidden": _EMPTY,
    **dict.fromkeys(
        ("data-embed-offer", "data-practice", "data-practice-offer", "data-practice-place",
         "data-practice-plain", "data-practice-result", "data-practice-start",
         "data-practice-status", "data-practice-task"),
        _EMPTY,
    ),
    "data-block-key": BLOCK_KEY,
}  # fmt: skip
PLAYER: dict[str, Attribute] = {
    "controls": _EMPTY,
    "preload": matching("metadata|none"),
    "playsinline": _EMPTY,
}
OF_TAGS: dict[str, dict[str, Attribute]] = {
    "a": {"href": safe_address, "rel": matching("[a-z ]+"), "download": _EMPTY},
    "audio": PLAYER,
    "button": {"type": matching("button")},
    "data": {"value": matching(r"p\d{1,6}")},
    "img": {
        "src": safe_address, "width": _NUMBER, "height": _NUMBER, "alt": _WORDS,
        "loading": matching("lazy"), "decoding": matching("async"),
    },
    "section": {"data-embed": safe_address},
    "source": {"src": safe_address, "type": matching(r"[\w/.;= ,\"+-]{1,80}")},
    "th": {"scope": matching("col|row")},
    "track": {
        "kind": matching("captions"), "src": safe_address, "srclang": matching("[a-z-]{2,12}"),
        "label": _WORDS,
    },
    "video": PLAYER,
}  # fmt: skip
OF_BLOCKS = TAGS | {
    "audio", "button", "caption", "code", "data", "dd", "details", "dfn", "div", "dl", "dt",
    "figcaption", "figure", "img", "pre", "section", "source", "span", "summary", "table", "tbody",
    "td", "th", "thead", "tr", "track", "video",
}  # fmt: skip
FROZEN = AllowList(frozenset(OF_BLOCKS), {"*": EVERYWHERE, **OF_TAGS})
# The form of a task stands in a template of its page; its button sends nothing.
TYPED: dict[str, Attribute] = {
    "rows": _NUMBER,
    **dict.fromkeys(
        ("spellcheck", "autocapitalize", "autocomplete", "autocorrect"), matching("[a-z]*")
    ),
}
TASK = AllowList(
    frozenset({"button", "div", "label", "textarea"}),
    {"*": EVERYWHERE, "button": OF_TAGS["button"], "textarea": TYPED},
)


def frozen(html: str) -> str:
    """Return a frozen segment with nothing in it but what a page may show."""
    kept: list[str] = []

    def place(whole: str) -> str:
        kept.append(whole)
        return _PLACE.format(len(kept) - 1)

    before, *others = _DATA.sub(lambda found: place(found[0]), html).split(EDITOR)
    parts = [before]
    for other in others:
        inner, ends, rest = other.partition("</template>")
        parts.append(
            place(f"{EDITOR}{_looked_at(inner, TASK)}</template>") + rest if ends else other
        )
    shown = _looked_at("".join(parts), FROZEN)
    for number, whole in enumerate(kept):
        shown = shown.replace(_PLACE.format(number), whole)
    return shown


def _looked_at(html: str, allowed: AllowList) -> str:
    clean = cleaned(html, allowed)
    if spelt_as_the_parser_does(html) == clean:
        return html
    # Without a type a button would send the form around it.
    return re.sub(r"<button(?![^<>]* type=)", '<button type="button"', clean)


def as_shown(segments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return frozen segments, ``{"html": …}`` and others, as a page may show them.

    A page shows the same to everybody, so segments that were found to be clean are not looked at
    again: a digest is kept of each list of them, and ``REMEMBERED`` digests at most.
    """
    whole = "\0".join(segment.get("html", "") for segment in segments)
    digest = blake2b(whole.encode(errors="surrogatepass"), digest_size=16).digest()
    if _found_clean(digest):
        return segments
    shown = [
        {**segment, "html": frozen(segment["html"])} if "html" in segment else segment
        for segment in segments
    ]
    if shown == segments:
        _remember(digest)
    return shown


_clean: OrderedDict[bytes, None] = OrderedDict()
_lock = Lock()


def _found_clean(digest: bytes) -> bool:
    with _lock:
        if digest not in _clean:
            return False
        _clean.move_to_end(digest)
        return True


def _remember(digest: bytes) -> None:
    with _lock:
        _clean[digest] = None
        if len(_clean) > REMEMBERED:
            _clean.popitem(last=False)
