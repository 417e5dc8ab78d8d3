"""Identifiers of our own facts."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID


def fact_id(
    key: bytes,
    *,
    registration: UUID | None,
    verb: str,
    activity: str,
    actor: str,
    occurrence: str = "",
) -> UUID:
    """Return the identifier of one fact, the same whenever the same fact is stated.

    It is a UUIDv8 (RFC 9562, 5.8) cut from HMAC-SHA-256, so nobody without ``key`` can say it
    first. ``verb`` and ``activity`` are IRIs, ``actor`` the pseudonym of the person;
    ``occurrence`` tells apart what may happen more than once: an attempt, an answer, a decision.
    ValueError when ``key`` is empty, for then anybody could.
    """
    if not key:
        raise ValueError("The key of our facts (XAPI_FACT_KEY) must not be empty.")
    parts = (str(registration or ""), verb, activity, actor, occurrence)
    # Each part is led by its length, so that no two lists of parts make the same message.
    message = b"".join(
        len(part).to_bytes(4, "big") + part for part in (text.encode() for text in parts)
    )
    number = int.from_bytes(hmac.digest(key, message, hashlib.sha256)[:16], "big")
    number = number & ~(0xF << 76) | (0x8 << 76)
    number = number & ~(0b11 << 62) | (0b10 << 62)
    return UUID(int=number)
