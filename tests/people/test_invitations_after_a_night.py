"""Somebody invited who never came, and whom an HR file does not name for one night."""

from __future__ import annotations

import datetime
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from learning.notifications.models import Mail, MailState
from learning.notifications.sweeps import send_due
from learning.people.imports import import_people
from learning.people.invitations import invite
from learning.people.models import User

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HEADER = "staff_number,email,full_name,organisation_code,organisation_name,left_on"
ANN = "1,ann@x.example,Ann Ax,D,Department,"
BEN = "2,ben@x.example,Ben Bee,D,Department,"
CAI = "3,cai@x.example,Cai Coed,D,Department,"
TOMORROW = NOW + datetime.timedelta(days=1)


def load(*rows: str, now: datetime.datetime = NOW) -> None:
    content = "\n".join([HEADER, *rows, ""]).encode()
    import_people(content=content, now=now, allow_many_leavers=True)


@pytest.fixture
def ann() -> User:
    load(ANN, BEN, CAI)
    return User.objects.get(staff_number="1")


def link_of(person: User, next_path: str = "") -> str:
    invite(people=[person], now=NOW, next_path=next_path)
    text = Mail.objects.filter(person=person).latest("pk").text
    return "/" + re.search(r"https?://\S+", text).group().split("/", 3)[3]


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("invite_people", *arguments, stdout=out)
    return out.getvalue()


def test_the_link_works_again_when_they_are_back(client: Client, ann: User) -> None:
    link = link_of(ann)
    load(BEN, CAI)
    missing = client.get(link)
    assert missing.status_code == 404
    page = missing.content.decode()
    assert "This link is not working at the moment" in page
    assert "open this link again tomorrow" in page
    assert "cut off" not in page, "there is nothing wrong with the link"
    assert client.post(link).status_code == 404
    assert not signed_in(client)
    load(ANN, BEN, CAI)
    assert f"Welcome, {ann.full_name}" in client.get(link).content.decode()
    client.post(link)
    assert signed_in(client)


def test_nights_may_follow_each_other(client: Client, ann: User) -> None:
    link = link_of(ann)
    for _night in range(3):
        load(BEN, CAI)
        load(BEN, CAI)
        load(ANN, BEN, CAI)
    client.post(link)
    assert signed_in(client)
    load(BEN, CAI)
    assert client.get("/account/").status_code == 302, "who has been here is signed out at once"
    load(ANN, BEN, CAI)
    assert client.get("/account/").status_code == 302, "and stays so"


def test_what_the_page_says_is_the_same_for_everybody_it_is_closed_to(
    client: Client, ann: User
) -> None:
    """Anyone who got hold of a link learns nothing from it about the person."""
    link = link_of(ann)
    pages = []
    for change in ({"is_active": False}, {"left_on": timezone.localdate(NOW)},
                   {"session_version": 5}):  # fmt: skip
        User.objects.filter(pk=ann.pk).update(is_active=True, left_on=None, session_version=0)
        User.objects.filter(pk=ann.pk).update(**change)
        page = client.get(link)
        assert page.status_code == 404
        pages.append(re.sub(r'(nonce|value)="[^"]*"', "", page.content.decode()))
    assert len(set(pages)) == 1
    assert ann.full_name not in pages[0]
    assert ann.email not in pages[0]


def test_the_way_that_it_offers_works_and_leads_where_the_link_did(
    client: Client, ann: User
) -> None:
    link = link_of(ann, "/account/")
    User.objects.filter(pk=ann.pk).update(session_version=5)
    page = client.get(link).content.decode()
    way = re.search(r'href="(/sign-in/\?next=[^"]*)"', page).group(1)
    form = client.get(way).content.decode()
    assert 'name="next" value="/account/"' in form
    client.post("/sign-in/", {"email": ann.email, "next": "/account/"})
    code = Mail.objects.filter(kind="login_code").latest("pk").subject.split()[0]
    assert client.post("/sign-in/code/confirm/", {"code": code})["Location"] == "/account/"


def test_who_leaves_by_a_date_and_comes_back_is_invited_anew(client: Client, ann: User) -> None:
    link = link_of(ann)
    load(f"{ANN}{timezone.localdate(NOW):%Y-%m-%d}", BEN, CAI)
    load(ANN, BEN, CAI)
    ann.refresh_from_db()
    assert ann.may_sign_in(timezone.localdate(NOW))
    assert client.get(link).status_code == 404
    assert ann.invited_at is None, "no link of theirs works"
    invite(people=[User.objects.get(staff_number=n) for n in "23"], now=NOW)
    assert said("--all-new") == "1 invitation is on its way.\n"
    text = Mail.objects.filter(person=ann).latest("pk").text
    assert client.get("/" + text.split("//", 1)[1].split()[0].split("/", 1)[1]).status_code == 200


def test_nobody_is_told_that_an_invitation_is_on_its_way_when_none_is(ann: User) -> None:
    assert said("--email", ann.email) == "1 invitation is on its way.\n"
    assert said("--email", ann.email) == (
        "0 invitations are on their way.\n1 person has had one today, and gets no second one.\n"
    )
    assert Mail.objects.filter(person=ann).count() == 1
    assert said("--email", ann.email, "ben@x.example", "cai@x.example") == (
        "2 invitations are on their way.\n1 person has had one today, and gets no second one.\n"
    )


def test_one_that_could_not_be_sent_is_no_invitation(ann: User) -> None:
    """It was due in the night in which the person was missing, so it was dropped."""
    invite(people=[ann], now=NOW)
    load(BEN, CAI)
    assert send_due(now=timezone.now()) == 1
    assert Mail.objects.get(person=ann).state == MailState.DROPPED
    load(ANN, BEN, CAI)
    ann.refresh_from_db()
    assert ann.invited_at is None
    assert said("--email", ann.email) == "1 invitation is on its way.\n"
    due = Mail.objects.get(person=ann, state=MailState.DUE)
    path = "/" + re.search(r"https?://\S+", due.text).group().split("/", 3)[3]
    assert Client().get(path).status_code == 200


def test_who_counts_as_invited_is_who_was(ann: User) -> None:
    before = NOW - datetime.timedelta(hours=1)
    assert invite(people=[ann], now=before) == [ann]
    assert invite(people=[ann, User.objects.get(staff_number="2")], now=NOW) == [
        User.objects.get(staff_number="2")
    ]
    ann.refresh_from_db()
    assert ann.invited_at == before
    assert invite(people=[ann], now=TOMORROW) == [ann]


def test_a_sent_one_stays_one_when_another_fails(ann: User) -> None:
    invite(people=[ann], now=NOW)
    Mail.objects.filter(person=ann).update(state=MailState.SENT, text="", html="")
    assert invite(people=[ann], now=NOW) == []
    Mail.objects.filter(person=ann).update(state=MailState.FAILED)
    assert invite(people=[ann], now=NOW) == [ann]
