"""What the builders build is a sound statement in both versions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from learning.xapi import activity_types, builders, verbs
from learning.xapi.times import DURATION, format_duration, format_timestamp, parse_timestamp
from learning.xapi.validation import Version, validate

NOW = datetime(2026, 5, 1, 9, 30, 0, 123456, tzinfo=UTC)
CHOICES = {"a": {"en": "One", "cy": "Un"}, "b": {"en": "Two"}}


@pytest.mark.parametrize("version", list(Version))
@pytest.mark.parametrize("verb", verbs.ALL[:-1])
@pytest.mark.parametrize(
    "interaction",
    [
        None,
        builders.choice(CHOICES, correct=["b"]),
        builders.sequencing(CHOICES, correct=["b", "a"]),
        builders.true_false(correct=False),
    ],
)
def test_built_statements_are_sound(
    verb: verbs.Verb, interaction: dict | None, version: Version
) -> None:
    course = builders.activity(
        "https://x.example/c", type=activity_types.COURSE, name={"en": "Course"}
    )
    made = builders.statement(
        id=UUID(int=1),
        actor=builders.account_agent("https://x.example", "p"),
        verb=verb,
        object=builders.activity(
            "https://x.example/q",
            type=activity_types.CMI_INTERACTION,
            name={"en": "Question", "cy": "Cwestiwn"},
            description={"en": "What?"},
            interaction=interaction,
        ),
        timestamp=NOW,
        registration=UUID(int=2),
        result=builders.result(
            success=True, scaled=0.5, response="b", duration=timedelta(seconds=91, milliseconds=5)
        ),
        parent=[course],
        grouping=[course],
        revision="2",
        language="cy",
        platform="web",
    )
    validate(made, version)
    assert made["timestamp"] == "2026-05-01T09:30:00.123Z"
    assert verb.display.keys() == {"en", "cy"}


def test_what_is_not_given_is_left_out() -> None:
    made = builders.statement(
        id=UUID(int=1),
        actor={},
        verb=verbs.VOIDED,
        object=builders.statement_ref(UUID(int=3)),
        timestamp=NOW,
    )
    assert list(made) == ["id", "actor", "verb", "object", "timestamp"]
    assert builders.result() == {}


def test_responses_are_joined_and_taken_apart() -> None:
    assert builders.join_response(["a", "b"]) == "a[,]b"
    assert builders.split_response("a[,]b") == ["a", "b"]
    assert builders.split_response("") == []
    with pytest.raises(ValueError, match="cannot be part"):
        builders.join_response(["a[,]b"])


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "PT0S"), (59.994, "PT59.99S"), (59.996, "PT1M"), (90, "PT1M30S"), (90_000, "PT25H")],
)
def test_durations(seconds: float, text: str) -> None:
    assert format_duration(timedelta(seconds=seconds)) == text
    assert DURATION.fullmatch(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-01T09:30:00Z", "2026-05-01T09:30:00.000Z"),
        ("2026-05-01T09:30:00.5+01:00", "2026-05-01T08:30:00.500Z"),
        ("20260501T0930+0130", "2026-05-01T08:00:00.000Z"),
        ("2026-05-01T09:30-05", "2026-05-01T14:30:00.000Z"),
        ("2026-05-01", "2026-05-01T00:00:00.000Z"),
        ("2026-06-30T23:59:60Z", "2026-07-01T00:00:00.000Z"),
    ],
)
def test_timestamps(text: str, moment: str) -> None:
    assert format_timestamp(parse_timestamp(text)) == moment
