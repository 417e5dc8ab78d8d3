"""A second judge of 1.0.3: the models of Ralph (openfun/ralph), where they are right.

They are pydantic models of others who read the same specification. Where they are wrong is
listed, each with a statement that shows it and what the specification says, so that the list
cannot outlive its reasons; everywhere else the store must answer as they do.
"""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import assume, given, settings

from learning.xapi.validation import Version

from .client import STATEMENT, STATEMENTS, Client
from .ralph_models import MISTAKES, WRONG, Wrong, ralph_takes, usual
from .statements import spoilt, statements
from .test_properties import many


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.what)
def test_where_ralph_is_wrong(wrong: Wrong, lrs: Client) -> None:
    assert ralph_takes(STATEMENT), "an ordinary statement it takes"
    assert ralph_takes(wrong.shown_by) is not wrong.sound, "Ralph has fixed it: leave this out"
    response = lrs.ask("POST", STATEMENTS, body=wrong.shown_by)
    assert response.status_code == (200 if wrong.sound else 400)
    assert wrong.has is None or wrong.has(wrong.shown_by)


def test_where_ralph_is_right(lrs: Client) -> None:
    sound = statements(Version.V1_0).map(usual)

    # Always the same statements: what Ralph says of one that nobody has looked at yet may be a
    # fault of its own, and is no reason why a change of ours should fail.
    @settings(many, derandomize=True)
    @given(spoilt(sound, MISTAKES) | sound)
    def holds(sent: dict[str, Any]) -> None:
        assume(not any(wrong.has and wrong.has(sent) for wrong in WRONG))
        sent = {**sent, "id": str(uuid.uuid4())}
        response = lrs.ask("POST", STATEMENTS, body=sent)
        assert response.status_code == (200 if ralph_takes(sent) else 400), response.content

    holds()
