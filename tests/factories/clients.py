"""A browser of somebody who has signed in, without a browser."""

from __future__ import annotations

from django.test import Client

from learning.people.models import User


def client_of(person: User, **how: object) -> Client:
    """Return Django's client with ``person`` signed in."""
    client = Client(**how)
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client
