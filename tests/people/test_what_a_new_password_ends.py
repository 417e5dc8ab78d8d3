"""A new password ends what the old one let in: sessions, API tokens, links in emails."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
from django.test import Client

from learning.notifications.models import Mail
from learning.people.invitations import token_for
from learning.people.leaving import end_access
from learning.people.models import User
from learning.people.tokens import create_token
from tests.factories.people import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db
NEW = "three random words here"


def link_in(mail: Mail) -> str:
    return "/" + re.search(r"https?://\S+", mail.text).group().split("/", 3)[3]


def by_form(person: User, client: Client) -> None:
    client.force_login(person)
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW})


def by_email(person: User, client: Client) -> None:
    Client().post("/account/password/reset/", {"email": person.email})
    form = client.get(link_in(Mail.objects.latest("pk")), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW})


def by_administrator(person: User, client: Client) -> None:
    found = get_user_model().objects.get(pk=person.pk)
    found.set_password(NEW)
    found.save(update_fields=["password"])


def by_command(person: User, client: Client) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("getpass.getpass", lambda **asked: NEW)
        call_command("changepassword", person.email, verbosity=0)


def by_leaving(person: User, client: Client) -> None:
    end_access(people=[person.pk])
    User.objects.filter(pk=person.pk).update(is_active=True)


def me(token: str) -> int:
    return Client().get("/api/v1/me/", headers={"Authorization": f"Token {token}"}).status_code


WAYS = [by_form, by_email, by_administrator, by_command, by_leaving]


@pytest.mark.parametrize("way", WAYS)
def test_tokens_sessions_and_links_end(way: Callable[[User, Client], None]) -> None:
    person, other = PersonFactory(), PersonFactory()
    token, others = create_token(person=person), create_token(person=other)
    elsewhere = Client()
    elsewhere.force_login(person)
    User.objects.filter(pk=person.pk).update(last_login=None)
    person.refresh_from_db()
    invitation = f"/welcome/{token_for(person)}/"
    Client().post("/account/password/reset/", {"email": person.email})
    reset = link_in(Mail.objects.latest("pk"))
    assert me(token) == elsewhere.get("/account/").status_code == 200
    assert Client().get(invitation).status_code == 200

    way(person, Client())
    User.objects.filter(pk=person.pk).update(last_login=None)

    assert me(token) == 401
    assert me(others) == 200
    assert elsewhere.get("/account/").status_code == 302
    assert Client().get(invitation).status_code == 404
    assert "This link does not work any more" in Client().get(reset, follow=True).content.decode()


def test_changing_it_leaves_this_session_open(client: Client) -> None:
    person = PersonFactory()
    by_form(person, client)
    assert client.get("/account/").status_code == 200


def test_a_hash_that_django_renews_ends_nothing(settings) -> None:
    person = PersonFactory()
    token = create_token(person=person)
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    PBKDF2PasswordHasher.iterations, before = 1000, PBKDF2PasswordHasher.iterations
    try:
        assert Client().post("/sign-in/password/", {"login": person.email, "password": PASSWORD})
    finally:
        PBKDF2PasswordHasher.iterations = before
    person.refresh_from_db()
    assert person.password.startswith("pbkdf2")
    assert me(token) == 200
