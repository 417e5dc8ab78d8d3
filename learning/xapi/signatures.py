"""Signed statements: a JSON Web Signature as an attachment (xAPI 1.0.3, Data 2.6; RFC 7515)."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Final

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from . import json_text
from .comparison import same_statement
from .shapes import Invalid, is_number

USAGE_TYPE: Final = "http://adlnet.gov/expapi/attachments/signature"
CONTENT_TYPE: Final = "application/octet-stream"
ALGORITHMS: Final = ("RS256", "RS384", "RS512")


def is_signature(attachment: Mapping[str, Any]) -> bool:
    """Tell whether an attachment says of itself that it signs its statement."""
    return attachment.get("usageType") == USAGE_TYPE


def refuse_bad_signature(
    statement: Mapping[str, Any], attachment: Mapping[str, Any], data: bytes
) -> None:
    """Refuse a signature that is malformed, or not that of ``statement``.

    Where the signature brings its certificate (``x5c``) it must be the key's; whether anybody
    trusts that certificate is for the reader to say. Raises Invalid, by the requirement broken.
    """
    if attachment.get("contentType") != CONTENT_TYPE:
        raise Invalid(f"a signature must have the contentType {CONTENT_TYPE}", "XAPI-00115")
    try:
        jws = jwt.PyJWS(algorithms=list(ALGORITHMS)).decode_complete(
            data.decode("ascii").strip(), options={"verify_signature": False}
        )
    except (jwt.PyJWTError, UnicodeDecodeError, ValueError) as error:
        raise Invalid("a signature must be a JSON Web Signature", "XAPI-00115") from error
    header = jws["header"]
    if header.get("alg") not in ALGORITHMS:
        raise Invalid(f"a signature must use {', '.join(ALGORITHMS)}", "XAPI-00117")
    _refuse_other_payload(statement, jws["payload"])
    if "x5c" in header:
        _refuse_other_key(data, header)


def _refuse_other_payload(statement: Mapping[str, Any], payload: bytes) -> None:
    try:
        signed = json_text.parse(payload)
    except json_text.InvalidJSON as error:
        raise Invalid("what is signed must be JSON", "XAPI-00116") from error
    try:
        same = (
            type(signed) is dict
            and str(signed.get("id", statement.get("id"))).lower()
            == str(statement.get("id")).lower()
            and same_statement(_bare(signed), _bare(statement))
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        # What was signed was never validated, and may be anything.
        same = False
    if not same:
        raise Invalid("what is signed must be this statement", "XAPI-00116")


def _bare(statement: Mapping[str, Any]) -> dict[str, Any]:
    """Return the statement before it was signed: without what signing it added."""
    kept = dict(statement)
    attachments = [each for each in kept.pop("attachments", ()) if not is_signature(each)]
    if attachments:
        kept["attachments"] = attachments
    return _plain(kept)


def _plain(value: Any) -> Any:
    # 1.0 and 1 are the same number, however a signing library wrote it.
    if is_number(value):
        return float(value) if abs(value) < 2**53 else value
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _refuse_other_key(data: bytes, header: Mapping[str, Any]) -> None:
    try:
        der = base64.b64decode(header["x5c"][0], validate=True)
        key = x509.load_der_x509_certificate(der).public_key()
        if not isinstance(key, RSAPublicKey):
            raise ValueError("The certificate has no RSA key.")
        jwt.PyJWS(algorithms=list(ALGORITHMS)).decode_complete(
            data.decode("ascii").strip(), key=key, algorithms=[header["alg"]]
        )
    except (jwt.PyJWTError, ValueError, TypeError, LookupError) as error:
        raise Invalid("a signature must be made with the key of its x5c", "XAPI-00115") from error
