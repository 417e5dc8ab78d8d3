"""From a mail to being signed in, with one link and one button."""

from __future__ import annotations

import datetime
import re
from io import StringIO

import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from learning.notifications.models import Mail
from learning.people.invitations import NotToBeInvited, first_step, invite, own_path, token_for
from learning.people.models import User
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def step_to_a_lesson(*, person, request) -> str | None:
    return f"/courses/first/?for={person.pk}" if person.grade == "learns" else None


def step_away(*, person, request) -> str | None:
    return "https://evil.example/"


def link_for(person: User, **options) -> str:
    invite(people=[person], now=NOW, **options)
    url = re.search(r"https?://\S+", Mail.objects.get(person=person).text).group()
    return "/" + url.split("/", 3)[3]


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_two_clicks_lead_from_the_mail_to_the_first_step(client: Client, settings) -> None:
    settings.WELCOME_STEPS = [
        "tests.people.test_invitations.step_away",
        "tests.people.test_invitations.step_to_a_lesson",
    ]
    person = PersonFactory(password=None, grade="learns")
    link = link_for(person)
    page = client.get(link)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    content = page.content.decode()
    assert f"Welcome, {person.full_name}" in content
    main = content.split("<main")[1].split("</main>")[0]
    assert main.count("<button") == 1
    response = client.post(link)
    assert (response.status_code, response["Location"]) == (302, f"/courses/first/?for={person.pk}")
    assert signed_in(client)


def test_opening_the_link_changes_nothing_however_often(client: Client) -> None:
    person = PersonFactory()
    link = link_for(person)
    before = User.objects.values().get(pk=person.pk)
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert not signed_in(client)
    assert User.objects.values().get(pk=person.pk) == before
    assert client.post(link).status_code == 302


def test_mail_and_page_speak_the_persons_language(client: Client) -> None:
    person = PersonFactory(preferred_language="cy")
    link = link_for(person)
    assert Mail.objects.get().language == "cy"
    assert '<html lang="cy"' in client.get(link).content.decode()
    client.cookies["django_language"] = "en-gb"
    assert '<html lang="en-GB"' in client.get(link).content.decode()


def test_the_link_leads_where_the_invitation_said_but_never_away(client: Client) -> None:
    person = PersonFactory()
    link = link_for(person, next_path="/courses/data/?a=1&b=2")
    form = client.get(link).content.decode()
    assert 'name="next" value="/courses/data/?a=1&amp;b=2"' in form
    response = client.post(link, {"next": "/courses/data/?a=1&b=2"})
    assert response["Location"] == "/courses/data/?a=1&b=2"
    for place in ("https://evil.example", "//evil.example", "/\\evil.example", "x", "\x00", ""):
        other = PersonFactory()
        assert Client().post(link_for(other), {"next": place})["Location"] == "/"


def test_a_link_works_once(client: Client) -> None:
    person = PersonFactory()
    link = link_for(person)
    client.post(link)
    stranger = Client()
    for response in (stranger.get(link), stranger.post(link)):
        assert response.status_code == 410
        assert "You have already used this link" in response.content.decode()
        assert "Get a code" in response.content.decode()
    assert not signed_in(stranger)
    # A double click by the person themselves is no fault.
    assert client.post(link).status_code == 302


def test_an_old_link_says_what_to_do(client: Client, settings) -> None:
    person = PersonFactory()
    link = link_for(person)
    settings.INVITATION_DAYS = -1
    for response in (client.get(link), client.post(link)):
        assert response.status_code == 410
        assert "This link has expired" in response.content.decode()
    assert not signed_in(client)


def test_a_link_that_is_not_ours_says_so(client: Client) -> None:
    person = PersonFactory()
    good = token_for(person)
    tampered = [
        good[:-1],
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        "x",
        "a:b:c",
        "%00",
        "é" * 50,
        "x" * 5000,
        signing.dumps([str(person.public_id), 0], salt="another"),
    ]
    for token in tampered:
        for response in (client.get(f"/welcome/{token}/"), client.post(f"/welcome/{token}/")):
            assert response.status_code in {404, 429}, token
        assert not signed_in(client)


def test_the_link_of_somebody_who_left_is_dead_also_after_they_come_back(client: Client) -> None:
    person = PersonFactory()
    link = link_for(person)
    User.objects.filter(pk=person.pk).update(left_on=TODAY)
    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404
    User.objects.filter(pk=person.pk).update(left_on=None, session_version=1)
    assert client.post(link).status_code == 404
    assert not signed_in(client)


def test_whoever_is_signed_in_already_is_not_signed_in_as_somebody_else(client: Client) -> None:
    person, other = PersonFactory(), PersonFactory()
    link = link_for(person)
    client.force_login(other)
    for response in (client.get(link), client.post(link)):
        assert response.status_code == 409
        assert f"This link is for {person.full_name}" in response.content.decode()
    assert client.session["_auth_user_id"] == str(other.pk)


def test_guessing_is_slowed_down(client: Client) -> None:
    statuses = [client.get("/welcome/guess/").status_code for _attempt in range(40)]
    assert statuses[0] == 404
    assert statuses[-1] == 429
    assert client.get(link_for(PersonFactory())).status_code == 200, "a good link always works"


def test_only_people_who_were_never_here_and_work_here_are_invited() -> None:
    been = PersonFactory(last_login=NOW)
    left = PersonFactory(left_on=TODAY)
    soon = PersonFactory(joined_on=TODAY + datetime.timedelta(days=3))
    fresh = PersonFactory()
    for person in (been, left, soon):
        with pytest.raises(NotToBeInvited):
            invite(people=[fresh, person], now=NOW)
    assert not Mail.objects.exists()
    out = StringIO()
    call_command("invite_people", "--all-new", stdout=out)
    assert "1 invitation is on its way." in out.getvalue()
    assert list(Mail.objects.values_list("person", flat=True)) == [fresh.pk]
    out = StringIO()
    call_command("invite_people", "--all-new", stdout=out)
    assert "0 invitations are on their way." in out.getvalue()


def test_inviting_twice_on_one_day_sends_one_mail_and_later_another() -> None:
    person = PersonFactory()
    invite(people=[person], now=NOW)
    invite(people=[person], now=NOW)
    assert Mail.objects.count() == 1
    invite(people=[person], now=NOW + datetime.timedelta(days=2))
    assert Mail.objects.count() == 2


def test_the_command_says_whom_it_does_not_know() -> None:
    person = PersonFactory()
    with pytest.raises(CommandError, match=r"Nobody has the address x@y\.example"):
        call_command("invite_people", "--email", person.email, "x@y.example")
    with pytest.raises(CommandError, match="must begin with /"):
        call_command("invite_people", "--email", person.email, "--next", "//evil.example")
    assert not Mail.objects.exists()
    call_command("invite_people", "--email", person.email.upper(), stdout=StringIO())
    assert Mail.objects.get().person == person


def test_inviting_thousands_takes_a_constant_number_of_queries(django_assert_num_queries) -> None:
    people = [PersonFactory() for _number in range(30)]
    # A savepoint, keys of mails that could not be sent, mails between their own two, which of them
    # were written, invited_at, its release.
    with django_assert_num_queries(6):
        invite(people=people, now=NOW)


def test_without_a_step_the_start_page_is_first(rf, settings) -> None:
    settings.WELCOME_STEPS = []
    assert first_step(person=PersonFactory(), request=rf.get("/")) == "/"
    assert own_path("/a") == "/a"
