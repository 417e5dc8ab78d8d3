"""Origins whose pages may call the store from a browser (Cross-Origin Resource Sharing).

Course packages that stand on another site need it. Written here and not taken from
django-cors-headers, whose middleware would run for every page of the service and match its
address, where only ``xapi_resource`` has anything to say; and there is little to say, because
cookies are never allowed: a package shows its key. Source: https://fetch.spec.whatwg.org/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

# How a browser writes an origin: no path, no "*", and not "null", which any sandboxed page is.
ORIGIN: Final = re.compile(
    r"https?://[a-z0-9.-]+(?::\d{1,5})?|https?://\[[0-9a-f:]+\](?::\d{1,5})?"
)
REQUEST_HEADERS: Final = (
    "Authorization, Content-Type, X-Experience-API-Version, If-Match, If-None-Match"
)
ANSWER_HEADERS: Final = (
    "ETag, Last-Modified, Retry-After, X-Experience-API-Version, "
    "X-Experience-API-Consistent-Through"
)
# Browsers ask again after two hours at most.
REMEMBERED_SECONDS: Final = 2 * 60 * 60


def preflight(request: HttpRequest, methods: Iterable[str]) -> HttpResponse | None:
    """Return the answer to a browser that asks before it calls; None for any other request."""
    if (
        request.method != "OPTIONS"
        or "Access-Control-Request-Method" not in request.headers
        or not _is_allowed(request)
    ):
        return None
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Methods": ", ".join(sorted(methods)),
            "Access-Control-Allow-Headers": REQUEST_HEADERS,
            "Access-Control-Max-Age": str(REMEMBERED_SECONDS),
        },
    )


def let_in(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let a page of an origin on the list read ``response``, be it an error; no other page."""
    if not settings.LRS_ALLOWED_ORIGINS:
        return
    patch_vary_headers(response, ["Origin"])
    if _is_allowed(request):
        response["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response["Access-Control-Expose-Headers"] = ANSWER_HEADERS


def _is_allowed(request: HttpRequest) -> bool:
    return request.headers.get("Origin") in settings.LRS_ALLOWED_ORIGINS


def check_origins(**kwargs: object) -> list[CheckMessage]:
    """Report what is on the list and is no origin: it would let nobody in, or everybody."""
    return [
        Error(
            f"LRS_ALLOWED_ORIGINS names {origin!r}, which is not an origin.",
            hint="Write it as browsers do, in lower case and without a path: "
            "https://courses.partner.example",
            id="lrs.E003",
        )
        for origin in settings.LRS_ALLOWED_ORIGINS
        if not ORIGIN.fullmatch(origin)
    ]
