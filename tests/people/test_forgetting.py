"""What signing in leaves behind is forgotten when it has expired, and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from knox.models import get_token_model

from learning.people.limits import Limit
from learning.people.models import LimitCount
from learning.people.sweeps import forget_attempts, forget_sessions, forget_tokens
from learning.people.tokens import create_token
from learning.privacy.retention import delete_some
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def test_only_what_has_expired_is_deleted() -> None:
    person, now = PersonFactory(), timezone.now()
    for _time in range(2):
        Client().force_login(person)
        create_token(person=person)
    old_count, new_count = Limit("password-account", "one"), Limit("password-account", "two")
    old_count.take()
    new_count.take()
    old_session = Session.objects.first()
    old_token = get_token_model().objects.first()
    known = timedelta(seconds=settings.SESSION_KNOWN_SECONDS)
    Session.objects.filter(pk=old_session.pk).update(expire_date=now - known - timedelta(seconds=1))
    Session.objects.exclude(pk=old_session.pk).update(expire_date=now - timedelta(seconds=1))
    get_token_model().objects.filter(pk=old_token.pk).update(expiry=now - timedelta(seconds=1))
    past = now - timedelta(seconds=1)
    LimitCount.objects.filter(key=old_count.key).update(forgotten_at=past, waits_until=past)
    sweeps = (forget_sessions, forget_tokens, forget_attempts)
    assert [sweep(now=now) for sweep in sweeps] == [1, 1, 1]
    assert [
        Session.objects.count(), get_token_model().objects.count(), LimitCount.objects.count()
    ] == [1, 1, 1]  # fmt: skip
    assert not Session.objects.filter(pk=old_session.pk).exists()
    assert not get_token_model().objects.filter(pk=old_token.pk).exists()
    assert LimitCount.objects.get().key == new_count.key
    assert not any(sweep(now=now) for sweep in sweeps), "a second time changes nothing"


def test_a_token_that_never_expires_stays() -> None:
    create_token(person=PersonFactory())
    get_token_model().objects.update(expiry=None)
    assert forget_tokens(now=timezone.now() + timedelta(days=5000)) == 0


def test_a_batch_has_an_end_and_the_next_goes_on() -> None:
    now = timezone.now()
    Session.objects.bulk_create(
        Session(session_key=f"old-{number}", session_data="", expire_date=now - timedelta(days=1))
        for number in range(5)
    )
    old = Session.objects.filter(expire_date__lt=now)
    assert [delete_some(old, most=2) for _round in range(4)] == [2, 2, 1, 0]
