"""Sources of statements, and what each may vouch for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from learning.xapi.caches import bounded_cache
from learning.xapi.formats import is_iri
from learning.xapi.naming import Identifier, identifier_of
from learning.xapi.validation import Version

from .actors import platform_identifier
from .models import Credential, Scope

# What may follow a prefix: the end of a part of an IRI. Else the prefix …/course would also
# vouch for …/course-of-somebody-else. After a host a colon begins a port or a password, which
# lead to somebody else.
BOUNDARIES: Final = frozenset("/#?:&=")
AFTER_A_HOST: Final = frozenset("/#?")

# A prefix names an owner: a host, or in other schemes (urn, tag) at least the first name.
_HOST: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://[^/?#]+")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^/#?:&=]+")


@dataclass(frozen=True, slots=True)
class Source:
    """A source of statements; ``ours`` means this platform itself.

    ``trusted`` and ``activities`` (an IRI prefix) tell which records its statements may move;
    ``defines`` whether what it says of activities is kept (scope define, Communication 4.2).
    """

    ours: bool
    version: Version = Version.V1_0
    identifier: Identifier | None = None
    trusted: bool = False
    activities: str = ""
    defines: bool = False

    @property
    def authority(self) -> Identifier:
        """The authority that asserts what this source sends (xAPI 1.0.3, Data 2.4.9)."""
        return self.identifier or platform_identifier()

    def vouches_for(self, activity: str | None) -> bool:
        """Tell whether a statement of this source about ``activity`` may move a record."""
        if self.ours:
            return True
        if not self.trusted or activity is None:
            return False
        return is_under(activity, self.activities)


def is_under(iri: str, prefix: str) -> bool:
    """Tell whether ``iri`` is ``prefix`` or continues it after the end of a part."""
    if not iri.startswith(prefix) or not is_prefix(prefix):
        return False
    rest = iri[len(prefix) :]
    if not rest:
        return True
    if _HOST.fullmatch(prefix):
        return rest[0] in AFTER_A_HOST
    return prefix[-1] in BOUNDARIES or rest[0] in BOUNDARIES


@bounded_cache(entries=256, longest=1024)
def is_prefix(text: str) -> bool:
    """Tell whether ``text`` is a prefix that somebody can be trusted with.

    A scheme alone, such as ``https:``, would vouch for everybody's activities.
    """
    return is_iri(text) and bool(_HOST.match(text) or _NAME.match(text))


OURS: Final = Source(ours=True)


def source_of(credential: Credential, version: Version) -> Source:
    """Return the source behind a request with this credential; its authority must be loaded."""
    return Source(
        ours=False,
        version=version,
        identifier=identifier_of(credential.authority.identifier),
        trusted=credential.trusted,
        activities=credential.activities,
        defines=bool({Scope.DEFINE, Scope.ALL}.intersection(credential.scopes)),
    )
