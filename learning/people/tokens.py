"""API tokens: a person's own keys for systems that they trust."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from knox.models import AbstractAuthToken, get_token_model
from rest_framework.exceptions import AuthenticationFailed

from learning.people.models import User

LONGEST_TOKEN = 128


class TooManyTokens(Exception):
    """Raised when a person has as many tokens as they may have."""


class PersonTokenAuthentication(TokenAuthentication):
    """Authentication that lets a token in while its person works here."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, AbstractAuthToken]:
        # The header may hold anything; knox decodes it unseen.
        if not (token.isascii() and token.isalnum() and len(token) <= LONGEST_TOKEN):
            raise AuthenticationFailed(_("Invalid token."))
        found: tuple[User, AbstractAuthToken] = super().authenticate_credentials(token)
        return found

    def validate_user(self, auth_token: Any) -> tuple[User, AbstractAuthToken]:
        if not auth_token.user.may_sign_in(timezone.localdate()):
            raise AuthenticationFailed(_("Invalid token."))
        return auth_token.user, auth_token


class PersonTokenScheme(KnoxTokenScheme):
    """The description of the tokens in the OpenAPI schema."""

    target_class = "learning.people.tokens.PersonTokenAuthentication"


def tokens_of(person: User) -> list[AbstractAuthToken]:
    """Return the person's tokens that still work, newest first."""
    return [
        token
        for token in get_token_model().objects.filter(user=person).order_by("-created")
        if token.expiry is None or token.expiry > timezone.now()
    ]


def create_token(*, person: User) -> str:
    """Create a token and return it; it is stored hashed, so this is the only time it is known.

    Raises TooManyTokens.
    """
    User.objects.select_for_update().get(pk=person.pk)
    if len(tokens_of(person)) >= settings.API_TOKENS_PER_PERSON:
        raise TooManyTokens
    _row, token = get_token_model().objects.create(user=person)
    return str(token)


def revoke_token(*, person: User, key: str) -> bool:
    """Revoke the token of ``person`` that begins with ``key``; False if there is none."""
    deleted, _by_model = get_token_model().objects.filter(user=person, token_key=key).delete()
    return deleted > 0
