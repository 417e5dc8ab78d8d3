"""Finding content saved or frozen before the sanitiser looked at it, or by a way round it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from wagtail.models import Revision
from wagtail_localize.models import SegmentOverride, StringTranslation

from cms.blocks.fields import SanitisedStreamField, SegmentsField, sanitised
from cms.blocks.frozen import frozen
from cms.blocks.sanitiser import translated
from cms.blocks.translations import NOTHING, leads_nowhere_safe

BATCH = 100


@dataclass(frozen=True)
class Found:
    """A row that holds what may not be in a page; ``rewrite`` takes it away, and nothing else."""

    row: models.Model
    field: str
    rewrite: Callable[[], object]

    @property
    def place(self) -> str:
        """The place of the row, in words: ``content.lessonversion 12, body (Spot the hook)``."""
        return f"{self.row._meta.label_lower} {self.row.pk}, {self.field} ({self.row})"


def hostile_content() -> Iterator[Found]:
    """Yield every row that the sanitiser would change, in memory bounded by a few rows."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, SanitisedStreamField):
                yield from _streams(model, field)
            elif isinstance(field, SegmentsField):
                yield from _segments(model, field)
    yield from _revisions()
    yield from _translations()
    yield from _overrides()


def _rewriting(row: models.Model, field: str, value: Any) -> Found:
    # ``update`` writes what is said and nothing else: no version follows, no mail, no signal.
    rows: Any = type(row)._base_manager.filter(pk=row.pk)
    return Found(row, field, lambda: rows.update(**{field: value}))


def _streams(model: type[models.Model], field: SanitisedStreamField) -> Iterator[Found]:
    for row in model._base_manager.iterator(chunk_size=BATCH):
        raw = list(field.value_from_object(row).raw_data)
        clean = sanitised(field.stream_block, raw)
        if clean != raw:
            yield _rewriting(row, field.name, field.to_python(json.dumps(clean)))


def _segments(model: type[models.Model], field: SegmentsField) -> Iterator[Found]:
    for row in model._base_manager.iterator(chunk_size=BATCH):
        before = field.value_from_object(row)
        after = [
            {**segment, "html": frozen(segment["html"])} if "html" in segment else segment
            for segment in before
        ]
        if after != before:
            yield _rewriting(row, field.name, after)


def _revisions() -> Iterator[Found]:
    for revision in Revision.objects.select_related("content_type").iterator(chunk_size=BATCH):
        model = revision.content_type.model_class()
        if model is None:
            continue
        content = dict(revision.content)
        for field in model._meta.get_fields():
            if isinstance(field, SanitisedStreamField) and content.get(field.name):
                raw = json.loads(content[field.name])
                clean = sanitised(field.stream_block, raw)
                if clean != raw:
                    content[field.name] = json.dumps(clean)
        if content != revision.content:
            yield _rewriting(revision, "content", content)


def _translations() -> Iterator[Found]:
    for row in StringTranslation.objects.iterator(chunk_size=BATCH):
        if (clean := translated(row.data)) != row.data:
            yield _rewriting(row, "data", clean)


def _overrides() -> Iterator[Found]:
    for row in SegmentOverride.objects.select_related("context").iterator(chunk_size=BATCH):
        if row.data_json == NOTHING or row.context is None:
            continue
        if leads_nowhere_safe(row.context.path, row.data):
            yield _rewriting(row, "data_json", NOTHING)
