"""Signing in and out, codes and passwords: who gets in, and what everybody else is told."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone, translation

from learning.notifications.models import Mail
from learning.people.models import User
from learning.people.urls import urlpatterns
from tests.factories.people import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WRONG = "The email address or password is not right, or this account cannot be used."


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post("/sign-in/password/", {"login": email, "password": password, **more})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize(
    "path",
    [
        "/sign-in/",
        "/sign-in/password/",
        "/account/password/reset/",
        "/account/password/reset/done/",
    ],
)
def test_every_page_for_visitors_opens_with_one_heading(
    client: Client, path: str, language: str
) -> None:
    response = client.get(path, headers={"accept-language": language})
    assert response.status_code == 200
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert f'<html lang="{language.split("-")[0]}' in page
    assert "placeholder=" not in page


def test_signing_in_with_a_password_goes_where_one_wanted_to_go(client: Client) -> None:
    person = PersonFactory()
    response = sign_in(client, person.email.upper(), next="/account/tokens/")
    assert (response.status_code, response["Location"]) == (302, "/account/tokens/")
    assert signed_in(client)
    away = Client()
    assert sign_in(away, person.email, next="https://evil.example/")["Location"] == "/"


def test_a_form_with_mistakes_says_what_to_do_and_leads_there(client: Client) -> None:
    page = sign_in(client, "nobody", "").content.decode()
    assert "<title" in page
    assert re.search(r"<title[^>]*>\s*Error: Sign in with a password", page)
    assert "govuk-error-summary" in page
    assert 'href="#id_login"' in page
    assert 'id="id_login"' in page
    assert "Enter an email address in the right form" in page
    assert "Enter your password" in page
    assert 'value="nobody"' in page
    assert 'data-module="govuk-password-input"' in page


def hostile_people() -> dict[str, str]:
    return {
        "wrong password": PersonFactory().email,
        "nobody": "nobody@demo.example",
        "left": PersonFactory(left_on=TODAY).email,
        "not yet here": PersonFactory(joined_on=TODAY + datetime.timedelta(days=2)).email,
        "shut out": PersonFactory(is_active=False).email,
        "no password": PersonFactory(password=None).email,
    }


def test_nobody_learns_who_has_an_account() -> None:
    people = hostile_people()
    pages = {}
    for who, email in people.items():
        client = Client()
        response = sign_in(client, email, "wrong" if who == "wrong password" else PASSWORD)
        assert not signed_in(client), who
        page = response.content.decode().replace(email, "E")
        pages[who] = re.sub(r'(nonce|value)="[^"]*"', "", page)
        assert WRONG in page, who
    assert len(set(pages.values())) == 1


def test_asking_for_a_code_or_a_new_password_says_the_same_to_everybody() -> None:
    employed = PersonFactory()
    people = {**hostile_people(), "employed": employed.email}
    del people["wrong password"], people["no password"]
    for path in ("/sign-in/", "/account/password/reset/"):
        Mail.objects.all().delete()
        seen = set()
        for email in people.values():
            response = Client().post(path, {"email": email}, follow=True)
            page = response.content.decode().replace(email, "E")
            seen.add((response.status_code, re.sub(r'(nonce|value)="[^"]*"', "", page)))
        assert len(seen) == 1
        assert list(Mail.objects.values_list("address", flat=True)) == [employed.email]


def test_a_code_from_the_mail_signs_in_and_is_in_the_persons_language(client: Client) -> None:
    person = PersonFactory(preferred_language="cy", password=None)
    response = client.post("/sign-in/", {"email": person.email, "next": "/account/"})
    assert response.status_code == 302
    mail = Mail.objects.get()
    assert (mail.person, mail.language, mail.kind) == (person, "cy", "login_code")
    code = re.search(r"\b([A-Z0-9]{3,}-?[A-Z0-9]{3,})\b", mail.text).group(1)
    page = client.get("/sign-in/code/confirm/").content.decode()
    assert page.count("<h1") == 1
    wrong = client.post("/sign-in/code/confirm/", {"code": "000-000"})
    assert "The code is not right" in wrong.content.decode()
    client.post("/sign-in/code/confirm/", {"code": code})
    assert signed_in(client)


def test_somebody_who_leaves_between_asking_and_entering_the_code_stays_out(
    client: Client,
) -> None:
    person = PersonFactory()
    client.post("/sign-in/", {"email": person.email})
    code = re.search(r"\b([A-Z0-9]{3,}-?[A-Z0-9]{3,})\b", Mail.objects.get().text).group(1)
    User.objects.filter(pk=person.pk).update(left_on=TODAY)
    response = client.post("/sign-in/code/confirm/", {"code": code}, follow=True)
    assert not signed_in(client)
    assert "This account cannot be used." in response.content.decode()


def test_a_session_ends_on_the_day_of_leaving_without_anything_running(client: Client) -> None:
    person = PersonFactory()
    client.force_login(person)
    assert client.get("/account/").status_code == 200
    User.objects.filter(pk=person.pk).update(left_on=TODAY)
    assert client.get("/account/")["Location"].startswith("/sign-in/")


def test_signing_out_needs_a_button(client: Client) -> None:
    client.force_login(PersonFactory())
    page = client.get("/sign-out/").content.decode()
    assert signed_in(client)
    assert page.count("<h1") == 1
    assert client.post("/sign-out/")["Location"] == "/"
    assert not signed_in(client)


def test_a_new_password_by_mail_works_once(client: Client) -> None:
    person = PersonFactory()
    client.post("/account/password/reset/", {"email": person.email})
    link = re.search(r"https?://\S+", Mail.objects.get().text).group()
    path = "/" + link.split("/", 3)[3]
    form = client.get(path, follow=True)
    assert "New password" in form.content.decode()
    here = form.request["PATH_INFO"]
    short = client.post(here, {"password1": "short"})
    assert "govuk-error-summary" in short.content.decode()
    done = client.post(here, {"password1": "three random words here"}, follow=True)
    assert "Your password is changed" in done.content.decode()
    assert sign_in(client, person.email, "three random words here").status_code == 302
    again = Client().get(path, follow=True)
    assert "This link does not work any more" in again.content.decode()
    assert Mail.objects.filter(kind="password_reset").count() == 1


def test_changing_the_password_asks_for_the_old_one_and_tells_by_mail(client: Client) -> None:
    person = PersonFactory()
    client.force_login(person)
    path = "/account/password/change/"
    wrong = client.post(path, {"oldpassword": "x", "password1": "three random words here"})
    assert "The current password is not right" in wrong.content.decode()
    right = {"oldpassword": PASSWORD, "password1": "three random words here"}
    assert client.post(path, right)["Location"] == "/account/"
    assert "Your password is changed." in client.get("/account/").content.decode()
    assert Mail.objects.get().kind == "password_changed"


def test_whoever_has_no_password_can_choose_one(client: Client) -> None:
    person = PersonFactory(password=None)
    client.force_login(person)
    assert client.get("/account/password/change/")["Location"] == "/account/password/set/"
    client.post("/account/password/set/", {"password1": "three random words here"})
    person.refresh_from_db()
    assert person.check_password("three random words here")


@pytest.mark.parametrize(
    "value",
    [
        "\x00",
        "a" * 10_000,
        "é" * 400,
        "' OR 1=1 --",
        "\ud7ff￿",
        "<b>",
        "y" * 60 + "@" + "x" * 60 + 3 * ("." + "x" * 60) + ".uk",
    ],
)
def test_hostile_input_is_refused_and_never_an_error(client: Client, value: str) -> None:
    for path, name in (
        ("/sign-in/password/", "login"), ("/sign-in/password/", "password"), ("/sign-in/", "email"),
        ("/account/password/reset/", "email"), ("/language/", "language"), ("/language/", "next"),
    ):  # fmt: skip
        data = {"login": "a@x.example", "password": "x", "email": "a@x.example", name: value}
        assert client.post(path, data).status_code in {200, 302, 400}
    assert client.get("/sign-in/", {"next": value}).status_code in {200, 302}
    assert client.get("/account/password/reset/key/1-" + "x" * 200 + "/").status_code == 200
    assert client.get("/account/password/reset/key/zzzzzzzzzzzzzzzz-x/").status_code == 200


def test_nobody_can_sign_up_and_no_other_page_of_allauth_is_there(client: Client) -> None:
    for path in ("/signup/", "/accounts/signup/", "/account/email/", "/accounts/login/"):
        assert client.get(path).status_code == 404
    names = {pattern.name for pattern in urlpatterns if hasattr(pattern, "name")}
    assert "account_signup" not in names
    assert "account_email" not in names


def test_the_language_is_the_cookies_then_the_accounts_then_the_browsers(client: Client) -> None:
    person = PersonFactory(preferred_language="cy")
    browser = {"accept-language": "cy"}
    assert 'lang="cy"' in client.get("/sign-in/", headers=browser).content.decode()
    client.force_login(person)
    assert '<html lang="cy"' in client.get("/account/").content.decode()
    response = client.post("/language/", {"language": "en-gb", "next": "/account/"})
    assert response["Location"] == "/account/"
    assert '<html lang="en-GB"' in client.get("/account/").content.decode()
    person.refresh_from_db()
    assert person.preferred_language == "en-gb"
    client.cookies["django_language"] = "tlh"
    assert '<html lang="en-GB"' in client.get("/account/").content.decode()
    translation.deactivate()


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""]
)
def test_changing_the_language_never_leads_away(client: Client, place: str) -> None:
    response = client.post("/language/", {"language": "cy", "next": place})
    assert response["Location"] == "/"
    assert client.post("/language/", {"language": "tlh"}).status_code == 400
    assert client.post("/language/", {}).status_code == 400
    translation.deactivate()
