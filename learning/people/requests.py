"""The request that a view behind ``login_required`` is given."""

from __future__ import annotations

from django.http import HttpRequest

from learning.people.models import User


class SignedInRequest(HttpRequest):
    """A request of a person who has signed in; for types only, Django makes plain ones."""

    user: User
