"""Letting somebody try a password or ask for an email, as often as they may.

The same is done for an address that is somebody's and for one that is nobody's: the same
statements, one hash of a password, one row of mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db.models.functions import Lower
from django.http import HttpRequest

from learning.people.addresses import client_network
from learning.people.devices import device_of
from learning.people.limits import Limit, take_all
from learning.people.models import User


def find_person(email: str) -> User | None:
    """Return the person with this email address, in whatever case; one indexed query."""
    return User.objects.alias(lowered=Lower("email")).filter(lowered=email.strip().lower()).first()


class Attempt:
    """One try at a password; ``succeeded`` says that it was the right one."""

    def __init__(self, limits: list[Limit]) -> None:
        self.limits = limits

    def succeeded(self) -> None:
        """Count this try no more, nor the wrong ones before it."""
        own, *shared = self.limits
        own.forget()
        for limit in shared:
            limit.give_back()


@contextmanager
def password_attempt(
    request: HttpRequest | None, email: str, person: User | None
) -> Iterator[Attempt]:
    """Count a try at the password of ``person``, or of nobody, until it turns out right.

    A browser that signed in to the account before is counted by itself, and by nothing else.

    :raises TooManyAttempts: before any password is looked at.
    """
    device = device_of(request, person)
    if device is not None:
        limits = [Limit("password-device", f"{account(email, person)} {device}")]
    else:
        limits = [Limit("password-account", account(email, person))]
        network = client_network(request) if request is not None else None
        # With no address to tell visitors apart, a limit would be one for all of them together.
        if network is not None:
            limits.append(Limit("password-address", network))
    take_all(limits)
    yield Attempt(limits)


def account(email: str, person: User | None) -> str:
    """Return the subject to count for: the person, however they are written, or the address."""
    return f"person {person.pk}" if person is not None else f"email {email.strip().lower()}"


def count_email(request: HttpRequest, email: str, person: User | None) -> None:
    """Count an email that is asked for: a code, or a link for a new password.

    :raises TooManyAttempts: before anything is written.
    """
    subject = account(email, person)
    device = device_of(request, person)
    if device is not None:
        take_all([Limit("email-place", f"{subject} {device}")])
        return
    network = client_network(request)
    limits = [Limit("email-place", f"{subject} {network}"), Limit("email-account", subject)]
    if network is not None:
        limits.append(Limit("email-address", network))
    take_all(limits)


def email_was_used(request: HttpRequest) -> None:
    """Count an email less for the network it was asked from: its code has signed somebody in."""
    network = client_network(request)
    if network is not None:
        Limit("email-address", network).give_back()


class ResetLinks(PasswordResetTokenGenerator):
    """The maker and checker of links for a new password.

    They end with the password, the sessions and the next sign-in; no query is needed for them.
    """

    key_salt = "learning.people.sign_in.ResetLinks"

    def _make_hash_value(self, user: User, timestamp: int) -> str:  # type: ignore[override]
        return f"{super()._make_hash_value(user, timestamp)}{user.session_version}"
