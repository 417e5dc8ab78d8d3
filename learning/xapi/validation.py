"""The rules of a statement, in xAPI 1.0.3 and 2.0, as tables.

The tables of its parts are in ``learning.xapi.rules``. Where 2.0 (IEEE 9274.1.1) differs from
1.0.3 the table takes the version; the differences are: timestamps in RFC 3339, ``contextAgents``
and ``contextGroups``, and version 2.0.0 beside 1.0.x.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from . import verbs
from .rules.activities import ACTIVITY
from .rules.actors import ACTOR, AGENT, GROUP, authority
from .rules.attachments import ATTACHMENTS
from .rules.contexts import STATEMENT_REF, context
from .rules.results import RESULT
from .rules.strings import iri, language_map, timestamp, uuid
from .rules.versions import Version
from .shapes import Invalid, Rule, by_type, forbidden, formatted, one_of, remembering, shape

VERB: Final = remembering(
    shape(
        "A verb",
        {"id": iri("XAPI-00044"), "display": language_map("XAPI-00045")},
        {"id": "XAPI-00044"},
        requirement="XAPI-00044",
    )
)


def _only_about_activities(value: Mapping[str, Any]) -> None:
    around = value.get("context")
    if around is None or value["object"].get("objectType", "Activity") == "Activity":
        return
    for name, requirement in (("revision", "XAPI-00084"), ("platform", "XAPI-00085")):
        if name in around:
            raise Invalid(f"'context.{name}' is only for statements about an activity", requirement)


def _voids_by_reference(value: Mapping[str, Any]) -> None:
    if (
        value["verb"]["id"] == verbs.VOIDED.iri
        and value["object"].get("objectType") != "StatementRef"
    ):
        raise Invalid("a voiding statement must have a StatementRef as object", "XAPI-00020")


def _statement_version(version: Version) -> Callable[[str], bool]:
    pattern = re.compile(
        r"1\.0(?:\.\d+)?" if version is Version.V1_0 else r"1\.0(?:\.\d+)?|2\.0(?:\.\d+)?",
        re.ASCII,
    )
    return lambda value: len(value) <= 20 and pattern.fullmatch(value) is not None


_REQUIRED: Final = {"actor": "XAPI-00003", "verb": "XAPI-00004", "object": "XAPI-00005"}


def _statement(version: Version) -> Rule:
    objects: dict[str, Rule] = {
        "Activity": ACTIVITY,
        "Agent": AGENT,
        "Group": GROUP,
        "StatementRef": STATEMENT_REF,
    }
    shared: dict[str, Rule] = {
        "actor": ACTOR,
        "verb": VERB,
        "result": RESULT,
        "context": context(version),
        "timestamp": timestamp(version, "XAPI-00022"),
        "attachments": ATTACHMENTS,
    }
    sub_statement = shape(
        "A sub-statement",
        {
            **shared,
            "objectType": one_of("SubStatement", requirement="XAPI-00009"),
            "object": by_type(objects, "Activity", "XAPI-00071"),
            "id": forbidden("a sub-statement has no id", "XAPI-00070"),
            "stored": forbidden("a sub-statement has no 'stored'", "XAPI-00069"),
            "version": forbidden("a sub-statement has no version", "XAPI-00068"),
            "authority": forbidden("a sub-statement has no authority", "XAPI-00067"),
        },
        _REQUIRED,
        (_only_about_activities, _voids_by_reference),
    )
    return shape(
        "A statement",
        {
            **shared,
            "id": uuid("XAPI-00027"),
            "object": by_type({**objects, "SubStatement": sub_statement}, "Activity", "XAPI-00046"),
            "stored": timestamp(version, "XAPI-00023"),
            "authority": authority,
            "version": formatted(
                _statement_version(version), f"a version that {version} may carry", "XAPI-00101"
            ),
        },
        _REQUIRED,
        (_only_about_activities, _voids_by_reference),
    )


STATEMENT: Final[Mapping[Version, Rule]] = {version: _statement(version) for version in Version}


def validate(statement: Any, version: Version = Version.V1_0) -> None:
    """Refuse a statement that breaks the specification.

    Raises ``learning.xapi.shapes.Invalid`` for the first fault found, with its JSON path and the
    requirement it breaks.
    """
    STATEMENT[version](statement)


def validate_all(statements: Sequence[Any], version: Version = Version.V1_0) -> None:
    """Refuse statements of which one breaks the specification, telling its place among several."""
    for place, statement in enumerate(statements):
        try:
            validate(statement, version)
        except Invalid as error:
            if len(statements) > 1:
                error.steps.append(place)
            raise
