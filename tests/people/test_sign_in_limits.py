"""How often passwords and codes may be tried: offices, guessers and owners (docs/adr/0009)."""

from __future__ import annotations

import copy
from datetime import timedelta

import pytest
from django.conf import settings as the_settings
from django.db.models import F
from django.test import Client
from django.utils import timezone

from learning.notifications.models import Mail
from learning.people.limits import Limit, TooManyAttempts
from learning.people.models import LimitCount, User
from tests.factories.people import PASSWORD, PersonFactory
from tests.people.test_signing_in import WRONG, sign_in, signed_in

pytestmark = pytest.mark.django_db
MOST = the_settings.SIGN_IN_LIMITS["password-account"]["most"]
OFFICE, ELSEWHERE = "203.0.113.1", "198.51.100.1"


@pytest.fixture(autouse=True)
def own_limits(settings) -> None:
    settings.SIGN_IN_LIMITS = copy.deepcopy(settings.SIGN_IN_LIMITS)


def at(address: str, **more: str) -> Client:
    return Client(REMOTE_ADDR=address, **more)


def wait() -> None:
    """Let an hour pass for everything that is counted."""
    hour = timedelta(hours=1)
    LimitCount.objects.update(
        waits_until=F("waits_until") - hour, forgotten_at=F("forgotten_at") - hour
    )


def test_an_office_behind_one_address_signs_in(settings) -> None:
    settings.SIGN_IN_LIMITS["password-address"]["most"] = 3
    people = [PersonFactory() for _number in range(31)]
    assert {sign_in(at(OFFICE), person.email).status_code for person in people} == {302}
    assert not LimitCount.objects.filter(count__gt=0).exists(), "who gets in is not counted"


def test_one_password_tried_on_everybody_is_refused_for_that_address_only(settings) -> None:
    settings.SIGN_IN_LIMITS["password-address"]["most"] = 4
    people = [PersonFactory() for _number in range(5)]
    for person in people[:4]:
        assert WRONG in sign_in(at(ELSEWHERE), person.email, "Summer2024").content.decode()
    assert sign_in(at(ELSEWHERE), people[4].email, "Summer2024").status_code == 429
    assert sign_in(at(OFFICE), people[4].email).status_code == 302
    account = Limit("password-account", f"person {people[4].pk}")
    assert not LimitCount.objects.filter(key=account.key, count__gt=0).exists(), "not tried"


def test_guesses_from_many_addresses_are_counted_together() -> None:
    person = PersonFactory()
    answers = [
        sign_in(at(f"198.51.100.{number % 12}"), person.email, f"guess {number}").status_code
        for number in range(108)
    ]
    assert answers == [200] * MOST + [429] * (108 - MOST)


def test_spelling_the_address_in_another_way_is_no_new_account() -> None:
    person = PersonFactory(email="alise.smith@demo.example")
    for number in range(MOST):
        sign_in(at(ELSEWHERE), ("ALISE.Smith@DEMO.example", person.email)[number % 2], "wrong")
    assert sign_in(at(OFFICE), "Alise.Smith@demo.example", "wrong").status_code == 429
    assert sign_in(at(OFFICE), "nobody@demo.example", "wrong").status_code == 200


def test_nobodys_address_is_refused_as_soon_as_somebodys() -> None:
    answers = [sign_in(at(ELSEWHERE), "nobody@demo.example", "x") for _number in range(MOST + 1)]
    assert [answer.status_code for answer in answers] == [200] * MOST + [429]


def test_the_wait_grows_and_what_is_refused_prolongs_nothing(settings) -> None:
    limit = Limit("password-account", "person 1")
    waits = []
    for number in range(MOST + 9):
        limit.take()
        if number + 1 >= MOST:
            for _refused in range(3):
                with pytest.raises(TooManyAttempts) as refused:
                    limit.take()
            waits.append(refused.value.seconds)
            wait()
    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]


def test_what_was_tried_is_forgotten_after_a_day_without_trying() -> None:
    limit = Limit("password-account", "person 1")
    for _number in range(MOST):
        limit.take()
    past = timezone.now() - timedelta(hours=1)
    LimitCount.objects.update(waits_until=past, forgotten_at=past)
    for _number in range(MOST):
        limit.take()
    with pytest.raises(TooManyAttempts):
        limit.take()


