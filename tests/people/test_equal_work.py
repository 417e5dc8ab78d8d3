"""As much is done for an address that is nobody's as for somebody's: no clock tells them apart.

Counted and not timed: the same statements in the same order, and the same number of passwords
hashed. ``make attack`` holds the clock to it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning.notifications.models import Mail
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def people() -> dict[str, str]:
    return {
        "known": PersonFactory().email,
        "nobody": "nobody@demo.example",
        "left": PersonFactory(left_on=TODAY).email,
        "not yet here": PersonFactory(joined_on=TODAY + datetime.timedelta(days=2)).email,
        "shut out": PersonFactory(is_active=False).email,
        "no password": PersonFactory(password=None).email,
    }


def shape(sql: str) -> str:
    """Return a statement without its values."""
    sql = re.sub(r"'(?:[^']|'')*'(?:::\w+)?", "?", sql)
    return re.sub(r"\bNULL\b|(?<![\w.\"])\d+\b|s\d+_x\d+", "?", sql)


def work(hashes: list[str], do: Callable[[], object]) -> list[str]:
    hashes.clear()
    with CaptureQueriesContext(connection) as queries:
        do()
    return [shape(query["sql"]) for query in queries] + ["one hash"] * len(hashes)


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []
    encode = MD5PasswordHasher.encode

    def counting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        done.append(password)
        return str(encode(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return done


def send(path: str, **form: str) -> Callable[[], object]:
    client = Client()
    return lambda: client.post(path, form)


def test_a_wrong_password_takes_as_much_for_everybody(hashes: list[str]) -> None:
    done = {
        who: work(hashes, send("/sign-in/password/", login=email, password="wrong"))
        for who, email in people().items()
    }
    for who, steps in done.items():
        assert steps == done["nobody"], who
    assert done["nobody"].count("one hash") == 1


@pytest.mark.parametrize("path", ["/sign-in/", "/account/password/reset/"])
def test_asking_for_an_email_takes_as_much_for_everybody(hashes: list[str], path: str) -> None:
    everybody = people()
    done = {who: work(hashes, send(path, email=email)) for who, email in everybody.items()}
    for who, steps in done.items():
        assert steps == done["nobody"], who
    assert any("notifications_mail" in step and "INSERT" in step for step in done["nobody"])
    sent = set(Mail.objects.values_list("address", flat=True))
    assert sent == {everybody["known"], everybody["no password"]}


def test_a_refusal_takes_as_much_for_everybody(hashes: list[str], settings) -> None:
    settings.SIGN_IN_LIMITS = {
        **settings.SIGN_IN_LIMITS,
        "password-account": {"most": 1, "within": 60, "wait": 60, "longest": 60},
        "email-account": {"most": 1, "within": 60},
    }
    for path, form in (
        ("/sign-in/password/", {"password": "wrong"}), ("/sign-in/", {}),
    ):  # fmt: skip
        done = {}
        for who, email in people().items():
            ask = send(path, login=email, email=email, **form)
            ask()
            done[who] = work(hashes, send(path, login=email, email=email, **form))
        for who, steps in done.items():
            assert steps == done["nobody"], (path, who)


def test_the_words_of_a_code_are_not_kept_for_nobody() -> None:
    Client().post("/sign-in/", {"email": "nobody@demo.example"})
    assert not Mail.objects.exists()


@pytest.mark.parametrize("path", ["/sign-in/", "/account/password/reset/"])
def test_an_address_longer_than_any_of_ours_is_a_mistake_in_the_form(path: str) -> None:
    email = "y" * 60 + "@" + ("x" * 60 + ".") * 4 + "example"
    answer = Client().post(path, {"email": email})
    assert answer.status_code == 200
    assert "Enter an email address in the right form" in answer.content.decode()
