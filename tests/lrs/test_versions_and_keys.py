"""Which versions are spoken over HTTP, and what each key opens."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from django.utils import timezone

from learning.lrs.models import Credential, Scope

from .conftest import foreign, new_partner
from .speaking import LEARNER, Lrs, scoped

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "status", "answered"),
    [
        ("1.0", 200, "1.0.3"),
        ("1.0.0", 200, "1.0.3"),
        ("1.0.3", 200, "1.0.3"),
        ("1.0.9", 200, "1.0.3"),
        ("2.0.0", 200, "2.0.0"),
        ("2.0.1", 200, "2.0.0"),
        ("0.95", 400, "2.0.0"),
        ("1.1.0", 400, "2.0.0"),
        ("3.0.0", 400, "2.0.0"),
        ("", 400, "2.0.0"),
        ("1.0.3; DROP TABLE", 400, "2.0.0"),
    ],
)
def test_versions_are_negotiated(lrs, asked, status, answered):
    lrs.headers["X-Experience-API-Version"] = asked
    response = lrs.get()
    assert response.status_code == status
    assert response["X-Experience-API-Version"] == answered


def test_without_a_version_nothing_is_answered(lrs):
    del lrs.headers["X-Experience-API-Version"]
    assert lrs.get().status_code == 400


def test_the_version_decides_the_rules_and_what_is_assigned(db):
    two = Lrs(new_partner(), version="2.0.0")
    context = {"contextAgents": [{"objectType": "contextAgent", "agent": LEARNER}]}
    [id] = two.post(foreign(context=context)).json()
    assert two.get(statementId=id).json()["version"] == "2.0.0"
    two.headers["X-Experience-API-Version"] = "1.0.3"
    assert two.post(foreign(context=context)).status_code == 400


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Basic",
        "Basic !!!",
        "Basic " + base64.b64encode(b"nobody").decode(),
        "Basic " + base64.b64encode(b"nobody:nothing").decode(),
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
        "Basic " + base64.b64encode(b"a\0b:c").decode(),
        "Bearer token",
    ],
)
def test_without_a_right_key_nothing_is_answered(lrs, authorization):
    lrs.headers["Authorization"] = authorization
    if authorization is None:
        del lrs.headers["Authorization"]
    for response in (lrs.get(), lrs.post(foreign())):
        assert response.status_code == 401
        assert response["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize("field", ["revoked_at", "expires_at"])
def test_a_revoked_or_expired_key_opens_nothing(lrs, field):
    moment = timezone.now()
    Credential.objects.update(**{field: moment + timedelta(minutes=1)})
    assert lrs.get().status_code == 200
    Credential.objects.update(**{field: moment})
    assert lrs.get().status_code == 401


def test_a_wrong_secret_opens_nothing_and_use_is_noted(lrs):
    key = Credential.objects.get()
    assert key.last_used_at is None
    lrs.post(foreign())
    key.refresh_from_db()
    assert key.last_used_at is not None
    word = base64.b64encode(f"{key.key}:wrong".encode()).decode()
    lrs.headers["Authorization"] = f"Basic {word}"
    assert lrs.get().status_code == 401


@pytest.mark.parametrize(
    ("scope", "writes", "reads"),
    [
        (Scope.ALL, 200, 200),
        (Scope.ALL_READ, 403, 200),
        (Scope.STATEMENTS_READ, 403, 200),
        (Scope.STATEMENTS_READ_MINE, 403, 200),
        (Scope.STATEMENTS_WRITE, 200, 403),
        (Scope.STATE, 403, 403),
        (Scope.PROFILE, 403, 403),
        (Scope.DEFINE, 403, 403),
    ],
)
def test_scopes_are_enforced(db, scope, writes, reads):
    lrs = scoped(scope)
    assert lrs.post(foreign()).status_code == writes
    assert lrs.get().status_code == reads


def test_reading_mine_shows_only_what_the_same_key_stored(lrs):
    mine = scoped(Scope.STATEMENTS_WRITE, Scope.STATEMENTS_READ_MINE)
    theirs, own = foreign(), foreign()
    lrs.post(theirs)
    mine.post(own)
    assert mine.ids() == mine.ids(agent=json.dumps(LEARNER)) == [own["id"]]
    assert mine.get(statementId=theirs["id"]).status_code == 404
    assert set(lrs.ids()) == {theirs["id"], own["id"]}