def test_a_window_ends_even_while_somebody_tries_on(settings) -> None:
    settings.SIGN_IN_LIMITS["email-place"] = {"most": 2, "within": 3600}
    limit = Limit("email-place", "somewhere")
    limit.take()
    limit.take()
    with pytest.raises(TooManyAttempts) as refused:
        limit.take()
    assert 3590 < refused.value.seconds <= 3600
    wait()
    limit.take()


def test_the_owners_browser_is_not_shut_out_by_others() -> None:
    person = PersonFactory()
    own = at(OFFICE)
    assert sign_in(own, person.email).status_code == 302
    own.post("/sign-out/")
    for number in range(MOST + 5):
        sign_in(at(f"198.51.100.{number}"), person.email, "wrong")
    assert sign_in(at(ELSEWHERE), person.email).status_code == 429, "not the owner's browser"
    for _number in range(3):
        assert WRONG in sign_in(own, person.email, "mistyped").content.decode()
    assert sign_in(own, person.email).status_code == 302
    assert signed_in(own)
    assert sign_in(at(ELSEWHERE), person.email).status_code == 429, "the others go on waiting"


def test_the_owners_browser_is_not_shut_out_by_its_office(settings) -> None:
    settings.SIGN_IN_LIMITS["password-address"]["most"] = 2
    person, own = PersonFactory(), at(OFFICE)
    sign_in(own, person.email)
    own.post("/sign-out/")
    for number in range(3):
        sign_in(at(OFFICE), f"nobody-{number}@demo.example", "x")
    assert sign_in(at(OFFICE), "nobody@demo.example", "x").status_code == 429
    assert sign_in(own, person.email).status_code == 302


def test_a_stolen_browser_gets_no_further_than_its_own_allowance() -> None:
    person, own = PersonFactory(), at(OFFICE)
    sign_in(own, person.email)
    own.post("/sign-out/")
    answers = [sign_in(own, person.email, "guess").status_code for _number in range(MOST + 2)]
    assert answers == [200] * MOST + [429] * 2
    assert sign_in(at(ELSEWHERE), person.email).status_code == 302, "counted apart"


def test_a_browser_is_known_for_its_own_account_and_password_only() -> None:
    person, other, own = PersonFactory(), PersonFactory(), at(OFFICE)
    sign_in(own, person.email)
    own.post("/sign-out/")
    cookie = own.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert str(person.pk) not in cookie.value
    for _number in range(MOST):
        sign_in(at(ELSEWHERE), other.email, "wrong")
        sign_in(at(ELSEWHERE), person.email, "wrong")
    assert sign_in(own, other.email).status_code == 429
    forged = at(ELSEWHERE)
    forged.cookies["device"] = cookie.value[:-3] + "AAA"
    assert sign_in(forged, person.email).status_code == 429
    forged.cookies["device"] = "x" * 5000
    assert sign_in(forged, person.email).status_code == 429
    person.refresh_from_db()
    person.set_password("another three words")
    person.save()
    assert sign_in(own, person.email, "another three words").status_code == 429


def test_a_computer_at_a_counter_knows_the_last_five() -> None:
    people, own = [PersonFactory() for _number in range(6)], at(OFFICE)
    for person in people:
        assert sign_in(own, person.email).status_code == 302
        own.post("/sign-out/")
    for person in people:
        for _number in range(MOST):
            sign_in(at(ELSEWHERE), person.email, "wrong")
    answers = []
    for person in people:
        answers.append(sign_in(own, person.email).status_code)
        own.post("/sign-out/")
    assert answers == [429, 302, 302, 302, 302, 302]
    assert len(own.cookies["device"].value) < 500


def test_an_owner_who_is_shut_out_gets_a_code_or_a_new_password(client: Client) -> None:
    person = PersonFactory()
    for _number in range(MOST):
        sign_in(at(ELSEWHERE), person.email, "wrong")
    refused = sign_in(client, person.email)
    page = refused.content.decode()
    assert "paused for 1 minute." in page
    assert int(refused["Retry-After"]) <= 60
    assert "/sign-in/" in page
    assert client.post("/sign-in/", {"email": person.email}).status_code == 302
    code = Mail.objects.get().subject.split()[0]
    client.post("/sign-in/code/confirm/", {"code": code})
    assert signed_in(client)
    client.post("/sign-out/")
    assert sign_in(client, person.email).status_code == 302, "this browser is known now"


