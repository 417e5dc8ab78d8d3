"""Of two long ranges that a page joins, the one is walked that is thin where the page begins."""

from __future__ import annotations

import json
import re
import uuid

import pytest

from learning.lrs import query
from learning.lrs.asked import Query
from learning.lrs.models import LinkKind
from learning.xapi.naming import identifier_of

from .conftest import foreign

pytestmark = pytest.mark.django_db
EARLIER, LATER = (
    {"mbox": f"mailto:{name}@partner.example", "objectType": "Agent"} for name in ("ann", "bea")
)


def taught(by: dict, number: int) -> list[dict]:
    return [foreign(id=str(uuid.uuid4()), context={"instructor": by}) for _each in range(number)]


def walked(by: dict, **how: bool) -> LinkKind:
    """Return the range that is walked to find what somebody taught, by its verb."""
    asked = Query(
        verb=foreign()["verb"]["id"], agent=identifier_of(by), related_agents=True, limit=5, **how
    )
    text, _parameters = query.selection(asked) or ("", {})
    # Nobody taught as an actor: of the two branches, one is left.
    [kind] = re.findall(r"FROM \(SELECT stored, statement_id FROM \w+ WHERE kind = (\d+)", text)
    return LinkKind(int(kind))


def test_the_range_that_is_thin_where_the_page_begins(lrs, monkeypatch) -> None:
    monkeypatch.setattr(query, "MEASURED", 10)
    for by in (EARLIER, LATER):
        assert lrs.post(taught(by, 30)).status_code == 200
    assert walked(EARLIER) is LinkKind.RELATED_AGENT, "the newest of the verb are not hers"
    assert walked(LATER, ascending=True) is LinkKind.RELATED_AGENT
    assert walked(LATER) is LinkKind.VERB, "as thin as the other: by the rule"
    for by in (EARLIER, LATER):
        found = lrs.ids(agent=json.dumps(by), related_agents="true", verb=foreign()["verb"]["id"])
        assert len(found) == 30


def test_a_short_range_comes_before_any_long_one(lrs, monkeypatch) -> None:
    monkeypatch.setattr(query, "MEASURED", 10)
    lrs.post(taught(EARLIER, 3))
    lrs.post(taught(LATER, 30))
    assert walked(EARLIER, ascending=True) is LinkKind.RELATED_AGENT
