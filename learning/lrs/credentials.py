"""Keys with which other systems read and write statements over HTTP."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final

import orjson
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, transaction
from wagtail.log_actions import log

from learning.xapi.naming import Identifier, IdentifierKind

from .actors import intern_actor
from .models import Actor, Credential, Scope
from .sources import is_prefix
from .sql import run

KEY_PREFIX: Final = "lrs-"
# Writing the time of use with every request would make the credential's row the place where all
# its requests wait for each other.
USE_NOTED_EVERY: Final = timedelta(minutes=5)

# What the audit log calls what happens to a key (wagtail_hooks); who did it is the person signed
# in to the admin, or nobody where a command did.
CREATED: Final = "lrs.credential.create"
ROTATED: Final = "lrs.credential.rotate"
REVOKED: Final = "lrs.credential.revoke"

MAY_WRITE: Final = frozenset({Scope.STATEMENTS_WRITE, Scope.ALL})
MAY_READ: Final = frozenset({Scope.STATEMENTS_READ, Scope.ALL_READ, Scope.ALL})
MAY_READ_OWN: Final = MAY_READ | {Scope.STATEMENTS_READ_MINE}


_COLUMNS: Final = [field.attname for field in Credential._meta.concrete_fields]
_ACTOR_COLUMNS: Final = [field.attname for field in Actor._meta.concrete_fields]
_FIND: Final = f"""
SELECT {", ".join(f"c.{column}" for column in _COLUMNS)},
       {", ".join(f"a.{column}" for column in _ACTOR_COLUMNS)}
  FROM lrs_credential c JOIN lrs_actor a ON a.id = c.authority_id
 WHERE c.key = %(key)t
