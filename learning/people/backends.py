"""Who is let in: whoever has the password, or a code, and works here today."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone


class EmployedBackend(AuthenticationBackend):
    """Signs people in by email, and forgets their session on the day they leave.

    Django asks ``user_can_authenticate`` on every request with a session, so a leaving date that
    was stored weeks ago ends access on its day without anything having to run.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and user.may_sign_in(timezone.localdate())

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:
        # allauth would keep a leaver with the right password aside to tell them that their
        # account is inactive. Here they get the words of a wrong password, as everybody does.
        return None
