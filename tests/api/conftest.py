"""People with tokens, and a course each may see."""

from __future__ import annotations

from knox.models import AuthToken
from rest_framework.test import APIClient

from learning.people.models import User
from tests.factories.courses import Writing, published_course, writing_department
from tests.factories.people import cast
from tests.kept import kept


@kept()
def writing() -> Writing:
    """A course for everybody, and one for the department."""
    writing = writing_department(cast())
    published_course(writing)
    published_course(writing, title="Only ours", slug="only-ours", scope=writing.cast.department)
    return writing


def token_client(person: User) -> APIClient:
    """Return a client that shows a token of ``person``."""
    _instance, token = AuthToken.objects.create(person)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client
