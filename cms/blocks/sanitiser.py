"""The one sanitiser of HTML that somebody wrote, by an allow-list. Pure, but for its settings.

Every way into a page comes through here (cms.blocks.rich_text, cms.blocks.fields): an allow-list
of exactly what our features of rich text make, read by a parser that reads as browsers do, so
nothing else can get into a page, however it is written. There are three kinds of HTML:

- ``stored``: what a text block stores, Wagtail's format (``<a linktype="page" id="3">``);
- ``shown``: the same where links that were chosen have become addresses, for a page;
- ``translated``: a piece of a text as wagtail-localize keeps it (``<a id="a1">``).

Each is idempotent, and returns what holds nothing else byte for byte as it came.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import nh3
from django.conf import settings

from cms.blocks.addresses import SCHEMES, kept_address, safe_address

INLINE = frozenset({"a", "b", "br", "em", "i", "strong"})
# Headings of other levels are for the checks before publishing to tell, and harm nobody.
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TAGS = INLINE | HEADINGS | {"li", "ol", "p", "ul"}
# Elements whose content is no words of anybody's.
DROPPED_WHOLE = frozenset({"script", "style"})
# Deeper than five levels of lists with marks in them; a parser walks up for each tag.
DEEPEST = 40
ROUNDS = 5  # until sanitising again changes nothing; two are enough for all that is known
# A text may grow by its characters alone ("&" to "&amp;"); more is formatting opened over and over.
MOST_GROWTH = 8

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)([^>]*)>")
_WHOLE = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1\b[^<>]*>|\Z)", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"<a( [^<>]*)>")
_ANY_TAG = re.compile(r"(<[^<>]*>)")
_PLAIN_TAG = re.compile(r'<[a-z][a-z0-9]*(?: [a-z][a-z-]*(?:="[^"<>]*")?)+>')
_PLAIN_ATTRIBUTE = re.compile(r'( [a-z][a-z-]*)(?:="([^"<>]*)")?')
MARK = "\ufdd0"  # no character: it means nothing, and is in nobody's words
_CONTROL = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f{MARK}]")
# An ampersand that begins no reference.
_BARE = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)")
_APOSTROPHE = re.compile(r"&(?:apos|#39|#x27);", re.IGNORECASE)
_SPACE = re.compile(r"\u00a0|&(?:#160|#xa0);", re.IGNORECASE)
_NO_ADDRESS = ("b", "em", "i", "strong")

Attribute = Callable[[str], str | None]


def matching(pattern: str) -> Attribute:
    """Return the rule that keeps a value that matches ``pattern`` as a whole."""
    whole = re.compile(pattern)
    return lambda value: value if whole.fullmatch(value) else None


# The names that Draftail gives to blocks, the keys of rows, and the numbers of wagtail-localize.
BLOCK_KEY = matching(r"[\w-]{1,60}")
ROW_KEY = matching(r"\d{1,12}")
NUMBERED = matching(r"[a-z]{1,10}\d{1,5}")
LINK_TYPE = matching("page|document")
OF_BLOCKS = {tag: {"data-block-key": BLOCK_KEY} for tag in ("li", "p", *HEADINGS)}


@dataclass(frozen=True)
class AllowList:
    """The tags that may stand, and their attributes; a rule returns the value to keep, or None.

    What is said of "*" holds for every tag.
    """

    tags: frozenset[str]
    attributes: dict[str, dict[str, Attribute]]
    cleaner: nh3.Cleaner = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        cleaner = nh3.Cleaner(
            tags=set(self.tags),
            clean_content_tags=set(DROPPED_WHOLE - self.tags),
            attributes={tag: set(named) for tag, named in self.attributes.items()},
            attribute_filter=self._attribute,
            url_schemes={*SCHEMES, "file"},  # the rules of attributes are stricter
            link_rel=None,
        )
        object.__setattr__(self, "cleaner", cleaner)

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        rule = self.attributes.get(tag, {}).get(name) or self.attributes.get("*", {}).get(name)
        return rule(value) if rule and MARK not in value else None


STORED = AllowList(
    frozenset(TAGS),
    {"a": {"href": kept_address, "linktype": LINK_TYPE, "id": ROW_KEY}, **OF_BLOCKS},
)
SHOWN = AllowList(frozenset(TAGS), {"a": {"href": safe_address}, **OF_BLOCKS})
TRANSLATED = AllowList(INLINE, {"a": {"id": NUMBERED}})


def stored(html: str) -> str:
    """Return what a text block may store of ``html``."""
    return _sanitised(html, STORED, lambda clean: _LINK.sub(_chosen_or_typed, clean))


def shown(html: str) -> str:
    """Return what a page may show of ``html``, a text in which chosen links are addresses."""
    return _sanitised(html, SHOWN)


def translated(html: str) -> str:
    """Return what may be kept of ``html``, the translation of a piece of a text."""
    return _sanitised(html, TRANSLATED)


def is_too_long(html: str) -> bool:
    """Tell whether a text is longer than one may be."""
    return len(html) > settings.LONGEST_TEXT


def _chosen_or_typed(found: re.Match[str]) -> str:
    """Return the tag of a link with all that names its aim: a kind and a key, or an address."""
    named = dict(_PLAIN_ATTRIBUTE.findall(found[1]))
    chosen = {" linktype", " id"} <= named.keys()
    if named.keys() == ({" linktype", " id"} if chosen else {" href"}):
        return found[0]
    kept = [name for name in named if name in ({" linktype", " id"} if chosen else {" href"})]
    return "<a{}>".format("".join(f'{name}="{named[name]}"' for name in kept))


def _sanitised(
    html: str, allowed: AllowList, completed: Callable[[str], str] = lambda clean: clean
) -> str:
    if "<" not in html and "&" not in html and not _CONTROL.search(html):
        return html
    if is_too_long(html):
        return without_tags(html)
    clean = completed(cleaned(html, allowed))
    if spelt_as_the_parser_does(html) == clean:
        return html  # nothing to take away; how it spells a quotation mark does not matter
    return clean.replace("<br>", "<br/>").replace("&nbsp;", "\u00a0")


def cleaned(html: str, allowed: AllowList) -> str:
    """Return ``html`` with nothing but what is allowed, as the parser writes it."""
    for _round in range(ROUNDS):
        clean = _read(html, allowed)
        if clean == html:
            return clean
        if len(clean) > MOST_GROWTH * len(html):
            break
        html = clean
    return without_tags(html)


def _read(html: str, allowed: AllowList) -> str:
    """Return ``html`` as the parser reads and writes it.

    It takes longer for each reference to a character the more there are, so in the words between
    tags they go past it, with a mark for "&" that no attribute may have.
    """
    parts = _ANY_TAG.split(_bounded(_CONTROL.sub("", html), allowed.tags))
    parts[::2] = [words.replace("&", MARK) for words in parts[::2]]
    clean = allowed.cleaner.clean("".join(parts)).replace(MARK, "&")
    return _BARE.sub("&amp;", clean)


def without_tags(html: str) -> str:
    """Return the words of ``html`` and no markup at all, whatever it is."""
    words = re.sub(r"<[^<>]*>", "", _WHOLE.sub("", _CONTROL.sub("", html)))
    return words.replace("<", "&lt;").replace(">", "&gt;")


def _bounded(html: str, tags: frozenset[str]) -> str:
    """Return ``html`` in a form that a parser reads in time linear in its length.

    Browsers open formatting again in each paragraph that it reaches into, thrice at most where
    it has no attributes; and they walk up everything that is open for each tag. So formatting
    loses its attributes, what is not allowed goes, and nothing is nested deeper than ``DEEPEST``.
    """
    depth = 0

    def tag(found: re.Match[str]) -> str:
        nonlocal depth
        ends, name, rest = found[1], found[2].lower(), found[3]
        if name not in tags:
            return ""
        if name in ("br", "p", "img", "source", "track"):
            return found[0]
        if ends:
            depth = max(0, depth - 1)
            return f"</{name}>"
        depth += 1
        if depth > DEEPEST:
            return ""
        return f"<{name}>" if name in _NO_ADDRESS else f"<{name}{rest}>"

    html = _WHOLE.sub("", html)
    end = html.rfind(">") + 1  # behind it no tag ends, and looking for its end would cost each time
    return _TAG.sub(tag, html[:end]) + html[end:]


def spelt_as_the_parser_does(html: str) -> str:
    """Return ``html`` with its characters written as the parser writes them.

    Only tags of the plainest form are written anew (``<a href="x" hidden>``), which everybody
    reads alike: where the whole is then what the parser wrote, the parser has taken nothing away.
    """
    return "".join(
        _tag(part) if part.startswith("<") else _characters(part) for part in _ANY_TAG.split(html)
    )


def _tag(tag: str) -> str:
    if tag == "<br/>":
        return "<br>"
    return _PLAIN_ATTRIBUTE.sub(_attribute, tag) if _PLAIN_TAG.fullmatch(tag) else tag


def _attribute(found: re.Match[str]) -> str:
    value = _APOSTROPHE.sub("'", found[2] or "").replace("&#34;", "&quot;")
    return f'{found[1]}="{_SPACE.sub("&nbsp;", value)}"'


def _characters(words: str) -> str:
    return words.replace("\u00a0", "&nbsp;").replace(">", "&gt;")
