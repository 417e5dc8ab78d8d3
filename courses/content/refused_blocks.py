"""Sentences out of the errors of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError


def sentences_in(refused: ValidationError) -> Iterator[str]:
    """Yield the sentences about blocks and fields, which the error keeps inside each other."""

    def found(data: Any) -> Iterator[str]:
        if isinstance(data, str):
            yield data
        elif isinstance(data, dict):
            for part in data.values():
                yield from found(part)
        elif isinstance(data, list):
            for part in data:
                yield from found(part)

    nested = getattr(refused, "as_json_data", None)
    yield from found(nested() if nested else refused.messages)
