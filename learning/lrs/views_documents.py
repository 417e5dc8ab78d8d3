"""The document resources: activities/state, activities/profile, agents/profile.

Source: xAPI 1.0.3, Communication 2.2, 2.3, 2.6 and 2.7; in 2.0 also 4.1.4 (conditions).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import orjson
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import http_date

from learning.xapi.formats import is_iri, is_uuid
from learning.xapi.times import parse_timestamp
from learning.xapi.validation import Version

from .credentials import Credential, authenticate, may, note_use
from .documents import (
    Context,
    Sent,
    delete_document,
    delete_documents,
    documents_about,
    find_document,
    merge_document,
    put_document,
)
from .models import DocumentKind, Scope
from .parameters import Rules, agent_in, is_agent, is_moment, read_each
from .preconditions import Preconditions
from .protocol import Refused, View, read_body, xapi_resource
from .rates import admit
from .sources import is_under

DEFAULT_TYPE: Final = "application/octet-stream"
MAX_TYPE_LENGTH: Final = 1000


def _is_name(text: str) -> bool:
    return bool(text)


_AGENT: Final = (is_agent, "an agent as JSON")
_ACTIVITY: Final = (is_iri, "an absolute IRI")
_REGISTRATION: Final = (is_uuid, "a UUID")
_NAME: Final = (_is_name, "a name")
_SINCE: Final = (is_moment, "a date and time in ISO 8601 format")


@dataclass(frozen=True, slots=True)
class Resource:
    """One document resource: the parameters that say what a document is about, and its scope."""

    kind: DocumentKind
    name: str
    about: Rules
    required: tuple[str, ...]
    scope: Scope

    def context(self, parameters: dict[str, str]) -> Context:
        """Return what a document is about, from sound parameters."""
        registration = parameters.get("registration")
        return Context(
            self.kind,
            agent=agent_in(parameters["agent"]) if "agent" in parameters else None,
            activity=parameters.get("activityId"),
            registration=UUID(registration) if registration else None,
        )

    def preconditions(self, request: HttpRequest, version: Version) -> Preconditions:
        """Return the conditions of a request, and when this resource must have one.

        1.0.3 wants them for profiles, and a profile to be put always with one; 2.0 wants them for
        state too, where a document is there.
        """
        profile = self.kind is not DocumentKind.STATE
        return Preconditions.of(
            request.headers,
            when_there=profile or version is Version.V2_0,
            always=profile and version is Version.V1_0,
        )


STATE: Final = Resource(
    DocumentKind.STATE,
    "stateId",
    {"activityId": _ACTIVITY, "agent": _AGENT, "registration": _REGISTRATION},
    ("activityId", "agent"),
    Scope.STATE,
)
AGENT_PROFILE: Final = Resource(
    DocumentKind.AGENT_PROFILE, "profileId", {"agent": _AGENT}, ("agent",), Scope.PROFILE
)
ACTIVITY_PROFILE: Final = Resource(
    DocumentKind.ACTIVITY_PROFILE,
    "profileId",
    {"activityId": _ACTIVITY},
    ("activityId",),
    Scope.PROFILE,
)


def document_resource(resource: Resource) -> View:
    """Return the view of one of the three resources."""

    def single(request: HttpRequest) -> tuple[Context, str]:
        context, parameters = _opened(request, resource, {resource.name: _NAME}, resource.name)
        return context, parameters[resource.name]

    def get(request: HttpRequest, version: Version, headers: dict[str, str]) -> HttpResponse:
        if resource.name not in request.GET:
            return _names(request, resource)
        # 'since' says nothing of a single document, and is let pass (as ADL's suite has it).
        context, parameters = _opened(request, resource, {resource.name: _NAME, "since": _SINCE})
        found = find_document(context, parameters[resource.name])
        if found is None:
            raise Refused("There is no such document.", 404)
        if Preconditions.of(request.headers).unchanged(found.etag):
            response: HttpResponse = HttpResponseNotModified()
        else:
            response = HttpResponse(bytes(found.content), content_type=found.content_type)
        response["ETag"] = f'"{found.etag}"'
        response["Last-Modified"] = http_date(found.updated.timestamp())
        # What others sent is never to be run in the name of this service.
        response["Content-Security-Policy"] = "sandbox"
        return response

    def written_by(write: Callable[..., None]) -> View:
        def view(request: HttpRequest, version: Version, headers: dict[str, str]) -> HttpResponse:
            context, name = single(request)
            write(
                context=context,
                name=name,
                sent=_sent(request),
                conditions=resource.preconditions(request, version),
                now=timezone.now(),
            )
            return HttpResponse(status=204)

        return view

    def delete(request: HttpRequest, version: Version, headers: dict[str, str]) -> HttpResponse:
        if resource is STATE and resource.name not in request.GET:
            context, _parameters = _opened(request, resource, {})
            delete_documents(context=context)
        else:
            context, name = single(request)
            delete_document(
                context=context, name=name, conditions=resource.preconditions(request, version)
            )
        return HttpResponse(status=204)

    return xapi_resource(
        get=get,
        put=written_by(put_document),
        post=written_by(merge_document),
        delete=delete,
    )


def _names(request: HttpRequest, resource: Resource) -> HttpResponse:
    """Answer the names of the documents about something, those stored after ``since``."""
    context, parameters = _opened(request, resource, {"since": _SINCE})
    since = parse_timestamp(parameters["since"]) if "since" in parameters else None
    found = documents_about(context, since=since)
    names = list(found.order_by("name").values_list("name", flat=True).distinct())
    response = HttpResponse(orjson.dumps(names), content_type="application/json")
    newest = found.aggregate(newest=Max("updated"))["newest"]
    if newest is not None:
        response["Last-Modified"] = http_date(newest.timestamp())
    return response


def _opened(
    request: HttpRequest, resource: Resource, more: Rules, *required: str
) -> tuple[Context, dict[str, str]]:
    """Return what a request is about and its sound parameters, once its key opens that."""
    credential = _key(request)
    parameters = read_each(
        request.GET, {**resource.about, **more}, required=(*resource.required, *required)
    )
    context = resource.context(parameters)
    _admit(credential, request, resource, context)
    return context, parameters


def _key(request: HttpRequest) -> Credential:
    """Return the key of a request, before anything else is looked at."""
    now = timezone.now()
    credential = authenticate(request.headers.get("Authorization"), now=now)
    admit(credential, now=now)
    note_use(credential, now=now)
    return credential


def _admit(
    credential: Credential, request: HttpRequest, resource: Resource, context: Context
) -> None:
    """Refuse what the key does not open (Communication 4.2).

    A key that is only for state or profiles, and vouches for some activities, opens those.
    """
    reading = request.method in ("GET", "HEAD")
    everywhere = {Scope.ALL, Scope.ALL_READ} if reading else {Scope.ALL}
    if not may(credential, everywhere):
        if not may(credential, {resource.scope}):
            raise Refused(f"This key does not open the scope {resource.scope.value}.", 403)
        if (
            credential.activities
            and context.activity is not None
            and not is_under(context.activity, credential.activities)
        ):
            raise Refused("This key does not open documents of that activity.", 403)


def _sent(request: HttpRequest) -> Sent:
    kind = request.META.get("CONTENT_TYPE") or DEFAULT_TYPE
    if len(kind) > MAX_TYPE_LENGTH or not kind.isprintable():
        raise Refused("The Content-Type header is too long, or has characters that are not text.")
    return Sent(read_body(request), kind)


activity_state = document_resource(STATE)
agent_profile = document_resource(AGENT_PROFILE)
activity_profile = document_resource(ACTIVITY_PROFILE)
