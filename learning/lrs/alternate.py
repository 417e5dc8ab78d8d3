"""The alternate request syntax of 1.0.3: a request inside a POSTed form (Communication 1.3).

It was made for browsers that could not send other methods or headers to another site. 2.0 has
dropped it.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, QueryDict
from django.utils.http import parse_header_parameters

from .refusals import BadAlternate

METHODS: Final = frozenset({"GET", "HEAD", "PUT", "POST", "DELETE"})
WITH_CONTENT: Final = frozenset({"PUT", "POST"})
FORM: Final = "application/x-www-form-urlencoded"
# Which parameters of the form are headers of the request meant.
HEADERS: Final = {
    "authorization": "HTTP_AUTHORIZATION",
    "x-experience-api-version": "HTTP_X_EXPERIENCE_API_VERSION",
    "content-type": "CONTENT_TYPE",
    "content-length": "CONTENT_LENGTH",
    "if-match": "HTTP_IF_MATCH",
    "if-none-match": "HTTP_IF_NONE_MATCH",
    "accept-language": "HTTP_ACCEPT_LANGUAGE",
}
# Those of the form around it say nothing of what is in it.
OF_THE_FORM: Final = ("CONTENT_TYPE", "CONTENT_LENGTH")


def is_alternate(request: HttpRequest) -> bool:
    """Tell whether a request uses the alternate syntax, and so stands for another."""
    return "method" in request.GET


def request_meant(request: HttpRequest, body: bytes) -> HttpRequest:
    """Return the request that a form stands for.

    BadAlternate where it is no POSTed form, has other parameters in its address, or lacks the
    content that its method needs.
    """
    if request.method != "POST":
        raise BadAlternate("The parameter 'method' is only for POST.")
    if len(request.GET) > 1 or len(request.GET.getlist("method")) != 1:
        raise BadAlternate("With 'method' in the address, everything else belongs in the form.")
    method = request.GET["method"].upper()
    if method not in METHODS:
        raise BadAlternate("'method' must be GET, HEAD, PUT, POST or DELETE.")
    if (request.content_type or FORM) != FORM:
        raise BadAlternate(f"A request with 'method' must be sent as {FORM}.")
    try:
        form = QueryDict(body.decode(), mutable=True)
    except UnicodeDecodeError as error:
        raise BadAlternate("The form is not UTF-8.") from error
    meant = HttpRequest()
    meant.method = method
    meant.path, meant.path_info = request.path, request.path_info
    meant.META = {key: value for key, value in request.META.items() if key not in OF_THE_FORM}
    content = form.pop("content", None)
    if content is not None and len(content) != 1:
        raise BadAlternate("The form has 'content' more than once.")
    if content is None and method in WITH_CONTENT:
        raise BadAlternate("The form has no 'content'.")
    for name in [name for name in form if name.lower() in HEADERS]:
        [*_others, value] = form.pop(name)
        meant.META[HEADERS[name.lower()]] = value
    sent = content[0].encode() if content else b""
    meant._body = sent
    meant.META["CONTENT_LENGTH"] = str(len(sent))
    meant.META.setdefault("CONTENT_TYPE", "application/json")
    meant.content_type, meant.content_params = parse_header_parameters(meant.META["CONTENT_TYPE"])
    meant.GET = form  # type: ignore[assignment]
    return meant
