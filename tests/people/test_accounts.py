"""The account page, API tokens, and who I am by token."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from learning.people.leaving import end_due
from learning.people.models import User
from tests.factories.people import PersonFactory, cast

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Token {token}"}


def create(client: Client) -> str:
    page = client.post("/account/tokens/").content.decode()
    return page.split("<code>")[1].split("</code>")[0]


def test_the_account_says_where_the_details_come_from(client: Client) -> None:
    learner = cast().learner
    client.force_login(learner)
    page = client.get("/account/").content.decode()
    for words in (learner.full_name, learner.email, "Claims team", "Manager", "staff list"):
        assert words in page
    assert page.count("<h1") == 1
    assert 'value="en-gb" checked' in page


@pytest.mark.parametrize("path", ["/account/", "/account/tokens/", "/account/password/change/"])
def test_the_account_is_for_whoever_is_signed_in(client: Client, path: str) -> None:
    assert client.get(path)["Location"].startswith("/sign-in/?next=")


def test_a_token_is_shown_once_works_and_can_be_revoked(client: Client) -> None:
    person = PersonFactory()
    client.force_login(person)
    token = create(client)
    assert token not in client.get("/account/tokens/").content.decode()
    me = Client().get("/api/v1/me/", headers=bearer(token))
    assert me.json()["email"] == person.email
    assert me.json()["id"] == str(person.public_id)
    row = AuthToken.objects.get()
    assert token not in row.digest
    stranger = Client()
    stranger.force_login(PersonFactory())
    stranger.post(f"/account/tokens/{row.token_key}/revoke/")
    assert AuthToken.objects.count() == 1
    page = client.post(f"/account/tokens/{row.token_key}/revoke/", follow=True)
    assert "The token is revoked." in page.content.decode()
    assert Client().get("/api/v1/me/", headers=bearer(token)).status_code == 401


def test_there_are_so_many_tokens_and_no_more(client: Client, settings) -> None:
    settings.API_TOKENS_PER_PERSON = 2
    client.force_login(PersonFactory())
    create(client)
    create(client)
    refused = client.post("/account/tokens/")
    assert refused.status_code == 409
    assert "Revoke one first" in refused.content.decode()
    assert AuthToken.objects.count() == 2


@pytest.mark.parametrize("token", ["", "x", "é", "\xff\xfe", "0" * 5000, "a b", "%00"])
def test_a_hostile_token_is_refused_and_never_an_error(token: str) -> None:
    assert Client().get("/api/v1/me/", headers=bearer(token)).status_code == 401


def test_a_token_stops_on_the_day_of_leaving(client: Client) -> None:
    person = PersonFactory()
    client.force_login(person)
    token = create(client)
    User.objects.filter(pk=person.pk).update(left_on=TODAY)
    assert Client().get("/api/v1/me/", headers=bearer(token)).status_code == 401


def heard(changes) -> None:
    HEARD.append(changes)


HEARD: list = []


def test_the_sweep_ends_what_a_leaving_date_said_ahead(settings, django_assert_num_queries) -> None:
    HEARD.clear()
    settings.PEOPLE_CONSUMERS = [*settings.PEOPLE_CONSUMERS, "tests.people.test_accounts.heard"]
    leavers = [PersonFactory(left_on=TODAY) for _number in range(5)]
    stays = PersonFactory()
    for person in [*leavers, stays]:
        AuthToken.objects.create(user=person)
    # What rests, who is due; a savepoint, who of them it is; sign-in, tokens, roles, groups;
    # its release; nothing rests any more.
    with django_assert_num_queries(10):
        assert end_due(now=timezone.now()) == 5
    assert end_due(now=timezone.now()) == 0
    assert [set(changes.left) for changes in HEARD] == [{person.pk for person in leavers}]
    assert list(AuthToken.objects.values_list("user", flat=True)) == [stays.pk]
    assert set(User.objects.filter(is_active=True)) == {stays}
