"""Ways in which a translator brings markup into a page; each publishes whatever came of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    StringTranslation,
    Translation,
)

from courses.content.exchange.translations import take_translation
from courses.content.models import CoursePage, LessonPage
from courses.content.translation.courses import begin_translation, bring_up_to_date, take_over
from tests.bad_input.ways import Browser, publish_latest, rich
from tests.factories.courses import (
    Writing,
    published_course,
    text,
)
from tests.markup import ADDRESSES, HOSTILE, hostile_in


def by_translating(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    """Text by text, over the address that the editor's own script sends to."""
    translation, welsh = _begun(writing)
    author = browser_of(writing.cast.author)
    segments = _body_segments(translation)
    for segment, markup in zip(segments, _translations(), strict=False):
        put = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        _put(author, put, markup)
    for segment, address in zip(
        OverridableSegment.objects.filter(source=translation.source), _addresses(), strict=False
    ):
        put = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
        _put(author, put, address)
    _shown_before_it_is_saved(translation, author)
    _published_in(welsh, writing)


def by_po(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    translation, welsh = _begun(writing)
    author = browser_of(writing.cast.author)
    file = polib.POFile()
    file.metadata = {"X-WagtailLocalize-TranslationID": str(translation.uuid)}
    segments = _body_segments(translation)
    for segment, markup in zip(segments, _translations(), strict=False):
        file.append(
            polib.POEntry(msgid=segment.string.data, msgctxt=segment.context.path, msgstr=markup)
        )
    answer = author.post(
        reverse("wagtail_localize:upload_pofile", args=[translation.pk]),
        {"file": SimpleUploadedFile("cy.po", str(file).encode())},
    )
    assert answer.status_code == 302
    assert StringTranslation.objects.filter(context__path__contains="body").count() > 20
    _published_in(welsh, writing)


def by_a_shipped_translation(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    translation, welsh = _begun(writing)
    segments = StringSegment.objects.filter(source=translation.source)
    texts = [segment.string.data for segment in segments.select_related("string")]
    take_over(translation, dict(zip(texts, _translations(), strict=False)))
    _published_in(welsh, writing)


def by_the_translation_in_an_archive(writing: Writing, browser_of: Browser, tmp_path: Path) -> None:
    from courses.content.exchange import content

    translation, welsh = _begun(writing)
    page = LessonPage.objects.get(translation_key=translation.source.object_id, live=True)
    segments = StringSegment.objects.filter(source=translation.source)
    sent = content.Translation(
        language="cy", slug="x", review_date=None,
        texts={"1": [
            content.TranslatedText(one.context.path, one.string.data, markup, "manual", "")
            for one, markup in zip(segments, _translations(), strict=False)
        ]},
        replaced={"1": [
            content.Replaced(one.context.path, address)
            for one, address in zip(
                OverridableSegment.objects.filter(source=translation.source), _addresses(),
                strict=False,
            )
        ]},
    )  # fmt: skip
    take_translation(pages={"1": page}, locale=welsh, sent=sent, key_of=lambda block, value: value)
    _published_in(welsh, writing)


def _translations() -> Iterator[str]:
    for markup in HOSTILE.values():
        yield f"Geiriau {markup}"
    yield from (f'<a id="a1" href="{address}">Geiriau</a>' for address in ADDRESSES)


def _addresses() -> Iterator[str]:
    yield from ADDRESSES
    yield from ADDRESSES


def _body_segments(translation: Translation) -> Any:
    return StringSegment.objects.filter(
        source=translation.source, context__path__contains="body"
    ).select_related("string", "context")


def _begun(writing: Writing) -> tuple[Translation, Locale]:
    """Return the translation of a lesson with as many texts and links as there is to bring in."""
    words = [text(f"The words of {number}.") for number in range(len(HOSTILE))]
    links = [
        rich(f'<p>See <a href="https://a.example/{number}">this</a>.</p>', f"link {number}")
        for number in range(len(ADDRESSES))
    ]
    course = published_course(writing, lessons=1, body=[*words, *links])
    welsh = Locale.objects.get_or_create(language_code="cy")[0]
    begin_translation(course=course, locale=welsh, user=writing.cast.author)
    sheet = LessonPage.objects.child_of(course).get()
    return Translation.objects.get(source__object_id=sheet.translation_key), welsh


def _put(author: Client, address: str, value: str) -> None:
    sent = encode_multipart(BOUNDARY, {"value": value})
    answer = author.put(address, sent, content_type=MULTIPART_CONTENT)
    assert answer.status_code in (200, 201), answer.content


def _shown_before_it_is_saved(translation: Translation, author: Client) -> None:
    """wagtail-localize shows what it puts together, without ever saving it."""
    made = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    for child in made.body:
        assert not hostile_in(str(child.value)), str(child.value)


def _published_in(locale: Locale, writing: Writing) -> None:
    original = CoursePage.objects.filter(live=True, locale__language_code="en-gb").get()
    page = bring_up_to_date(course=original, locale=locale, user=writing.cast.author)
    publish_latest(page)


WAYS = [
    by_translating,
    by_po,
    by_a_shipped_translation,
    by_the_translation_in_an_archive,
]
