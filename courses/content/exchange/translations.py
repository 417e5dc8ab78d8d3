"""The part of an archive in other languages: a course text by text, by wagtail-localize.

A translation made of it can be kept up to date like one that was written here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from wagtail import blocks
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.blocks.sanitiser import translated
from cms.blocks.translations import LINK, leads_nowhere_safe
from cms.blocks.walking import changed
from courses.content.exchange import content
from courses.content.exchange.rich_text import says_no_more
from courses.content.models import CoursePage, LessonPage
from courses.content.translation.courses import is_translation

# The name of what was chosen, or its key: by the definition of the field.
Named = Callable[[blocks.Block, Any], Any]


def translations_to_send(pages: list[Any], named: Named) -> list[dict[str, Any]]:
    """Return each translation of ``pages``, a course and its lessons, as archives tell it.

    Only what belongs to the words of these drafts: what the original does not say any more stays.
    """
    course = pages[0]
    found = []
    for locale in Locale.objects.exclude(pk=course.locale_id).order_by("language_code"):
        page = CoursePage.objects.filter(
            translation_key=course.translation_key, locale=locale
        ).first()
        if page is None or not is_translation(page):
            continue
        draft = page.get_latest_revision_as_object()
        found.append(
            {
                "language": locale.language_code,
                "slug": draft.slug,
                "review_date": draft.review_date and draft.review_date.isoformat(),
                "pages": [_page_in(locale, one, named) for one in pages],
            }
        )
    return found


def _page_in(locale: Locale, page: Any, named: Named) -> dict[str, Any]:
    segments = extract_segments(page)
    known = {
        (one.context.path, one.translation_of.data): one
        for one in StringTranslation.objects.filter(
            locale=locale, context__object_id=page.translation_key, has_error=False
        ).select_related("context", "translation_of")
    }
    other = {
        one.context.path: one.data
        for one in SegmentOverride.objects.filter(
            locale=locale, context__object_id=page.translation_key, has_error=False
        ).select_related("context")
    }
    texts = dict.fromkeys(
        (one.path, one.string.data) for one in segments if isinstance(one, StringSegmentValue)
    )
    choosers = choosers_in(page)
    replaced = []
    for one in segments:
        if isinstance(one, OverridableSegmentValue) and one.path in other:
            value = other[one.path]
            if one.path in choosers:
                value = named(choosers[one.path], value)
            if value:
                replaced.append({"path": one.path, "value": value})
    return {
        "id": str(page.translation_key),
        "texts": [
            {
                "path": path,
                "text": text,
                "translation": known[path, text].data,
                "kind": known[path, text].translation_type,
                "tool": known[path, text].tool_name,
            }
            for path, text in texts
            if (path, text) in known
        ],
        "replaced": replaced,
    }


def choosers_in(page: Any) -> dict[str, blocks.Block]:
    """Return the fields of a lesson in which something was chosen, by their paths."""
    found: dict[str, blocks.Block] = {}

    def field(block: blocks.Block, value: Any, path: str) -> Any:
        if isinstance(block, blocks.ChooserBlock):
            found[f"body.{path}"] = block
        return value

    if isinstance(page, LessonPage):
        list(page.body)
        changed(page.body.stream_block, page.body.get_prep_value(), field)
    return found


def take_translation(
    *, pages: dict[Any, Page], locale: Locale, sent: content.Translation, key_of: Named
) -> int:
    """Store the translations into ``locale`` of ``pages``, by id; return how many were left out.

    A text that is not in the page, or says more than words, is left out.
    """
    left_out = 0
    for name, page in pages.items():
        source, _created = TranslationSource.update_or_create_from_instance(page)
        Translation.objects.get_or_create(source=source, target_locale=locale)
        left_out += _take_texts(source, locale, sent.texts.get(name, []))
        left_out += _take_others(source, locale, page, sent.replaced.get(name, []), key_of)
    return left_out


def _take_texts(
    source: TranslationSource, locale: Locale, sent: list[content.TranslatedText]
) -> int:
    segments = {
        (one.context.path, one.string.data): one
        for one in StringSegment.objects.filter(source=source).select_related("context", "string")
    }
    taken = {
        (one.path, one.text): one
        for one in sent
        if (one.path, one.text) in segments
        and one.translation
        and says_no_more(one.translation, one.text)
    }
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of_id=segments[place].string_id,
            context_id=segments[place].context_id,
            locale=locale,
            data=translated(one.translation),
            translation_type=one.kind,
            tool_name=one.tool,
            updated_at=timezone.now(),
        )
        for place, one in taken.items()
    )
    return len(sent) - len(taken)


def _take_others(
    source: TranslationSource,
    locale: Locale,
    page: Any,
    sent: list[content.Replaced],
    key_of: Named,
) -> int:
    contexts = dict(
        OverridableSegment.objects.filter(source=source).values_list("context__path", "context")
    )
    choosers = choosers_in(page)
    taken: dict[str, Any] = {}
    for one in sent:
        if one.path not in contexts:
            continue
        if one.path in choosers:
            if key := key_of(choosers[one.path], one.value):
                taken[one.path] = key
        elif one.path.endswith(LINK) and not leads_nowhere_safe(one.path, one.value):
            taken[one.path] = one.value
    for path, value in taken.items():
        override = SegmentOverride(locale=locale, context_id=contexts[path])
        override.data_json = json.dumps(value)
        override.save()
    return len(sent) - len(taken)
