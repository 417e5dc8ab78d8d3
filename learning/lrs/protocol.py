"""The common ground of all resources under /xapi/: versions, keys, headers, errors.

Source: xAPI 1.0.3, Communication 3.2 (errors), 3.3 (versioning), 4 (authentication); in 2.0 the
same with version 2.0.0.
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from learning.xapi.json_text import InvalidJSON
from learning.xapi.shapes import Invalid
from learning.xapi.validation import Version

from . import rates
from .alternate import is_alternate, request_meant
from .credentials import NotAuthenticated
from .cursors import BadCursor
from .origins import let_in, preflight
from .refusals import Refusal, TooManyRequests

logger = logging.getLogger(__name__)

VERSION_HEADER: Final = "X-Experience-API-Version"
CONSISTENT_THROUGH_HEADER: Final = "X-Experience-API-Consistent-Through"
# A request without that header is one of the last version that had none, and refused as such.
WITHOUT_HEADER: Final = "0.9"
RETRY_AFTER_SECONDS: Final = 5
MAX_BODY_BYTES: Final = getattr(settings, "LRS_MAX_BODY_BYTES", 10 * 1024 * 1024)
# With attachments; DATA_UPLOAD_MAX_MEMORY_SIZE must allow it.
MAX_MULTIPART_BYTES: Final = getattr(settings, "LRS_MAX_MULTIPART_BYTES", 20 * 1024 * 1024)

_ACCEPTED: Final = {
    Version.V1_0: re.compile(r"1\.0(?:\.\d{1,5})?", re.ASCII),
    Version.V2_0: re.compile(r"2\.0(?:\.\d{1,5})?", re.ASCII),
}

View = Callable[..., HttpResponseBase]


class Refused(Exception):
    """Raised for a request that cannot be answered, with the HTTP status that says why."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def negotiate(request: HttpRequest) -> Version:
    """Return the version of the specification that a request follows.

    Refused where it names none, or one that is not spoken here.
    """
    asked = request.headers.get(VERSION_HEADER)
    if asked is None:
        raise Refused(f"Send the header {VERSION_HEADER}, such as 1.0.3 or 2.0.0.")
    for version, pattern in _ACCEPTED.items():
        if pattern.fullmatch(asked.strip()):
            return version
    raise Refused(f"Version {asked[:20]!r} is not supported; 1.0.x and 2.0.x are.")


def read_body(request: HttpRequest, *, at_most: int | None = None) -> bytes:
    """Return the body of a request; Refused where it is too large or breaks off."""
    at_most = at_most or MAX_BODY_BYTES
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError as error:
        raise Refused("The Content-Length header is not a number.") from error
    if length > at_most:
        raise Refused(f"A request may have {at_most} bytes at most.", 413)
    try:
        return request.body
    except RequestDataTooBig as error:
        raise Refused("The request is too large.", 413) from error
    except UnreadablePostError as error:
        raise Refused("The request broke off.") from error


def xapi_resource(*, versioned: bool = True, **views: View) -> View:
    """Return one view that hands each HTTP method to its own, and answers errors as xAPI does.

    Each is called with the request, its ``Version`` and a dict of headers to go with the answer,
    be it an error. There is no session and no cookie here, so no cross-site request forgery.
    Without ``versioned`` a request need not name a version (the about resource).
    """
    allowed = {method.upper(): view for method, view in views.items()}
    if "GET" in allowed:
        allowed["HEAD"] = allowed["GET"]

    @csrf_exempt
    @functools.wraps(next(iter(views.values())))
    def resource(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # What a request that names no version we speak is told: the latest that we do.
        version = Version.V2_0
        answered: str = version
        headers: dict[str, str] = {}
        asked, alternate = request, is_alternate(request)
        # A browser that asks whether it may names neither a version nor a key.
        if (answer := preflight(request, allowed)) is not None:
            let_in(request, answer)
            return answer
        try:
            if alternate:
                request = _meant(request)
            if versioned:
                answered = version if VERSION_HEADER in request.headers else WITHOUT_HEADER
                answered = version = negotiate(request)
            view = allowed.get(request.method or "")
            if view is None:
                response: HttpResponseBase = error_response(
                    f"{request.method} is not possible here.", 405
                )
                response["Allow"] = ", ".join(sorted(allowed))
            else:
                response = view(request, version, headers, *args, **kwargs)
        except Exception as error:
            response = _answer(error)
        if alternate and request.method == "HEAD" and isinstance(response, HttpResponse):
            # A server leaves the body out by itself only where the method is really HEAD.
            response.content = b""
        # Here no transaction is open, and whatever was refused is counted too.
        rates.settle()
        for name, value in {**headers, VERSION_HEADER: str(answered)}.items():
            response[name] = value
        let_in(asked, response)
        return response

    return resource


def _meant(request: HttpRequest) -> HttpRequest:
    """Return the request that a form of the alternate syntax stands for, in 1.0.3 only."""
    meant = request_meant(request, read_body(request))
    if negotiate(meant) is not Version.V1_0:
        raise Refused("The alternate request syntax ('method') ended with 1.0.3.")
    return meant


def error_response(message: str, status: int, **more: Any) -> HttpResponse:
    """Return an error that a program and the person who fixes it can both read."""
    return JsonResponse({"error": message, **more}, status=status)


def _answer(error: Exception) -> HttpResponse:
    """Return the response for ``error``, or raise it again where it is a fault of ours."""
    if isinstance(error, Invalid):
        return error_response(str(error), 400, path=error.path, requirement=error.requirement)
    if isinstance(error, InvalidJSON | BadCursor):
        return error_response(str(error), 400)
    if isinstance(error, Refused | Refusal):
        response = error_response(str(error), error.status)
        if isinstance(error, TooManyRequests):
            response["Retry-After"] = str(error.retry_after)
        return response
    if isinstance(error, NotAuthenticated):
        response = error_response(str(error), 401)
        response["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
        return response
    if isinstance(error, OperationalError | InterfaceError):
        logger.error("The database is away or overloaded: %s", error)
        response = error_response("The store cannot be reached at the moment. Try again.", 503)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    raise error
