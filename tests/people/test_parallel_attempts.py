"""Forty at once get no further than forty one after the other: counted under a lock."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection, connections, transaction
from django.test import Client

from learning.notifications.models import Mail
from learning.people import sign_in
from learning.people.limits import Limit
from learning.people.models import LimitCount
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
AT_ONCE = 20
LIMITS = settings.SIGN_IN_LIMITS


def at_once(send: Callable[[], int]) -> Counter[int]:
    """Send as many as threads, all at one moment, and count what they got."""
    together = threading.Barrier(AT_ONCE)

    def one(_number: int) -> int:
        try:
            together.wait(30)
            return send()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return Counter(threads.map(one, range(AT_ONCE)))


def test_codes_asked_for_at_once() -> None:
    email = PersonFactory().email
    got = at_once(lambda: Client().post("/sign-in/", {"email": email}).status_code)
    most = LIMITS["email-place"]["most"]
    assert got == {302: most, 429: AT_ONCE - most}
    assert Mail.objects.count() == most


def test_links_for_a_new_password_asked_for_at_once() -> None:
    email = PersonFactory().email
    got = at_once(lambda: Client().post("/account/password/reset/", {"email": email}).status_code)
    assert got[302] == Mail.objects.count() == LIMITS["email-place"]["most"]


def test_passwords_guessed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    email, checked = PersonFactory().email, []
    verify = MD5PasswordHasher.verify
    monkeypatch.setattr(
        MD5PasswordHasher,
        "verify",
        lambda self, password, encoded: checked.append(1) or verify(self, password, encoded),
    )
    guess = {"login": email, "password": "guess"}
    got = at_once(lambda: Client().post("/sign-in/password/", guess).status_code)
    most = LIMITS["password-account"]["most"]
    assert got == {200: most, 429: AT_ONCE - most}
    assert len(checked) == most


def test_nobody_is_refused_for_having_begun_before_another() -> None:
    """An attempt that waits for the lock finds a row of a moment that is later than its own."""
    limit = Limit("password-account", "somebody")

    def take() -> None:
        try:
            limit.take()
        finally:
            connections.close_all()

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")  # time stands still from here to the end
        with ThreadPoolExecutor(1) as another:
            another.submit(take).result(30)
        limit.take()
        limit.give_back()
    assert LimitCount.objects.get().count == 1


def test_one_code_guessed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asking = Client()
    asking.post("/sign-in/", {"email": PersonFactory().email})
    session = asking.cookies[settings.SESSION_COOKIE_NAME].value

    def guess() -> int:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        return client.post("/sign-in/code/confirm/", {"code": "AAA-AAA"}).status_code

    got = at_once(guess)
    # What came after the third found no code any more, or was refused.
    assert got[200] <= LIMITS["code"]["most"]
    code = Mail.objects.get().subject.split()[0]
    assert asking.post("/sign-in/code/confirm/", {"code": code}).status_code in {302, 429}
    assert "_auth_user_id" not in asking.session


def test_the_tests_would_see_what_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "take_all", lambda limits: None)
    email = PersonFactory().email
    got = at_once(lambda: Client().post("/sign-in/", {"email": email}).status_code)
    assert got == {302: AT_ONCE}
