"""Tests of the form of strings in a statement: IRIs, UUIDs, language tags and the like.

Each test answers yes or no; ``learning.xapi.shapes`` turns a no into an error with its place.
"""

from __future__ import annotations

import re

from .caches import bounded_cache

MAX_IRI_LENGTH = 4096

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|\\^`\x7f]+")
_MBOX = re.compile(r"mailto:[^\s@]+@[^\s@]+")
_SHA1 = re.compile(r"[0-9A-Fa-f]{40}")
_SHA2 = re.compile(r"(?:[0-9A-Fa-f]{56}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{128})")
_UUID = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}")
# It becomes the header of an answer, so white space is blanks and tabs, never the end of a line.
_MEDIA_TYPE = re.compile(
    r"[A-Za-z0-9!#$&^_.+\-]+/[A-Za-z0-9!#$&^_.+\-]+"
    r"(?:[ \t]*;[ \t]*[A-Za-z0-9!#$&^_.+\-]+="
    r"(?:[A-Za-z0-9!#$&^_.+\-:/]+|\"[^\"\x00-\x1f\x7f-\x9f\u2028\u2029]*\"))*[ \t]*;?[ \t]*"
)
# RFC 5646, 2.1: the order of subtags and their lengths, not the registry of their values.
_LANGUAGE = re.compile(
    r"(?:(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})"
    r"(?:-[A-Za-z]{4})?"
    r"(?:-(?:[A-Za-z]{2}|\d{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*"
    r"(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*"
    r"(?:-[xX](?:-[A-Za-z0-9]{1,8})+)?"
    r"|[xX](?:-[A-Za-z0-9]{1,8})+"
    r"|[iI]-[A-Za-z]{3,8}"
    r"|(?i:en-GB-oed|sgn-(?:BE-FR|BE-NL|CH-DE)|art-lojban|cel-gaulish|no-bok|no-nyn"
    r"|zh-(?:guoyu|hakka|min|min-nan|xiang)))",
    re.ASCII,
)


@bounded_cache(entries=4096, longest=256)
def is_iri(text: str) -> bool:
    """Tell whether ``text`` is an absolute IRI (RFC 3987, best effort as Data 2.2 allows)."""
    return len(text) <= MAX_IRI_LENGTH and _IRI.fullmatch(text) is not None


def is_mbox(text: str) -> bool:
    """Tell whether ``text`` is ``mailto:`` and an email address (Data 2.4.2.3)."""
    return len(text) <= MAX_IRI_LENGTH and _MBOX.fullmatch(text) is not None


def is_sha1(text: str) -> bool:
    """Tell whether ``text`` is a SHA-1 sum in hexadecimal digits (Data 2.4.2.3)."""
    return _SHA1.fullmatch(text) is not None


def is_sha2(text: str) -> bool:
    """Tell whether ``text`` is a SHA-224, -256, -384 or -512 sum in hexadecimal (Data 2.4.11)."""
    return _SHA2.fullmatch(text) is not None


def is_uuid(text: str) -> bool:
    """Tell whether ``text`` is a UUID of any version in its standard form (Data 4.4)."""
    return _UUID.fullmatch(text) is not None


@bounded_cache(entries=1024, longest=40)
def is_language_tag(text: str) -> bool:
    """Tell whether ``text`` has the shape of a language tag (RFC 5646)."""
    return len(text) <= 200 and _LANGUAGE.fullmatch(text) is not None


def is_media_type(text: str) -> bool:
    """Tell whether ``text`` is an Internet media type, such as ``text/plain; charset=utf-8``."""
    return len(text) <= 1000 and _MEDIA_TYPE.fullmatch(text) is not None
