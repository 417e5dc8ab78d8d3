"""Rich text that travels: what it may hold, and the links in it that were chosen.

A text block shows what it stores as it is; only the editor looks at it. So what comes from outside
is looked at here, by the same list of features.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape
from typing import Any

from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url

TAG = re.compile(r"<[^<>]*>")
NAMED = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z-]+="[^"<>]*")*) ?(/?)>')
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"<>]*)"')
KEY = re.compile(r"[\w-]{1,60}")
# The name of a link's aim that is not there any more.
GONE = "gone"
PAGE, DOCUMENT = "page", "document"
EMPTY = {"br", "hr"}
TAGS = {
    "h2": {"h2"}, "h3": {"h3"}, "bold": {"b"}, "italic": {"i"}, "ol": {"ol", "li"},
    "ul": {"ul", "li"}, "link": {"a"}, "document-link": {"a"}, "hr": {"hr"},
}  # fmt: skip


def tags_of(features: Iterable[str]) -> set[str]:
    """Return the tags that a text with these features of the editor may hold."""
    return {"p", "br"}.union(*(TAGS.get(feature, set()) for feature in features))


def is_plain(html: str, features: Iterable[str]) -> bool:
    """Tell whether ``html`` holds nothing but what the editor stores for these features.

    Every tag is told by its whole text, so no browser can read one differently than we do.
    """
    allowed = tags_of(features)
    opened: list[str] = []
    for tag in TAG.findall(html):
        found = NAMED.fullmatch(tag)
        if found is None or found[2] not in allowed:
            return False
        ends, name, attributes, closed = found.groups()
        if ends:
            if attributes or closed or not opened or opened.pop() != name:
                return False
        elif not _attributes_are_plain(name, attributes):
            return False
        elif name not in EMPTY:
            if closed:
                return False
            opened.append(name)
    return not opened and "<" not in TAG.sub("", html)


def _attributes_are_plain(name: str, written: str) -> bool:
    pairs = ATTRIBUTE.findall(written)
    attributes = dict(pairs)
    if len(attributes) < len(pairs):
        return False
    if name != "a":
        key = attributes.pop("data-block-key", None)
        return not attributes and (key is None or bool(KEY.fullmatch(key)))
    if attributes.keys() == {"linktype", "id"}:
        return attributes["linktype"] in (PAGE, DOCUMENT) and bool(KEY.fullmatch(attributes["id"]))
    if attributes.keys() == {"href"}:
        return check_url(unescape(attributes["href"])) is not None
    return not attributes


def cleaned(html: str, features: Iterable[str]) -> str:
    """Return ``html`` with nothing but what the editor would keep; the words all stay."""
    keeper = Whitelister()
    keeper.element_rules = {
        "[document]": allow_without_attributes,
        **dict.fromkeys(tags_of(features), allow_without_attributes),
    }
    if "a" in keeper.element_rules:
        keeper.element_rules["a"] = _keep_where_it_leads
    return str(keeper.clean(html))


def _keep_where_it_leads(tag: Any) -> None:
    names = {"linktype", "id"} if tag.get("linktype") else {"href"}
    attribute_rule({name: check_url if name == "href" else True for name in names})(tag)


def with_links(html: str, link: Callable[[str, str], Mapping[str, str]]) -> str:
    """Return ``html`` with the attributes that ``link`` gives for each link that was chosen.

    It is called with the kind, "page" or "document", and the name of the aim.
    """

    def tag(found: Any) -> str:
        attributes = dict(ATTRIBUTE.findall(found[0]))
        if attributes.get("linktype") not in (PAGE, DOCUMENT):
            return str(found[0])
        named = link(attributes["linktype"], attributes.get("id", ""))
        return "<a{}>".format(
            "".join(f' {name}="{escape(value)}"' for name, value in sorted(named.items()))
        )

    return re.sub(r"<a [^<>]*>", tag, html) if "linktype" in html else html


def says_no_more(translation: str, source: str) -> bool:
    """Tell whether a translation, as wagtail-localize keeps it, has only tags of its source."""
    allowed = {*TAG.findall(source), "<br>", "<br/>"}
    return set(TAG.findall(translation)) <= allowed and "<" not in TAG.sub("", translation)
