"""What was typed is kept for whose session sent it, and shown to nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session

from learning.people.leaving import end_access
from learning.people.models import User
from learning.returning.models import KeptForm
from tests.factories.courses import started
from tests.factories.people import Cast, PersonFactory
from tests.returning.conftest import (
    COURSE,
    FEEDBACK,
    SLUG,
    Browser,
    going,
    main,
    notice,
)
from tests.travelling import HOUR, Travel

pytestmark = pytest.mark.django_db
NIGHT = 13 * HOUR
SECRET = "Words of the learner"
COOKIE = settings.SESSION_COOKIE_NAME


@pytest.fixture
def open_form(visitor: Browser) -> Browser:
    """The learner's visitor, with the page for feedback open."""
    visitor.open(FEEDBACK)
    return visitor


def send(visitor: Browser, **more: object):
    return visitor.send(FEEDBACK, usefulness="3", comment=SECRET, **more)


@pytest.fixture
def other(people: Cast, learner: User) -> User:
    """Somebody else who has started the course too."""
    started(people.mentor, SLUG)
    return people.mentor


def assert_told_and_not_kept(answer) -> None:
    """The sender is asked to sign in, and told what was not done; nothing was kept."""
    assert going(answer).startswith(f"{FEEDBACK}?unsaved=")
    assert not KeptForm.objects.exists()


def test_who_signs_in_next_at_a_shared_computer_is_shown_nothing(
    open_form: Browser, learner: User, other: User, travel: Travel
) -> None:
    travel(NIGHT)
    refused = send(open_form)
    assert KeptForm.objects.get().person == learner
    page = open_form.sign_in(other, going(refused))
    assert page.status_code == 200
    assert SECRET not in page.content.decode()
    assert notice(page) == ""
    elsewhere = Browser()
    assert SECRET in main(elsewhere.sign_in(learner, going(refused))), "only the learner is"


def test_a_form_of_one_person_is_not_kept_for_the_next_one(
    open_form: Browser, learner: User, other: User, travel: Travel
) -> None:
    """The learner's page is still open in a tab when somebody else signs in in another."""
    old = open_form.token
    travel(NIGHT)
    open_form.sign_in(other)
    late = send(open_form, token=old)
    assert not KeptForm.objects.exists()
    assert SECRET not in open_form.open(late["Location"]).content.decode()


def test_going_back_and_forth_between_two_people_mixes_nothing_up(
    open_form: Browser, learner: User, other: User, travel: Travel
) -> None:
    old = open_form.token
    travel(NIGHT)
    open_form.sign_in(other)
    travel(NIGHT)
    open_form.sign_in(learner)
    send(open_form, token=old)
    assert not KeptForm.objects.exists(), "the other one took nothing along"


@pytest.mark.parametrize("without", ["cookie", "token", "both"])
def test_it_takes_the_cookie_and_the_token(
    open_form: Browser, travel: Travel, without: str
) -> None:
    travel(NIGHT)
    if without in ("cookie", "both"):
        del open_form.cookies[COOKIE]
    if without in ("token", "both"):
        # A token that is right for this visitor, but not of the session that has ended.
        del open_form.cookies[settings.CSRF_COOKIE_NAME]
        open_form.open("/sign-in/")
    assert_told_and_not_kept(send(open_form))


def test_a_session_planted_by_an_attacker_does_not_get_the_words(
    open_form: Browser, learner: User, other: User, travel: Travel
) -> None:
    """Anyone who can set cookies puts their own ended session in the place of the learner's."""
    attacker = Browser()
    attacker.sign_in(other)
    travel(NIGHT)
    open_form.cookies[COOKIE] = attacker.session_cookie
    assert_told_and_not_kept(send(open_form))


def test_nobody_keeps_a_form_for_somebody_whose_token_they_have_read(
    open_form: Browser, learner: User, other: User, travel: Travel
) -> None:
    """A page that was saved or printed shows a token; without the cookie it is nothing."""
    stolen = open_form.token
    attacker = Browser()
    attacker.sign_in(other)
    travel(NIGHT)
    for client in (attacker, Browser()):
        client.cookies[settings.CSRF_COOKIE_NAME] = open_form.cookies["csrftoken"].value
        assert_told_and_not_kept(send(client, token=stolen))


