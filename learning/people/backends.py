"""The check of who is let in: anyone who has the password, or a code, and works here today."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.utils import timezone

from learning.people.models import User
from learning.people.role_permissions import permissions_by_role
from learning.people.sign_in import find_person, password_attempt
from learning.seams.named import seam


class EmployedBackend(AuthenticationBackend):
    """A backend that signs people in by email, and forgets their session on the day they leave.

    Django asks ``user_can_authenticate`` on every request with a session, so a leaving date that
    was stored weeks ago ends access on its day without anything having to run.
    """

    def authenticate(
        self, request: HttpRequest | None, **credentials: Any
    ) -> AbstractBaseUser | None:
        """Return the person whose password it is, or None; TooManyAttempts before it is looked at.

        Here and not in a form, because every way to try a password comes through here.
        """
        email, password = credentials.get("email"), credentials.get("password")
        if not email or not password:
            return None
        person = find_person(email)
        with password_attempt(request, email, person) as attempt:
            if person is None:
                User().set_password(password)  # as long as checking one
                return None
            if not person.check_password(password) or not self.user_can_authenticate(person):
                return None
            attempt.succeeded()
            return person

    def user_can_authenticate(self, user: Any) -> bool:
        return super().user_can_authenticate(user) and user.may_sign_in(timezone.localdate())

    def get_user(self, user_id: Any) -> Any:
        # With the organisation, which nearly every page asks for: one query instead of two.
        # What rooms above show of the person on every page comes with it, too.
        people = get_user_model().objects.select_related("organisation")
        for read_with in seam("WITH_THE_PERSON"):
            people = read_with(people)
        user = people.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def _get_group_permissions(self, user_obj: Any) -> Any:
        return super()._get_group_permissions(user_obj).union(permissions_by_role(user_obj))

    def _get_user_permissions(self, user_obj: Any) -> Any:
        # Permissions are given to groups, never to one person: who may do what is seen in one
        # place, and every page is spared a question that has one answer.
        return Permission.objects.none()

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:
        # allauth would keep a leaver with the right password aside to tell them that their
        # account is inactive. Here they get the words of a wrong password, as everybody does.
        return None
