"""The resources that can only be read: about, agents, activities (Communication 2.4, 2.5, 2.8)."""

from __future__ import annotations

from typing import Final

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from learning.xapi import json_text
from learning.xapi.formats import is_iri
from learning.xapi.validation import Version

from .credentials import MAY_READ_OWN, authenticate, may, note_use
from .definitions import definitions_of
from .models import Scope
from .parameters import is_agent, read_each
from .protocol import Refused, xapi_resource
from .rates import admit

JSON: Final = "application/json"
VERSIONS: Final = ("2.0.0", "1.0.3", "1.0.2", "1.0.1", "1.0.0")
# They tell what things are called, nothing of what anybody did: every key but one for writing.
MAY_ASK: Final = MAY_READ_OWN | {Scope.STATE, Scope.PROFILE, Scope.DEFINE}
IDENTIFIERS: Final = ("name", "mbox", "mbox_sha1sum", "openid", "account")


def get_about(request: HttpRequest, version: Version, headers: dict[str, str]) -> HttpResponse:
    """Answer the versions of the specification that are supported, to anybody."""
    read_each(request.GET, {})
    return HttpResponse(orjson.dumps({"version": VERSIONS, "extensions": {}}), content_type=JSON)


def get_agents(request: HttpRequest, version: Version, headers: dict[str, str]) -> HttpResponse:
    """Answer the person that an agent is, with no more than the asker said.

    Under which other names the same person is known here is nobody's to learn: pseudonyms would
    be none if a partner could ask for them.
    """
    _admit(request)
    parameters = read_each(
        request.GET, {"agent": (is_agent, "an agent as JSON")}, required=["agent"]
    )
    agent = json_text.parse(parameters["agent"].encode())
    person = {"objectType": "Person"} | {
        name: [agent[name]] for name in IDENTIFIERS if name in agent
    }
    return HttpResponse(json_text.dumps(person), content_type=JSON)


def get_activities(request: HttpRequest, version: Version, headers: dict[str, str]) -> HttpResponse:
    """Answer an activity with all that is known of it; of one never heard of, its id alone."""
    _admit(request)
    parameters = read_each(
        request.GET, {"activityId": (is_iri, "an absolute IRI")}, required=["activityId"]
    )
    iri = parameters["activityId"]
    activity: dict[str, object] = {"objectType": "Activity", "id": iri}
    definition = definitions_of([iri]).get(iri)
    if definition:
        activity["definition"] = definition
    return HttpResponse(json_text.dumps(activity), content_type=JSON)


def _admit(request: HttpRequest) -> None:
    now = timezone.now()
    credential = authenticate(request.headers.get("Authorization"), now=now)
    admit(credential, now=now)
    if not may(credential, MAY_ASK):
        raise Refused("This key may not read.", 403)
    note_use(credential, now=now)


about = xapi_resource(versioned=False, get=get_about)
agents = xapi_resource(get=get_agents)
activities = xapi_resource(get=get_activities)
