"""Strings with a form, and maps of them: IRIs, UUIDs, language maps, times."""

from __future__ import annotations

from typing import Any

from learning.xapi.formats import is_iri, is_language_tag, is_uuid
from learning.xapi.shapes import Invalid, Rule, formatted, map_of, text
from learning.xapi.times import DURATION, RFC_3339, parse_timestamp

from .versions import Version


def iri(requirement: str) -> Rule:
    """Return the rule of an IRI with its scheme; an IRL is held to the same."""
    return formatted(is_iri, "an absolute IRI", requirement)


def uuid(requirement: str) -> Rule:
    """Return the rule of a UUID in its standard form."""
    return formatted(is_uuid, "a UUID such as 12345678-1234-5678-1234-567812345678", requirement)


def language_map(requirement: str) -> Rule:
    """Return the rule of a map from language tags to strings."""
    return map_of(is_language_tag, "a language tag (RFC 5646)", text(requirement), requirement)


def extensions(requirement: str) -> Rule:
    """Return the rule of extensions: the keys are IRIs, the values anything."""
    return map_of(is_iri, "an absolute IRI", None, requirement)


def timestamp(version: Version, requirement: str) -> Rule:
    """Return the rule of a timestamp: ISO 8601, in 2.0 in the form of RFC 3339."""

    def rule(value: Any) -> None:
        if type(value) is not str:
            raise Invalid("must be a string", requirement)
        if version is Version.V2_0 and not RFC_3339.fullmatch(value):
            raise Invalid("must be a date and time in RFC 3339 format", "XAPI-00123")
        try:
            parse_timestamp(value)
        except ValueError as error:
            raise Invalid(str(error), "XAPI-00123") from error

    return rule


def is_duration(value: str) -> bool:
    """Tell whether ``value`` is an ISO 8601 duration with designators (Data 4.6)."""
    return len(value) <= 200 and DURATION.fullmatch(value) is not None
