"""Conditions of a request on what is stored (xAPI 1.0.3, Communication 3.1; RFC 9110, 13)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .refusals import Refusal

_TAG: Final = re.compile(r'\s*(?:W/)?"([^"]*)"\s*(?:,|$)')


class PreconditionFailed(Refusal):
    """Raised where what is stored is not what If-Match or If-None-Match says."""

    status = 412


class ConditionNeeded(Refusal):
    """Raised where a document would be overwritten by somebody who has not seen it."""

    status = 409


class ConditionMissing(Refusal):
    """Raised where a profile is put without saying what is to be overwritten."""


@dataclass(frozen=True, slots=True)
class Preconditions:
    """The conditions of one request; an etag here is without its quotation marks.

    ``when_there`` and ``always`` say when a PUT must have one: over a document that is there, or
    at all. They differ by resource and version (``learning.lrs.views_documents``).
    """

    match: str | None = None
    none_match: str | None = None
    when_there: bool = True
    always: bool = False

    @classmethod
    def of(
        cls, headers: Mapping[str, str], *, when_there: bool = True, always: bool = False
    ) -> Preconditions:
        """Return the conditions that the headers of a request state."""
        return cls(headers.get("If-Match"), headers.get("If-None-Match"), when_there, always)

    def check(self, etag: str | None) -> None:
        """Refuse where the conditions do not hold for ``etag``; None means nothing is stored."""
        if self.match is not None and not _among(self.match, etag):
            raise PreconditionFailed("The document is not the one that If-Match names.")
        if self.none_match is not None and _among(self.none_match, etag):
            raise PreconditionFailed("There is a document already that If-None-Match rules out.")

    def check_put(self, etag: str | None) -> None:
        """Refuse as ``check`` does, and where a condition had to be given and was not."""
        if self.match is None and self.none_match is None:
            if etag is not None and self.when_there:
                raise ConditionNeeded(
                    "There is a document already. Get it and send its ETag as If-Match to "
                    "overwrite it, or If-None-Match: * to store a document only where there is "
                    "none."
                )
            if self.always:
                raise ConditionMissing("Send If-Match with an ETag, or If-None-Match: *.")
        self.check(etag)

    def unchanged(self, etag: str) -> bool:
        """Tell whether a reader says that it has this already (RFC 9110, 13.1.2)."""
        return self.none_match is not None and _among(self.none_match, etag)


def _among(tags: str, etag: str | None) -> bool:
    if etag is None:
        return False
    return tags.strip() == "*" or etag in _TAG.findall(tags)
