"""Answers to requests refused before they are read: made once, and sent without a thread."""

from __future__ import annotations

import functools
import logging
from collections.abc import Mapping
from http import HTTPStatus

import orjson
from django.conf import settings
from django.http import parse_cookie
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from learning.config.keeping import NOT_KEPT
from learning.config.outage import MACHINE_PREFIXES, RETRY_AFTER_SECONDS

logger = logging.getLogger(__name__)

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'self'; base-uri 'none'"
)


def refusal(status: int, *, path: str = "", headers: Mapping[str, str] | None = None) -> bytes:
    """Return the whole answer: a page in the language of the visitor, or JSON for machines."""
    return _made(status, path.startswith(MACHINE_PREFIXES), _language(headers or {}))


def _language(headers: Mapping[str, str]) -> str:
    chosen = parse_cookie(headers.get("COOKIE", "")).get(settings.LANGUAGE_COOKIE_NAME, "")
    wanted = [chosen, *headers.get("ACCEPT-LANGUAGE", "").split(",")]
    for one in wanted[:10]:
        code = one.partition(";")[0].strip().lower()
        for known, _name in settings.LANGUAGES:
            if code and known.split("-")[0] == code.split("-")[0]:
                return str(known)
    return settings.LANGUAGE_CODE


@functools.cache
def _made(status: int, machine: bool, language: str) -> bytes:
    with translation.override(language):
        words = _words()[status]
        if machine:
            kind, body = "application/json", orjson.dumps({"detail": " ".join(words)})
        else:
            kind = "text/html; charset=utf-8"
            body = _page(words).encode()
    lines = [
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        f"Content-Security-Policy: {POLICY}",
        f"Cache-Control: {NOT_KEPT}",
        "X-Content-Type-Options: nosniff",
        "Connection: close",
    ]
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        lines.append(f"Retry-After: {RETRY_AFTER_SECONDS}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _page(words: list[str]) -> str:
    try:
        return render_to_string("ui/refused.html", {"heading": words[0], "lines": words[1:]})
    except Exception:
        # Static files that were not collected, say. The loop that refuses must not end with it.
        logger.exception("The page for a refusal could not be made")
        return "\n".join(words)


def _words() -> dict[int, list[str]]:
    return {
        400: [
            _("Sorry, this request cannot be read"),
            _("The address or the form holds something that does not belong there."),
        ],
        403: [
            _("Sign in before you send this"),
            _("Large files are only taken from people who are signed in and may upload them."),
            _("Go back, sign in and send it again."),
        ],
        408: [
            _("This took too long to arrive"),
            _("Nothing was sent. Check your connection, go back and send it again."),
        ],
        413: [
            _("This is too large to send"),
            _("Nothing was sent. Go back and choose a smaller file, or enter less text."),
        ],
        431: [
            _("Sorry, this request cannot be read"),
            _("Your browser sends too much with it. Delete the cookies of this service."),
        ],
        503: [
            _("Sorry, the service is unavailable"),
            _("Too much is being sent at the moment. Wait a minute, then send it again."),
        ],
    }
