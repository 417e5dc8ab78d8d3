"""Receivers of signals: signing in and new passwords; connected by the app's config."""

from __future__ import annotations

from typing import Any

from allauth.account import signals
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from learning.people.devices import remember_device
from learning.people.limits import Limit
from learning.people.models import User
from learning.people.sessions import begin


@receiver(user_logged_in)
def remember_the_browser(request: HttpRequest | None, user: User, **more: Any) -> None:
    """Give the browser an allowance of its own from now on, and the session its last day."""
    if request is not None:
        remember_device(request, user)
        begin(request.session)


@receiver([signals.password_changed, signals.password_set, signals.password_reset])
def begin_anew(request: HttpRequest, user: User, **more: Any) -> None:
    """Forget the wrong passwords tried on the old one: the owner has shown who they are."""
    Limit("password-account", f"person {user.pk}").forget()
    remember_device(request, user)
