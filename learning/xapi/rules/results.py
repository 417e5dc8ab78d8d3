"""Results and scores (xAPI 1.0.3, Data 2.4.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from learning.xapi.shapes import Invalid, boolean, formatted, number, shape, text

from .strings import extensions, is_duration


def _score_in_its_range(value: Mapping[str, Any]) -> None:
    low, high, raw = value.get("min"), value.get("max"), value.get("raw")
    if low is not None and high is not None and low >= high:
        raise Invalid("'min' must be less than 'max'", "XAPI-00081")
    if raw is not None and ((low is not None and raw < low) or (high is not None and raw > high)):
        raise Invalid("'raw' must be from 'min' to 'max'", "XAPI-00082")


SCORE: Final = shape(
    "A score",
    {
        "scaled": number("XAPI-00083", -1, 1),
        "raw": number("XAPI-00082"),
        "min": number("XAPI-00081"),
        "max": number("XAPI-00080"),
    },
    {},
    (_score_in_its_range,),
    requirement="XAPI-00079",
)
RESULT: Final = shape(
    "A result",
    {
        "score": SCORE,
        "success": boolean("XAPI-00074"),
        "completion": boolean("XAPI-00075"),
        "response": text("XAPI-00076"),
        "duration": formatted(is_duration, "an ISO 8601 duration such as PT1M30S", "XAPI-00077"),
        "extensions": extensions("XAPI-00078"),
    },
    {},
)
