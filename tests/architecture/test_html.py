"""Text becomes HTML in few places, each known; everywhere else it is escaped."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField

from cms.blocks.fields import SanitisedStreamField
from cms.blocks.rich_text import RichTextBlock
from tests.architecture.own_code import django_templates, jinja_templates, modules, template_name

# Where a template prints text as it is, how often, and why nobody can have written markup into it.
UNESCAPED = {
    "content/lesson.html": (1, "FrozenLesson.shown: looked at again by cms.blocks.frozen"),
    "content/lesson_to_read.html": (1, "FrozenLesson.shown, saved or not"),
    "progress/added.html": (2, "notes of additions: as_shown, looked at again"),
    "additions/reading.html": (1, "as_shown, and a draft that was rendered through frozen"),
}
# Where Python says that text is HTML, and why it is.
SAID_TO_BE_HTML = {
    "cms.publishing.components": "what a Jinja2 template made, which escapes",
    "cms.publishing.panels": "what a Jinja2 template made, which escapes",
    "cms.publishing.middleware": "format_html, which escapes what it is given; the type only",
    "cms.publishing.wagtail_hooks": "format_html, which escapes what it is given; the type only",
    "cms.snippets.panels": "what a Jinja2 template made, which escapes",
    "learning.ui.layout": "a sentence of the catalogue whose words are escaped one by one",
}
MARKING = {"mark_safe", "SafeString", "SafeText", "SafeData", "markupsafe"}
# Who writes translations with no signal, and so sanitises them first.
WITHOUT_SIGNAL = {"courses.content.translation.courses", "courses.content.exchange.translations"}
# Places in a template in which escaping would not help: a tag or an attribute of somebody's choice.
OPEN = re.compile(r"""<[a-z]*\{\{|\s(?:on[a-z]+|style|srcdoc|formaction)=["'{]""")


def test_templates_print_text_as_it_is_in_few_places() -> None:
    found = {}
    for path in [*jinja_templates(), *django_templates()]:
        source = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
        number = len(re.findall(r"\|\s*safe\b|\bautoescape\b|Markup\(|\|\s*safeseq\b", source))
        if number:
            found[template_name(path)] = number
    assert found == {name: number for name, (number, _why) in UNESCAPED.items()}


def test_templates_leave_no_place_open_that_escaping_does_not_close() -> None:
    for path in jinja_templates():
        assert not OPEN.findall(path.read_text()), path


def test_modules_say_that_text_is_html_in_few_places() -> None:
    found = {name for name, module in modules().items() if MARKING & set(_names_in(module.tree))}
    assert found == SAID_TO_BE_HTML.keys()


def _names_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def _blocks_in(block: blocks.Block) -> Iterator[blocks.Block]:
    yield block
    inner = list(getattr(block, "child_blocks", {}).values())
    if isinstance(block, blocks.ListBlock):
        inner.append(block.child_block)
    for one in inner:
        yield from _blocks_in(one)


def _fields() -> Iterator[StreamField]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            assert not isinstance(field, RichTextField), f"{field}: nothing sanitises it"
            if isinstance(field, StreamField):
                yield field


@pytest.mark.parametrize("field", list(_fields()), ids=str)
def test_every_text_of_a_page_is_sanitised(field: StreamField) -> None:
    assert isinstance(field, SanitisedStreamField)
    for block in _blocks_in(field.stream_block):
        assert not isinstance(block, blocks.RawHTMLBlock | blocks.BlockQuoteBlock), block
        if isinstance(block, blocks.RichTextBlock):
            assert isinstance(block, RichTextBlock), f"{block.label}: not ours"
        if isinstance(block, TypedTableBlock):
            # A table's cells are no blocks that the field looks into.
            assert not any(isinstance(one, blocks.RichTextBlock) for one in _blocks_in(block))


def test_who_writes_translations_in_bulk_sanitises_them() -> None:
    found = {
        name
        for name, module in modules().items()
        if re.search(
            r"(StringTranslation|SegmentOverride)\.objects\.(bulk_create|bulk_update|update)\b",
            ast.unparse(module.tree),
        )
    }
    assert found == WITHOUT_SIGNAL
    for name in found:
        assert "translated(" in ast.unparse(modules()[name].tree)
