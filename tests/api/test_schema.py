"""The API does what its description says, whatever it is sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from jsonschema import Draft202012Validator
from knox.models import AuthToken

from learning.config.wsgi import application
from tests.factories.courses import Writing, complete_lessons, started
from tests.factories.people import Cast

SCHEMA_PATH = "/api/v1/schema/?format=json"


def test_it_is_described_in_openapi_3_1(db: None) -> None:
    document = Client().get(SCHEMA_PATH).json()
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {
        "/api/v1/me/",
        "/api/v1/catalogue/",
        "/api/v1/my/records/",
    }
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert schema.get("description") or "enum" in schema or name.startswith("Paginated"), name


# Describing the API asks nothing of the database, so it can be read before there is one.
schema = schemathesis.openapi.from_wsgi(SCHEMA_PATH, application)


@pytest.fixture(autouse=True)
def keep_the_connection() -> Iterator[None]:
    """A request begins by closing old connections; the test's own must stay, as in its client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def headers(writing: Writing, people: Cast) -> dict[str, str]:
    """A token of somebody who has something to read."""
    started(people.learner, "asking-good-questions")
    complete_lessons(people.learner, "asking-good-questions", 1, 2)
    _instance, token = AuthToken.objects.create(people.learner)
    return {"Authorization": f"Token {token}"}


@schema.parametrize()
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_it_answers_as_described(case: schemathesis.Case, headers: dict[str, str]) -> None:
    case.call_and_validate(headers=headers)
