"""Data 2.4.5: what came of it: success, score, time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .client import HOME, put
from .rows import ACCEPTED, REFUSED, Says, statement_table

NO_TRUTH = {"a string": "true", "a number": 1, "an object": {}, "an array": [True]}
NO_NUMBER = {"a string": "0.5", "true": True, "an object": {}, "an array": [0.5]}


def none_of(ids: str, name: str, kinds: dict[str, Any]) -> Iterator[Says]:
    for kind, value in kinds.items():
        yield Says(ids, f"{name} is not {kind}", put(f"result/{name}", value), REFUSED)


def score(**parts: Any) -> dict[str, Any]:
    return put("result", {"score": parts})


test_results = statement_table(
    Says("74", "success is true", put("result/success", True), ACCEPTED),
    Says("74", "success is false", put("result/success", False), ACCEPTED),
    *none_of("74", "success", NO_TRUTH),
    Says("75", "completion is true", put("result/completion", True), ACCEPTED),
    Says("75", "completion is false", put("result/completion", False), ACCEPTED),
    *none_of("75", "completion", NO_TRUTH),
    Says("76", "response is a string", put("result/response", "a[,]b"), ACCEPTED),
    *none_of("76", "response", {"a number": 4, "true": True, "an object": {}, "an array": []}),
    Says("77", "duration is ISO 8601", put("result/duration", "PT1M30.25S"), ACCEPTED),
    *none_of("77", "duration", {"a number": 90, "words": "90 seconds", "a clock": "00:01:30"}),
    Says("78", "extensions are an object", put("result/extensions", {HOME: [1]}), ACCEPTED),
    *none_of("78", "extensions", {"a string": "a", "an array": [], "keyed by words": {"a": 1}}),
    Says("78", "A result may say nothing", put("result", {}), ACCEPTED),
)

test_scores = statement_table(
    Says("79", "A score is an object", score(scaled=0.9, raw=18, min=0, max=20), ACCEPTED),
    Says("79", "A score may say nothing", score(), ACCEPTED),
    *none_of("79", "score", {"a number": 0.9, "a string": "90%", "an array": [0.9]}),
    Says("79", "A score has nothing else", score(mark="A"), REFUSED),
    Says("80", "max alone may be anything", score(max=-3.5), ACCEPTED),
    Says("80", "max is more than min", score(min=1, max=2), ACCEPTED),
    Says("80", "max is not less than min", score(min=2, max=1), REFUSED),
    Says("81", "min alone may be anything", score(min=-100), ACCEPTED),
    Says("81", "min is not max", score(min=1, max=1), REFUSED),
    Says("82", "raw alone may be anything", score(raw=1e9), ACCEPTED),
    Says("82", "raw may be min", score(raw=0, min=0, max=1), ACCEPTED),
    Says("82", "raw may be max", score(raw=1, min=0, max=1), ACCEPTED),
    Says("82", "raw is not below min", score(raw=-0.01, min=0, max=1), REFUSED),
    Says("82", "raw is not above max", score(raw=1.01, min=0, max=1), REFUSED),
    Says("82", "Nor where there is no min", score(raw=2, max=1), REFUSED),
    Says("82", "Nor below where there is no max", score(raw=0, min=1), REFUSED),
    Says("83", "scaled may be -1", score(scaled=-1), ACCEPTED),
    Says("83", "scaled may be 1", score(scaled=1.0), ACCEPTED),
    Says("83", "scaled is not more", score(scaled=1.0000001), REFUSED),
    Says("83", "scaled is not less", score(scaled=-1.0000001), REFUSED),
    *(
        Says(ids, f"{name} is a number, not {kind}", score(**{name: value}), REFUSED)
        for ids, name in (("80", "max"), ("81", "min"), ("82", "raw"), ("83", "scaled"))
        for kind, value in NO_NUMBER.items()
    ),
)