def test_a_key_that_was_guessed_or_never_ended_proves_nothing(
    open_form: Browser, learner: User, travel: Travel
) -> None:
    live = Browser()
    live.sign_in(learner)
    for key in ("x" * 32, "", "\x00" * 32, live.session_cookie):
        client = Browser()
        client.cookies[COOKIE] = key
        client.cookies["csrftoken"] = open_form.cookies["csrftoken"].value
        send(client, token=open_form.token)
        # The last one is simply signed in, with somebody's token: not with its own.
        assert not KeptForm.objects.filter(fields__icontains=SECRET).exists()


def by_signing_out(visitor: Browser, learner: User) -> None:
    visitor.open("/sign-out/")
    visitor.send("/sign-out/")


def by_a_new_password(visitor: Browser, learner: User) -> None:
    learner.set_password("another three words")
    learner.save()


def by_leaving(visitor: Browser, learner: User) -> None:
    end_access(people=[learner.pk])


def by_coming_back(visitor: Browser, learner: User) -> None:
    end_access(people=[learner.pk])
    User.objects.filter(pk=learner.pk).update(is_active=True)


@pytest.mark.parametrize("way", [by_signing_out, by_a_new_password, by_leaving, by_coming_back])
@pytest.mark.parametrize("after_a_night", [False, True])
def test_a_session_that_was_ended_proves_nothing(
    open_form: Browser,
    learner: User,
    travel: Travel,
    way: Callable[[Browser, User], None],
    after_a_night: bool,
) -> None:
    old = open_form.token
    way(open_form, learner)
    if after_a_night:
        travel(NIGHT)
    send(open_form, token=old)
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize("way", [by_a_new_password, by_leaving])
def test_nor_does_one_that_had_ended_before(
    open_form: Browser, learner: User, travel: Travel, way: Callable[[Browser, User], None]
) -> None:
    travel(NIGHT)
    way(open_form, learner)
    assert_told_and_not_kept(send(open_form))


def test_another_site_gets_nothing_kept_and_leads_nobody_anywhere(
    open_form: Browser, travel: Travel
) -> None:
    """Browsers send no cookie with it (SameSite); one that does is told where it comes from."""
    travel(NIGHT)
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ):
        form = {"csrfmiddlewaretoken": open_form.token, "usefulness": "3", "comment": SECRET}
        refused = open_form.post(FEEDBACK, form, headers=headers)
        assert refused.status_code == 403
        assert not KeptForm.objects.exists()
    cookie = open_form.cookies[COOKIE]
    assert cookie["samesite"] == "Lax"


def test_without_any_token_nothing_is_kept(open_form: Browser, learner: User) -> None:
    for token in ("", "of another time", "é" * 64, "a" * 63, "\x00" * 64):
        refused = send(open_form, token=token)
        assert refused.status_code == 403
        page = refused.content.decode()
        assert "This page was open for too long" in page
        assert f'href="{FEEDBACK}"' in page, "the way on"
    assert not KeptForm.objects.exists()


def test_a_token_of_nobodys_session_leads_back_and_keeps_nothing(
    open_form: Browser, learner: User
) -> None:
    late = send(open_form, token="a" * 64)
    assert not KeptForm.objects.exists()
    back = open_form.open(late["Location"])
    assert notice(back) == (
        "This page was open for too long. We did not send your feedback. We could not keep what "
        "you entered. Check it and send it again."
    )


def test_the_session_of_a_sender_holds_no_secret(open_form: Browser, learner: User) -> None:
    """Neither a token nor a way back into the session can be made of what the row holds."""
    from learning.people.sessions import SessionStore

    data = SessionStore().decode(Session.objects.get().session_data)
    secret = open_form.cookies["csrftoken"].value
    assert secret not in str(data)
    assert len(data["csrf"]) == 64
    ended = PersonFactory()
    assert str(ended.pk) not in str(data.get("ended", ""))


def test_a_course_one_may_not_see_is_not_told_of(
    people: Cast, learner: User, travel: Travel
) -> None:
    """Where a form leads back to is made of its own address, and opened like any page."""
    client = Browser()
    client.sign_in(people.outsider)
    client.open("/account/tokens/")
    travel(NIGHT)
    refused = client.send("/courses/no-such-course/start/")
    assert going(refused).startswith("/courses/no-such-course/?unsaved=")
    assert client.sign_in(people.outsider, going(refused)).status_code == 404
    assert COURSE != "/courses/no-such-course/"