def test_a_new_password_by_email_begins_anew() -> None:
    person, own = PersonFactory(), at(OFFICE)
    for _number in range(MOST):
        sign_in(at(ELSEWHERE), person.email, "wrong")
    own.post("/account/password/reset/", {"email": person.email})
    path = "/" + Mail.objects.get().text.split("//", 1)[1].split()[0].split("/", 1)[1]
    form = own.get(path, follow=True)
    own.post(form.request["PATH_INFO"], {"password1": "another three words"})
    for _number in range(MOST):
        sign_in(at(ELSEWHERE), person.email, "wrong")
    assert sign_in(own, person.email, "another three words").status_code == 302


def test_emails_are_limited_by_place_account_and_address(settings) -> None:
    limits = settings.SIGN_IN_LIMITS
    limits["email-place"]["most"], limits["email-account"]["most"] = 3, 7
    limits["email-address"]["most"] = 4
    person, own = PersonFactory(), at("203.0.113.9")
    sign_in(own, person.email)
    own.post("/sign-out/")

    def ask(client: Client, email: str) -> int:
        path = ("/sign-in/", "/account/password/reset/")[Mail.objects.count() % 2]
        return client.post(path, {"email": email}).status_code

    assert [ask(at(ELSEWHERE), person.email) for _number in range(4)] == [302] * 3 + [429]
    others = [ask(at(ELSEWHERE), f"nobody-{number}@demo.example") for number in range(2)]
    assert others == [302, 429], "four from one address"
    spread = [ask(at(f"192.0.2.{number}"), person.email) for number in range(5)]
    assert spread == [302] * 4 + [429], "seven to one account, wherever they are asked for"
    assert Mail.objects.count() == 7
    known = [own.post("/account/password/reset/", {"email": person.email}) for _number in range(4)]
    assert [answer.status_code for answer in known] == [302] * 3 + [429], "the owner's browser"


def test_a_code_that_is_used_is_not_counted_for_its_office(settings) -> None:
    settings.SIGN_IN_LIMITS["email-address"]["most"] = 1
    for person in [PersonFactory() for _number in range(4)]:
        Mail.objects.all().delete()
        client = at(OFFICE)
        assert client.post("/sign-in/", {"email": person.email}).status_code == 302
        code = Mail.objects.get().subject.split()[0]
        client.post("/sign-in/code/confirm/", {"code": code})
        assert signed_in(client)


def test_behind_a_proxy_each_visitor_is_counted_alone(settings) -> None:
    settings.PROXY_COUNT = 1
    settings.SIGN_IN_LIMITS["password-address"]["most"] = 3
    for number in range(3):
        chosen = at("10.0.0.1", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, {ELSEWHERE}")
        sign_in(chosen, f"nobody-{number}@demo.example", "x")
    guesser = at("10.0.0.1", HTTP_X_FORWARDED_FOR=f"192.0.2.99, {ELSEWHERE}")
    assert sign_in(guesser, "nobody@demo.example", "x").status_code == 429
    someone = at("10.0.0.1", HTTP_X_FORWARDED_FOR=OFFICE)
    assert sign_in(someone, PersonFactory().email).status_code == 302


def test_without_any_address_nobody_is_refused_for_the_others(settings) -> None:
    settings.SIGN_IN_LIMITS["password-address"]["most"] = 1
    for number in range(3):
        assert sign_in(at(""), f"nobody-{number}@demo.example", "x").status_code == 200


def test_the_old_password_is_not_guessed_in_a_session_left_open(settings) -> None:
    client = Client()
    client.force_login(PersonFactory())
    path = "/account/password/change/"
    wrong = {"oldpassword": "guess", "password1": "three random words here"}
    answers = [client.post(path, wrong).status_code for _number in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert client.post(path, {**wrong, "oldpassword": PASSWORD}).status_code == 429


def test_rows_say_nothing_of_whom_they_count() -> None:
    person = PersonFactory()
    sign_in(at(ELSEWHERE), person.email, "wrong")
    assert User.objects.count()
    for row in LimitCount.objects.all():
        assert len(row.key) == 64
        assert int(row.key, 16)
