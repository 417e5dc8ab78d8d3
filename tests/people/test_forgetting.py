"""What signing in leaves behind is forgotten when it has expired, and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from knox.models import get_token_model

from learning.people.sweeps import forget_expired
from learning.people.tokens import create_token
from learning.privacy.retention import delete_some
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def attempt(address: str) -> None:
    AccessAttempt.objects.create(
        username=address,
        ip_address="127.0.0.1",
        failures_since_start=1,
        user_agent="",
        path_info="",
    )


def test_only_what_has_expired_is_deleted() -> None:
    person, now = PersonFactory(), timezone.now()
    for _time in range(2):
        Client().force_login(person)
        create_token(person=person)
    attempt("one@demo.example")
    attempt("two@demo.example")
    old_session = Session.objects.first()
    old_token = get_token_model().objects.first()
    old_attempt = AccessAttempt.objects.get(username="one@demo.example")
    Session.objects.filter(pk=old_session.pk).update(expire_date=now - timedelta(seconds=1))
    get_token_model().objects.filter(pk=old_token.pk).update(expiry=now - timedelta(seconds=1))
    AccessAttempt.objects.filter(pk=old_attempt.pk).update(attempt_time=now - timedelta(minutes=16))
    assert forget_expired(now=now) == 3
    assert [
        Session.objects.count(), get_token_model().objects.count(), AccessAttempt.objects.count()
    ] == [1, 1, 1]  # fmt: skip
    assert not Session.objects.filter(pk=old_session.pk).exists()
    assert not get_token_model().objects.filter(pk=old_token.pk).exists()
    assert not AccessAttempt.objects.filter(pk=old_attempt.pk).exists()
    assert forget_expired(now=now) == 0, "a second time changes nothing"


def test_a_token_that_never_expires_stays() -> None:
    create_token(person=PersonFactory())
    get_token_model().objects.update(expiry=None)
    assert forget_expired(now=timezone.now() + timedelta(days=5000)) == 0


def test_a_batch_has_an_end_and_the_next_goes_on() -> None:
    now = timezone.now()
    Session.objects.bulk_create(
        Session(session_key=f"old-{number}", session_data="", expire_date=now - timedelta(days=1))
        for number in range(5)
    )
    old = Session.objects.filter(expire_date__lt=now)
    assert [delete_some(old, most=2) for _round in range(4)] == [2, 2, 1, 0]