"""


class NotAuthenticated(Exception):
    """Raised for a request with no key, or one that is unknown, expired or revoked."""


class NotAPrefix(ValueError):
    """Raised for activities that a key cannot be trusted with: they are not those of one owner."""


class NoLongerInUse(Exception):
    """Raised for rotating a credential that has ended, or revoking one that is revoked."""


class RequestLimit(Enum):
    """The value that stands for the usual limit of requests, where None means no limit."""

    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class NewCredential:
    """A credential with its secret, which is shown this once and kept nowhere."""

    credential: Credential
    secret: str


@transaction.atomic
def create_credential(
    *,
    name: str,
    scopes: Collection[Scope],
    activities: str = "",
    expires_at: datetime | None = None,
    requests_per_minute: int | RequestLimit | None = RequestLimit.DEFAULT,
) -> NewCredential:
    """Create a credential; with ``activities``, an IRI prefix, it is trusted to vouch for them.

    ``requests_per_minute`` is the limit, or None for none. Its authority is an account here with
    the key as its name, so nobody else's statements can be taken for its own. NotAPrefix where
    ``activities`` would reach beyond one owner's; ``django.core.exceptions.ValidationError`` where
    the name is taken.
    """
    if activities and not is_prefix(activities):
        raise NotAPrefix(f"{activities!r} is not a prefix such as https://partner.example/.")
    key = KEY_PREFIX + secrets.token_hex(12)
    secret = _new_secret()
    authority = Identifier(IdentifierKind.ACCOUNT, key, settings.XAPI_HOME)
    credential = Credential(
        name=name,
        key=key,
        secret_sha256=_sha256(secret),
        scopes=[Scope(scope).value for scope in scopes],
        authority=intern_actor(authority.as_json()),
        trusted=bool(activities),
        activities=activities,
        expires_at=expires_at,
    )
    if not isinstance(requests_per_minute, RequestLimit):
        credential.requests_per_minute = requests_per_minute
    credential.full_clean()
    credential.save()
    log(
        instance=credential,
        action=CREATED,
        data={"scopes": credential.scopes, "activities": activities},
    )
    return NewCredential(credential, secret)


def rotate_credential(
    credential: Credential, *, overlap: timedelta = timedelta(), now: datetime
) -> NewCredential:
    """Give a credential a new secret, which opens at once; the old one does for ``overlap`` more.

    Raises NoLongerInUse for one that is revoked or has expired.
    """
    secret = _new_secret()
    with transaction.atomic():
        kept = Credential.objects.select_for_update().get(pk=credential.pk)
        if not kept.is_in_use(now):
            raise NoLongerInUse(kept.name)
        kept.previous_secret_sha256 = kept.secret_sha256 if overlap else None
        kept.previous_until = now + overlap if overlap else None
        kept.secret_sha256 = _sha256(secret)
        kept.save(update_fields=["secret_sha256", "previous_secret_sha256", "previous_until"])
        log(instance=kept, action=ROTATED, data={"overlap_seconds": overlap.total_seconds()})
    return NewCredential(kept, secret)


def revoke_credential(credential: Credential, *, now: datetime) -> Credential:
    """End a credential at once and for good; what was stored with it stays.

    Raises NoLongerInUse for one that was revoked before, so that its time stays known.
    """
    with transaction.atomic():
        kept = Credential.objects.select_for_update().get(pk=credential.pk)
        if kept.revoked_at is not None:
            raise NoLongerInUse(kept.name)
        kept.revoked_at = now
        kept.previous_secret_sha256 = kept.previous_until = None
        kept.save(update_fields=["revoked_at", "previous_secret_sha256", "previous_until"])
        log(instance=kept, action=REVOKED)
    return kept


def authenticate(authorization: str | None, *, now: datetime) -> Credential:
    """Return the credential that an ``Authorization: Basic`` header names (RFC 7617).

    NotAuthenticated where it names none that may be used now; the secret is compared in constant
    time, and also where the key is unknown.
    """
    key, secret = _basic(authorization)
    credential = _find(key)
    given = _sha256(secret)
    known = bytes(credential.secret_sha256) if credential else bytes(32)
    opens = hmac.compare_digest(known, given)
    if credential is not None and credential.previous_until is not None:
        previous = bytes(credential.previous_secret_sha256 or bytes(32))
        opens |= hmac.compare_digest(previous, given) & (now < credential.previous_until)
    if not opens or credential is None:
        raise NotAuthenticated("The key or its secret is not right.")
    if credential.revoked_at is not None and credential.revoked_at <= now:
        raise NotAuthenticated("This key has been revoked.")
    if credential.expires_at is not None and credential.expires_at <= now:
        raise NotAuthenticated("This key has expired.")
    return credential


def _find(key: str) -> Credential | None:
    """Return the credential with its authority, by raw SQL, as every request comes through here."""
    rows = run(_FIND, {"key": key})
    if not rows:
        return None
    split = len(_COLUMNS)
    credential = Credential.from_db(DEFAULT_DB_ALIAS, _COLUMNS, rows[0][:split])
    credential.scopes = _json(credential.scopes)
    credential.authority = Actor.from_db(DEFAULT_DB_ALIAS, _ACTOR_COLUMNS, rows[0][split:])
    credential.authority.identifier = _json(credential.authority.identifier)
    return credential


def _json(value: Any) -> Any:
    # Django has its connections leave JSON as text.
    return orjson.loads(value) if isinstance(value, str | bytes) else value


def note_use(credential: Credential, *, now: datetime) -> None:
    """Store when a credential was last used, to within ``USE_NOTED_EVERY``."""
    last = credential.last_used_at
    if last is None or last + USE_NOTED_EVERY <= now:
        Credential.objects.filter(pk=credential.pk).update(last_used_at=now)


def may(credential: Credential, allowed: Collection[Scope]) -> bool:
    """Tell whether a credential has one of the scopes in ``allowed``."""
    return any(scope in allowed for scope in credential.scopes)


def _new_secret() -> str:
    """Return 256 random bits as hexadecimal: no program takes one for an option, as with a dash."""
    return secrets.token_hex(32)


def _sha256(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _basic(authorization: str | None) -> tuple[str, str]:
    if not authorization:
        raise NotAuthenticated("Send a key and its secret with HTTP Basic authentication.")
    scheme, _space, encoded = authorization.partition(" ")
    try:
        if scheme.lower() != "basic":
            raise ValueError
        decoded = base64.b64decode(encoded.strip(), validate=True).decode()
        key, colon, secret = decoded.partition(":")
        if not colon or "\0" in key:
            raise ValueError
    except (ValueError, binascii.Error) as error:
        raise NotAuthenticated("The Authorization header is not HTTP Basic.") from error
    return key, secret
