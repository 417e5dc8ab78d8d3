"""Templates compile, public pages use Jinja2, and every word in them can be translated."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import engines

from tests.architecture.own_code import (
    django_templates,
    jinja_templates,
    modules,
    template_name,
)
from tests.architecture.visible_words import (
    bare_words_of_django,
    bare_words_of_jinja,
    bare_words_of_python,
)

JINJA = [pytest.param(path, id=template_name(path)) for path in jinja_templates()]
# What only anyone who runs manage.py reads, and that is English like all it prints.
SAID_TO_OPERATORS: dict[str, set[str]] = {
    "learning.lrs.credentials": {" is not a prefix such as https://partner.example/."},
}


def parsed(source: str):
    return engines["jinja2"].env.parse(source)


@pytest.mark.parametrize("path", JINJA)
def test_template_compiles(path: Path) -> None:
    assert engines["jinja2"].env.get_template(template_name(path))


def test_public_pages_use_jinja2() -> None:
    """Only parts of the Wagtail admin may be Django templates; there are none at present.

    tests/pages shows the same from the other side: no page a person opens renders one.
    """
    wrong = [
        path
        for path in django_templates()
        if 'extends "wagtailadmin/' not in path.read_text() and "wagtailadmin" not in path.parts
    ]
    assert not wrong


@pytest.mark.parametrize("path", JINJA)
def test_every_word_of_a_template_is_translatable(path: Path) -> None:
    assert not bare_words_of_jinja(parsed(path.read_text()))


def test_every_word_of_an_admin_template_is_translatable() -> None:
    found = {path: bare_words_of_django(path.read_text()) for path in django_templates()}
    assert not {path: words for path, words in found.items() if words}


def test_every_sentence_of_a_module_is_translatable() -> None:
    found = {
        name: set(bare_words_of_python(module.tree)) - SAID_TO_OPERATORS.get(name, set())
        for name, module in modules().items()
    }
    assert not {name: words for name, words in found.items() if words}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Welcome</p>", "Welcome"),
        ("<p>{% if x %}Yes{% else %}{{ _('No') }}{% endif %}</p>", f"Yes{chr(0xFFFC)}"),
        ("<p>{{ name }} is here</p>", f"{chr(0xFFFC)} is here"),
        ('<img alt="A chart">', "alt='A chart'"),
        ('<input type="submit" value="Save">', "value='Save'"),
        ('<nav aria-label="{{ x }} menu">', f"aria-label='{chr(0xFFFC)} menu'"),
        ('<input placeholder="name">', "placeholder='name'"),
        ("{{ 'Right' if x else _('Wrong') }}", "Right"),
        ('{{ button({"text": "Save"}) }}', "Save"),
        ('{{ button({"text": "go" if x else _("Stay")}) }}', "go"),
        ('{{ select({"label": {"text": "topic"}}) }}', "topic"),
        ("{% set heading = 'Not found' %}{{ heading }}", "Not found"),
        ("{{ _('%(a)s', a='of them') }}", "of them"),
        ("{% block title %}Hello{% endblock %}", "Hello"),
        ("{% macro m() %}<b>Bold</b>{% endmacro %}", "Bold"),
    ],
)
def test_a_planted_word_is_found(source: str, words: str) -> None:
    assert words in bare_words_of_jinja(parsed(source))


@pytest.mark.parametrize(
    "source",
    [
        '<p class="govuk-body app-x">{{ _("Words") }} – {{ ngettext("a", "b", 2) }} · 3</p>',
        "{% if kind == 'front line' %}{{ x }}{% endif %}",
        '{{ button({"text": _("Save"), "classes": "govuk-button govuk-button--warning"}) }}',
        '<script nonce="x">const words = "Not words of a page";</script>',
        "{# Words for the author #}",
    ],
)
def test_what_is_no_word_is_left_alone(source: str) -> None:
    assert not bare_words_of_jinja(parsed(source))


def test_a_planted_word_in_a_django_template_is_found() -> None:
    source = (
        '{% load i18n %}<p>Plain {% translate "Said" %}</p>'
        "{% blocktranslate %}So{% endblocktranslate %}"
    )
    assert bare_words_of_django(source) == ["Plain \N{OBJECT REPLACEMENT CHARACTER}"]


@pytest.mark.parametrize(
    "source",
    [
        'raise ValidationError("Enter a name")',
        'raise ValidationError({"name": "Enter a name"})',
        'messages.error(request, f"Sorry, {name}")',
        'block(label="Enter a name")',
        'Fault("Add %s" % name)',
    ],
)
def test_a_planted_sentence_in_python_is_found(source: str) -> None:
    assert bare_words_of_python(ast.parse(source))
    assert not bare_words_of_python(
        ast.parse('Fault(_("Add")); log.error("to the log"); error(request, _("Say"))')
    )


def test_every_class_of_the_admin_is_in_its_style_sheet() -> None:
    """A class of Wagtail's that its own style sheet leaves out changes nothing on the page."""
    found = finders.find("wagtailadmin/css/core.css")
    assert found
    sheet = Path(found).read_text()
    known = {name.replace("\\", "") for name in re.findall(r"\.(w-(?:[\w-]|\\.)+)", sheet)}
    assert "w-sr-only" in known
    missing = {
        template_name(path): unknown
        for path in [*jinja_templates(), *django_templates()]
        if (unknown := admin_classes(path.read_text()) - known)
    }
    assert not missing


def admin_classes(template: str) -> set[str]:
    """Return the utility classes of the Wagtail admin that a template names."""
    named = " ".join(re.findall(r'class="([^"]*)"', template))
    return set(re.findall(r"(?<![\w-])w-[a-z][\w.-]*(?:\[[^\]]*\])?", named))
