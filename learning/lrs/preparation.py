"""Making a valid statement ready to be stored: what it names, and its exact text."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from learning.xapi import validation
from learning.xapi.json_text import dumps
from learning.xapi.naming import ANONYMOUS, Named, names_in
from learning.xapi.shapes import Invalid
from learning.xapi.times import format_timestamp, parse_timestamp

from .actors import agent_json
from .models import ObjectKind
from .sources import Source

OBJECT_KINDS = {kind.label: kind.value for kind in ObjectKind}
# What a statement without a version is given (xAPI 1.0.3, Data 2.4.10).
ASSIGNED_VERSION = {validation.Version.V1_0: "1.0.0", validation.Version.V2_0: "2.0.0"}


# Moving a time of the year 1 or 9999 to another zone can leave the calendar.
EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
LATEST = datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Assigned:
    """The values that the store gives every statement of a request alike."""

    stored: datetime
    stored_text: str
    authority: dict[str, Any]
    version: str


@dataclass(slots=True)
class Prepared:
    """A statement that is about to be stored: as it was sent, and as it will be kept."""

    id: UUID
    sent: Mapping[str, Any]
    data: dict[str, Any]
    named: Named
    timestamp: datetime
    vouched: bool
    raw: bytes

    @property
    def object_kind(self) -> int:
        """The number of its object's type."""
        return OBJECT_KINDS[self.named.object_type]


def assigned_by(source: Source, *, stored: datetime) -> Assigned:
    """Return the values that the statements of ``source`` are given when stored at ``stored``."""
    return Assigned(
        stored=stored,
        stored_text=format_timestamp(stored),
        authority=agent_json(source.authority),
        version=ASSIGNED_VERSION[source.version],
    )


def prepare(statement: Mapping[str, Any], *, source: Source, assigned: Assigned) -> Prepared:
    """Validate a statement and add what the store assigns.

    Raises ``learning.xapi.shapes.Invalid`` where it breaks the specification. The properties stay
    in the order in which they came; ``stored`` and ``authority`` replace what was sent, ``id``,
    ``timestamp`` and ``version`` are added only where they are missing (Data 2.3.1).
    """
    validation.validate(statement, source.version)
    data = dict(statement)
    given = data.get("id")
    id = uuid.uuid4() if given is None else UUID(given)
    if given is None:
        data["id"] = str(id)
    moment = data.get("timestamp")
    if moment is None:
        data["timestamp"] = assigned.stored_text
        timestamp = assigned.stored
    else:
        timestamp = _in_range(parse_timestamp(moment))
    data["stored"] = assigned.stored_text
    data["authority"] = assigned.authority
    data.setdefault("version", assigned.version)
    _activities_as_arrays(data)
    if data["object"].get("objectType") == "SubStatement":
        data["object"] = dict(data["object"])
        _activities_as_arrays(data["object"])
    named = names_in(data)
    return Prepared(
        id=id,
        sent=statement,
        data=data,
        named=named,
        timestamp=timestamp,
        # What nobody in particular did is in nobody's record.
        vouched=named.actor != ANONYMOUS and source.vouches_for(named.activity),
        raw=dumps(data),
    )


def _in_range(moment: datetime) -> datetime:
    if not EARLIEST <= moment <= LATEST:
        raise Invalid("'timestamp' is out of range", "XAPI-00123")
    return moment


def _activities_as_arrays(holder: dict[str, Any]) -> None:
    """Make single context activities arrays of one, as they must be returned (Data 2.4.6.2)."""
    context = holder.get("context")
    activities = context.get("contextActivities") if context else None
    if (
        not context
        or not activities
        or all(isinstance(these, list) for these in activities.values())
    ):
        return
    arrays = {
        role: these if isinstance(these, list) else [these] for role, these in activities.items()
    }
    holder["context"] = {**context, "contextActivities": arrays}
