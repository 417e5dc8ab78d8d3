"""Sessions: use renews them, once an hour and up to a week; ended ones open nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning.people.models import User
from learning.people.sessions import BEGAN, SessionStore
from tests.factories.people import PASSWORD, PersonFactory
from tests.people.test_signing_in import sign_in
from tests.travelling import DAY, HOUR, Travel, travel

pytestmark = pytest.mark.django_db
__all__ = ["travel"]


@pytest.fixture
def person() -> User:
    return PersonFactory()


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_what_is_not_used_for_half_a_day_ends(client: Client, person: User, travel: Travel) -> None:
    sign_in(client, person.email)
    travel(12 * HOUR - 60)
    assert is_in(client)
    travel(12 * HOUR + 60)
    assert not is_in(client)


def test_use_renews_it(client: Client, person: User, travel: Travel) -> None:
    sign_in(client, person.email)
    for _half_day in range(6):
        travel(11 * HOUR)
        assert is_in(client)


def test_nobody_is_signed_in_for_longer_than_a_week(
    client: Client, person: User, travel: Travel
) -> None:
    sign_in(client, person.email)
    for _half_day in range(15):
        travel(11 * HOUR)
        assert is_in(client)
    travel(4 * HOUR)
    assert not is_in(client), "169 hours"
    sign_in(client, person.email)
    travel(11 * HOUR)
    assert is_in(client), "anyone who shows again who they are begins anew"


def test_changing_the_password_makes_it_no_longer(
    client: Client, person: User, travel: Travel
) -> None:
    client.force_login(person)
    began = client.session[BEGAN]
    travel(5 * HOUR)
    new = {"oldpassword": PASSWORD, "password1": "another three words"}
    assert client.post("/account/password/change/", new).status_code == 302
    assert client.session[BEGAN] == began


def writes(client: Client, path: str = "/account/") -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return sum(
        "django_session" in one["sql"] and not one["sql"].startswith("SELECT")
        for one in asked.captured_queries
    )


def test_it_is_written_once_an_hour_at_most(client: Client, person: User, travel: Travel) -> None:
    sign_in(client, person.email)
    written = []
    for _quarter in range(16):
        travel(HOUR / 4)
        written.append(writes(client))
    assert written == [0, 0, 0, 1] * 4


def test_renewing_writes_the_time_and_leaves_the_rest_alone(
    client: Client, person: User, travel: Travel
) -> None:
    sign_in(client, person.email)
    before = Session.objects.get()
    travel(2 * HOUR)
    client.get("/account/")
    after = Session.objects.get()
    assert after.session_data == before.session_data
    assert after.expire_date - before.expire_date > timedelta(hours=1, minutes=59)


def test_what_the_editor_sends_by_itself_renews_nothing(
    client: Client, person: User, travel: Travel
) -> None:
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    sign_in(client, person.email)
    travel(2 * HOUR)
    ends = Session.objects.get().expire_date
    client.post("/cms-admin/editing-sessions/ping/wagtailcore/page/1/5/")
    assert Session.objects.get().expire_date == ends
    client.get("/cms-admin/")
    assert Session.objects.get().expire_date > ends


def test_the_cookie_outlives_the_session_and_opens_nothing_then(
    client: Client, person: User, travel: Travel
) -> None:
    sign_in(client, person.email)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert 12 * HOUR + 3 * DAY - 5 <= cookie["max-age"] <= 12 * HOUR + 3 * DAY
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    key = cookie.value
    travel(12 * HOUR + 1)
    answer = client.get("/account/")
    assert answer.status_code == 302
    assert settings.SESSION_COOKIE_NAME not in answer.cookies, "it stays, to show whose it was"
    assert SessionStore(key).load() == {}
    assert SessionStore(key).get("_auth_user_id") is None
    assert Client(headers={"cookie": f"sessionid={key}"}).get("/account/").status_code == 302


def test_renewing_sends_the_cookie_again(client: Client, person: User, travel: Travel) -> None:
    sign_in(client, person.email)
    assert settings.SESSION_COOKIE_NAME not in client.get("/account/").cookies
    travel(2 * HOUR)
    again = client.get("/account/").cookies[settings.SESSION_COOKIE_NAME]
    assert again["max-age"] >= 12 * HOUR + 3 * DAY - 5
    assert again.value == client.session.session_key


def test_signing_out_takes_the_cookie_and_the_row(client: Client, person: User) -> None:
    sign_in(client, person.email)
    gone = client.post("/sign-out/").cookies[settings.SESSION_COOKIE_NAME]
    assert gone.value == ""
    assert gone["max-age"] == 0
    assert not Session.objects.exists()


def test_signing_in_changes_the_key_whatever_a_browser_was_given(
    client: Client, person: User, travel: Travel
) -> None:
    """An attacker's session, live or ended, planted before somebody signs in, is not theirs."""
    attacker = Client()
    sign_in(attacker, PersonFactory().email)
    planted = attacker.session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    travel(13 * HOUR)
    sign_in(client, person.email)
    assert client.session.session_key != planted
    assert client.session["_auth_user_id"] == str(person.pk)
    anonymous = Client()
    anonymous.post("/sign-in/", {"email": "nobody@demo.example"})
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = anonymous.session.session_key
    sign_in(client, person.email)
    assert client.session.session_key != planted
    assert not is_in(anonymous)


@pytest.mark.parametrize("key", [r'"abcdefgh\000"', r'"abcdefgh\377"', "x" * 5000, '"', "ÿ" * 32])
def test_a_cookie_may_hold_anything(key: str) -> None:
    assert Client(headers={"cookie": f"sessionid={key}"}).get("/").status_code == 200


def test_sessions_from_before_begin_their_week_with_the_next_page(
    client: Client, person: User, travel: Travel
) -> None:
    client.force_login(person)
    session = client.session
    del session[BEGAN]
    session.save()
    assert is_in(client)
    assert client.session[BEGAN]
    assert is_in(client)
