"""Every message has a Welsh translation: all four plural forms, and the same placeholders."""

from __future__ import annotations

import io
import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from learning.config.bootstrap.messages import LOCALE, extracted, po_files

PLURAL_FORMS = 4
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")


def faults_in(translated: Catalog, template: Catalog) -> list[str]:
    """Return what is missing from ``translated`` or wrong in it, one sentence for each fault."""
    faults = []
    if translated.num_plurals != PLURAL_FORMS:
        faults.append(f"the catalogue has {translated.num_plurals} plural forms")
    for message in template:
        if not message.id:
            continue
        plural = isinstance(message.id, list | tuple)
        originals = tuple(message.id) if plural else (message.id,)
        found = translated.get(originals[0], context=message.context)
        if found is None:
            faults.append(f"missing: {originals[0]}")
            continue
        strings = found.string if isinstance(found.string, list | tuple) else (found.string,)
        if found.fuzzy:
            faults.append(f"fuzzy: {originals[0]}")
        if not all(strings) or len(strings) != (PLURAL_FORMS if plural else 1):
            faults.append(f"not in every form: {originals[0]}")
        wanted = {place for original in originals for place in _placeholders(original)}
        for string in strings:
            places = _placeholders(string)
            # "One minute" may say its number in words; no form may ask for what is not given.
            if not places <= wanted or (not plural and places != wanted):
                faults.append(f"other placeholders: {originals[0]} / {string}")
    return faults


def _placeholders(text: str) -> set[str]:
    return {found[0] for found in PLACEHOLDER.finditer(text.replace("%%", ""))}


@pytest.mark.parametrize("language", [path.parts[-3] for path in po_files()])
def test_every_message_is_translated(language: str) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        translated = read_po(file, locale=language)
    faults = faults_in(translated, extracted())
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults)


def test_the_extraction_finds_python_templates_and_plurals() -> None:
    template = extracted()
    assert template.get("Skip to main content")
    assert template.get("This version has not been approved. Submit it for review; if you changed "
                        "something after it was approved, submit it again.")  # fmt: skip
    assert template.get("%(num)s minute").pluralizable


HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;\\n"
"""
GOOD = """
msgid "Save"
msgstr "Cadw"

msgid "Hello, %(name)s"
msgstr "Helo, %(name)s"

msgid "%(num)s day"
msgid_plural "%(num)s days"
msgstr[0] "%(num)s diwrnod"
msgstr[1] "Dau ddiwrnod"
msgstr[2] "%(num)s diwrnod"
msgstr[3] "%(num)s diwrnod"
"""


def planted() -> Catalog:
    """Return a template of three messages."""
    catalog = Catalog()
    for message in ("Save", "Hello, %(name)s", ("%(num)s day", "%(num)s days")):
        catalog.add(message)
    return catalog


def read(text: str) -> Catalog:
    return read_po(io.BytesIO((HEADER + text).encode()), locale="cy")


def test_a_whole_catalogue_has_no_fault() -> None:
    assert faults_in(read(GOOD), planted()) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgstr "Cadw"', 'msgstr ""', "not in every form: Save"),
        ('msgid "Save"', 'msgid "Keep"', "missing: Save"),
        ('msgid "Save"', '#, fuzzy\nmsgid "Save"', "fuzzy: Save"),
        ("Helo, %(name)s", "Helo", "other placeholders: Hello, %(name)s / Helo"),
        ("Helo, %(name)s", "Helo, %(enw)s", "other placeholders: Hello, %(name)s / Helo, %(enw)s"),
        ('msgstr[3] "%(num)s diwrnod"', 'msgstr[3] ""', "not in every form: %(num)s day"),
        ("Dau ddiwrnod", "%(rhif)s", "other placeholders: %(num)s day / %(rhif)s"),
    ],
)
def test_a_planted_fault_is_found(before: str, after: str, fault: str) -> None:
    assert before in GOOD
    assert fault in faults_in(read(GOOD.replace(before, after, 1)), planted())


def test_too_few_plural_forms_are_found() -> None:
    two = (HEADER + GOOD).replace("nplurals=4", "nplurals=2")
    assert "the catalogue has 2 plural forms" in faults_in(
        read_po(io.BytesIO(two.encode()), locale="cy"), planted()
    )
