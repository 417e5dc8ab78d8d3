"""Who is let in: whoever has the password, or a code, and works here today."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Permission
from django.utils import timezone


class EmployedBackend(AuthenticationBackend):
    """Signs people in by email, and forgets their session on the day they leave.

    Django asks ``user_can_authenticate`` on every request with a session, so a leaving date that
    was stored weeks ago ends access on its day without anything having to run.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and user.may_sign_in(timezone.localdate())

    def get_user(self, user_id: Any) -> Any:
        # With the organisation, which nearly every page asks for: one query instead of two.
        people = get_user_model().objects.select_related("organisation")
        user = people.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def _get_user_permissions(self, user_obj: Any) -> Any:
        # Permissions are given to groups, never to one person: who may do what is seen in one
        # place, and every page is spared a question that has one answer.
        return Permission.objects.none()

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:
        # allauth would keep a leaver with the right password aside to tell them that their
        # account is inactive. Here they get the words of a wrong password, as everybody does.
        return None
