"""Finding words that people see and that nobody can translate.

A template is read as its author wrote it: every branch, with a mark in place of each expression.
What is left in text nodes and in visible attributes was not given to gettext. Python is read as
a syntax tree: the arguments that end on screen must not be bare strings.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.template.base import Lexer, TokenType
from jinja2 import nodes

HOLE = "\N{OBJECT REPLACEMENT CHARACTER}"
LETTERS = re.compile(r"[^\W\d_]")
# What a screen shows or a screen reader says, beside text.
VISIBLE_ATTRIBUTES = {"alt", "aria-label", "aria-description", "placeholder", "title", "label"}
TAG = re.compile(r"<[^>]*>")
BUTTONS = {"submit", "button", "reset"}
GETTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
# The options of GOV.UK's macros that are words on the page.
VISIBLE_OPTIONS = re.compile(
    r"^(text|html|heading|.*(Text|Label|Title)|label|labelText|hint|legend|caption)$"
)
# Elsewhere in an expression, a string is taken for words by its look: "Sorry", "is not here".
WORDS = re.compile(r"^[A-Z][a-z]+( |$|[.,:!?])|(^| )[a-z]+ [a-z]+( |$|[.,:!?])")


class _Page(HTMLParser):
    """Collects the bare words of one template."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.silent += 1
        named = dict(attrs)
        for name, value in attrs:
            visible = (
                name in VISIBLE_ATTRIBUTES
                or (name == "value" and tag == "input" and named.get("type") in BUTTONS)
                or (name == "content" and named.get("name") == "description")
            )
            if visible and value and LETTERS.search(value):
                self.found.append(f"{name}={value!r}")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.silent = max(0, self.silent - 1)

    def handle_data(self, data: str) -> None:
        if not self.silent and LETTERS.search(data):
            self.found.append(" ".join(data.split()))


def bare_words_of_html(source: str) -> list[str]:
    """Return the words in text nodes and visible attributes."""
    page = _Page()
    page.feed(source)
    page.close()
    return page.found


def bare_words_of_jinja(template: nodes.Template) -> list[str]:
    """Return the words of a Jinja2 template that are not given to gettext."""
    return bare_words_of_html(_as_html(template)) + list(_bare_strings(template))


def _as_html(template: nodes.Template) -> str:
    parts: list[str] = []

    def walk(node: nodes.Node) -> None:
        if isinstance(node, nodes.Output):
            for part in node.nodes:
                parts.append(part.data if isinstance(part, nodes.TemplateData) else HOLE)
            return
        for child in node.iter_child_nodes():
            walk(child)

    walk(template)
    return "".join(parts)


def _bare_strings(template: nodes.Template) -> Iterator[str]:
    def walk(node: nodes.Node, shown: bool = False) -> Iterator[str]:
        if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in GETTEXT:
            for keyword in node.kwargs:
                yield from walk(keyword.value, shown)
            return
        if isinstance(node, nodes.Compare | nodes.Test | nodes.Getitem | nodes.Getattr):
            return
        if isinstance(node, nodes.Pair):
            key = node.key.value if isinstance(node.key, nodes.Const) else ""
            yield from walk(node.value, bool(VISIBLE_OPTIONS.match(str(key))))
            return
        if isinstance(node, nodes.Dict):
            shown = False
        if isinstance(node, nodes.CondExpr):
            for branch in (node.expr1, node.expr2):
                if branch is not None:
                    yield from walk(branch, shown)
            return
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            words = TAG.sub("", node.value)
            if (LETTERS if shown else WORDS).search(words):
                yield words
        for child in node.iter_child_nodes():
            yield from walk(child, shown)

    yield from walk(template)


def bare_words_of_django(source: str) -> list[str]:
    """Return the words of a Django template outside translate and blocktranslate."""
    parts: list[str] = []
    inside = False
    found: list[str] = []
    for token in Lexer(source).tokenize():
        if token.token_type is TokenType.BLOCK:
            name = token.split_contents()[0]
            inside = name.startswith("blocktrans") or (inside and not name.startswith("endblocktr"))
            parts.append(HOLE if name.startswith("trans") else "")
        elif token.token_type is TokenType.VAR:
            parts.append(HOLE)
            if token.contents[:1] in "\"'" and LETTERS.search(token.contents):
                found.append(token.contents)
        elif token.token_type is TokenType.TEXT and not inside:
            parts.append(token.contents)
    return bare_words_of_html("".join(parts)) + found


# Calls whose words end on a screen, and which argument holds them.
SPOKEN = {
    "ValidationError": 0, "Fault": 0, "StructBlockValidationError": 0, "AuthenticationFailed": 0,
    "success": 1, "error": 1, "warning": 1, "info": 1,
}  # fmt: skip
LOGS = {"log", "logger", "logging", "self"}
# Keywords that are words on screen, whatever is called.
SPOKEN_KEYWORDS = {"label", "heading", "verbose_name", "verbose_name_plural", "menu_label"}


def bare_words_of_python(tree: ast.Module) -> list[str]:
    """Return the strings that go to a screen without gettext."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            owner = node.func.value if isinstance(node.func, ast.Attribute) else None
            is_log = isinstance(owner, ast.Name) and owner.id in LOGS
            place = SPOKEN.get(name)
            if place is not None and not is_log and len(node.args) > place:
                found += _strings(node.args[place])
            for keyword in node.keywords:
                if keyword.arg in SPOKEN_KEYWORDS:
                    found += _strings(keyword.value)
    return found


def _strings(node: ast.expr) -> list[str]:
    """Return the bare words in an argument: in it, in a list or dict of it, in an f-string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value] if LETTERS.search(node.value) else []
    if isinstance(node, ast.JoinedStr):
        return [word for part in node.values for word in _strings(part)]
    if isinstance(node, ast.List | ast.Tuple):
        return [word for part in node.elts for word in _strings(part)]
    if isinstance(node, ast.Dict):
        return [word for part in node.values for word in _strings(part)]
    if isinstance(node, ast.IfExp):
        return _strings(node.body) + _strings(node.orelse)
    if isinstance(node, ast.BinOp):
        return _strings(node.left)
    return []
