"""Which differences between two statements of one id count (Data 2.3.1)."""

from __future__ import annotations

from typing import Any

import pytest

from learning.xapi.comparison import same_statement

from .test_validation import ACTIVITY, AGENT, ANONYMOUS, MINIMAL, SUB, changed, definition

OTHER = {"objectType": "Agent", "mbox": "mailto:b@example.org"}


@pytest.mark.parametrize(
    ("path", "value", "instead"),
    [
        ("stored", "2026-05-01T09:30:00Z", "2026-05-02T09:30:00Z"),
        ("authority", AGENT, OTHER),
        ("version", "1.0.0", "1.0.3"),
        ("id", "12345678-1234-5678-1234-567812345678", "12345678-1234-5678-1234-567812345679"),
        ("timestamp", "2026-05-01T09:30:00Z", "2026-05-01T10:30:00.000+01:00"),
        ("verb/display", {"en": "did"}, {"en": "made"}),
        ("object", definition(name={"en": "One"}), ACTIVITY),
        ("actor/mbox", "mailto:a@example.org", "mailto:a@EXAMPLE.org"),
        (
            "actor",
            {**ANONYMOUS, "member": [AGENT, OTHER]},
            {**ANONYMOUS, "member": [OTHER, AGENT]},
        ),
        ("context/contextActivities", {"parent": ACTIVITY}, {"parent": [ACTIVITY]}),
        ("result/duration", "PT1.234S", "PT1.239S"),
    ],
)
def test_differences_that_do_not_count(path: str, value: Any, instead: Any) -> None:
    assert same_statement(changed(path, value), changed(path, instead))
    if path in ("stored", "authority", "version", "timestamp"):
        assert same_statement(changed(path, value), MINIMAL)


@pytest.mark.parametrize(
    ("path", "value", "instead"),
    [
        ("timestamp", "2026-05-01T09:30:00Z", "2026-05-01T09:30:01Z"),
        ("actor/name", "One", "Other"),
        ("actor", AGENT, OTHER),
        ("verb/id", "https://example.org/v/1", "https://example.org/v/2"),
        ("object/id", "https://example.org/1", "https://example.org/2"),
        ("object", SUB, {**SUB, "timestamp": "2026-05-01T09:30:00Z"}),
        ("result/duration", "PT60S", "PT1M"),
        ("result/duration", "PT1.23S", "PT1.24S"),
        ("result/success", True, False),
        ("context/revision", "1", "2"),
        ("context/contextActivities", {"parent": [ACTIVITY]}, {"other": [ACTIVITY]}),
    ],
)
def test_differences_that_count(path: str, value: Any, instead: Any) -> None:
    assert same_statement(changed(path, value), changed(path, value))
    assert not same_statement(changed(path, value), changed(path, instead))
