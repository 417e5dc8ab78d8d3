"""The parameters of the statements resource (xAPI 1.0.3, Communication 2.1.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import QueryDict

from learning.xapi import json_text
from learning.xapi.formats import is_iri, is_uuid
from learning.xapi.naming import ANONYMOUS, Identifier, identifier_of
from learning.xapi.presentation import FORMATS
from learning.xapi.rules.actors import ACTOR, AGENT
from learning.xapi.shapes import Invalid, Rule
from learning.xapi.times import parse_timestamp

from .asked import MAX_PAGE, Query
from .protocol import Refused

# With one of these, only format and attachments may be asked for besides.
SINGLE: Final = ("statementId", "voidedStatementId")
WITH_SINGLE: Final = frozenset({*SINGLE, "format", "attachments"})
TRUTH: Final = {"true": True, "false": False}


def is_moment(text: str) -> bool:
    """Tell whether ``text`` is a date and time."""
    try:
        parse_timestamp(text)
    except ValueError:
        return False
    return True


def is_agent_or_group(text: str) -> bool:
    """Tell whether ``text`` is an agent or identified group as JSON."""
    return agent_in(text, ACTOR) is not None


def is_agent(text: str) -> bool:
    """Tell whether ``text`` is an agent as JSON."""
    return agent_in(text, AGENT) is not None


def _is_limit(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


Rules = Mapping[str, tuple[Callable[[str], bool], str]]

RULES: Final[Rules] = {
    "statementId": (is_uuid, "a UUID"),
    "voidedStatementId": (is_uuid, "a UUID"),
    "agent": (is_agent_or_group, "an agent or identified group as JSON"),
    "verb": (is_iri, "an absolute IRI"),
    "activity": (is_iri, "an absolute IRI"),
    "registration": (is_uuid, "a UUID"),
    "related_activities": (TRUTH.__contains__, "true or false"),
    "related_agents": (TRUTH.__contains__, "true or false"),
    "since": (is_moment, "a date and time in ISO 8601 format"),
    "until": (is_moment, "a date and time in ISO 8601 format"),
    "limit": (_is_limit, "a whole number, not negative"),
    "format": (FORMATS.__contains__, "ids, exact or canonical"),
    "attachments": (TRUTH.__contains__, "true or false"),
    "ascending": (TRUTH.__contains__, "true or false"),
    "cursor": (bool, "what 'more' gave"),
}


def read_each(given: QueryDict, rules: Rules, *, required: Iterable[str] = ()) -> dict[str, str]:
    """Return the parameters of a request, each sound by itself.

    Refused for one that is unknown, given twice, malformed or missing.
    """
    parameters: dict[str, str] = {}
    for name, values in given.lists():
        if name not in rules:
            raise Refused(f"The parameter {name[:50]!r} is not known here.")
        if len(values) != 1:
            raise Refused(f"The parameter {name!r} is given more than once.")
        sound, what = rules[name]
        if "\0" in values[0] or not sound(values[0]):
            raise Refused(f"The parameter {name!r} must be {what}.")
        parameters[name] = values[0]
    for name in required:
        if name not in parameters:
            raise Refused(f"The parameter {name!r} is missing.")
    return parameters


def read_parameters(given: QueryDict) -> dict[str, str]:
    """Return the parameters of the statements resource, fit to stand beside each other.

    Refused as ``read_each`` does, and for one that is at odds with another.
    """
    parameters = read_each(given, RULES)
    single = [name for name in SINGLE if name in parameters]
    if len(single) > 1:
        raise Refused(f"Ask for either {SINGLE[0]} or {SINGLE[1]}.")
    others = sorted(parameters.keys() - WITH_SINGLE)
    if single and others:
        raise Refused(f"With {single[0]!r} there cannot be {others[0]!r}.")
    if "cursor" in parameters and len(parameters) > 1:
        raise Refused("With 'cursor' there cannot be another parameter.")
    return parameters


def query_of(parameters: Mapping[str, str]) -> Query:
    """Return the query that sound parameters ask for; a limit of 0 is as many as we give."""

    def moment(name: str) -> datetime | None:
        return parse_timestamp(parameters[name]) if name in parameters else None

    limit = int(parameters.get("limit", 0))
    return Query(
        agent=agent_in(parameters["agent"], ACTOR) if "agent" in parameters else None,
        verb=parameters.get("verb"),
        activity=parameters.get("activity"),
        registration=UUID(parameters["registration"]) if "registration" in parameters else None,
        related_agents=parameters.get("related_agents") == "true",
        related_activities=parameters.get("related_activities") == "true",
        since=moment("since"),
        until=moment("until"),
        ascending=parameters.get("ascending") == "true",
        limit=min(limit or MAX_PAGE, MAX_PAGE),
        format=parameters.get("format", "exact"),
        attachments=parameters.get("attachments") == "true",
    )


def agent_in(text: str, rule: Rule = AGENT) -> Identifier | None:
    """Return the identifier of an agent given as JSON; None where it cannot be asked for."""
    try:
        said = json_text.parse(text.encode())
        rule(said)
    except (json_text.InvalidJSON, Invalid, UnicodeEncodeError):
        return None
    identifier = identifier_of(said)
    return None if identifier == ANONYMOUS else identifier
