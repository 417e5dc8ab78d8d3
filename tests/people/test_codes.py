"""Codes by email: how long they work, what a late one says, and that it says so to everybody."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.http import urlencode

from learning.notifications.models import Mail
from learning.people.codes import KEY, LETTERS
from learning.people.models import User
from tests.factories.people import PersonFactory
from tests.people.test_equal_work import hashes, people, work
from tests.people.test_signing_in import signed_in

pytestmark = pytest.mark.django_db
CONFIRM = "/sign-in/code/confirm/"
NEXT = "/courses/data/lesson-1/?a=1&b=2"
MINUTE = 60
__all__ = ["hashes"]


def ask(client: Client, email: str, next_path: str = "") -> str:
    """Ask for a code and return it, or "" where none was sent."""
    Mail.objects.all().delete()
    form = {"email": email, **({"next": next_path} if next_path else {})}
    assert client.post("/sign-in/", form)["Location"] == CONFIRM
    mail = Mail.objects.first()
    return mail.subject.split()[0] if mail else ""


def let_pass(client: Client, seconds: float) -> None:
    session = client.session
    session[KEY]["at"] -= seconds
    session.save()


def enter(client: Client, code: str, **more: str):
    return client.post(CONFIRM, {"code": code, **more}, follow=True)


def main(response) -> str:
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def fields(response) -> dict[str, str]:
    """Return the hidden fields of the forms in the main part."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', main(response))
    return {name: value.replace("&amp;", "&") for name, value in found}


def test_the_page_offers_a_code_first_and_the_way_on_is_not_lost(client: Client) -> None:
    page = client.get(f"/sign-in/?{urlencode({'next': NEXT})}")
    assert 'name="email"' in main(page)
    assert 'name="password"' not in main(page)
    assert fields(page)["next"] == NEXT
    other = re.search(r'href="(/sign-in/password/[^"]*)"', main(page)).group(1)
    with_password = client.get(other.replace("&amp;", "&"))
    assert 'name="password"' in main(with_password)
    assert fields(with_password)["next"] == NEXT
    back = re.search(r'href="(/sign-in/\?[^"]*)"', main(with_password)).group(1)
    assert fields(client.get(back.replace("&amp;", "&")))["next"] == NEXT


def test_the_former_address_leads_to_it(client: Client) -> None:
    moved = client.get(f"/sign-in/code/?{urlencode({'next': NEXT})}")
    assert moved["Location"] == f"/sign-in/?{urlencode({'next': NEXT})}"


@pytest.mark.parametrize("minutes", [15, 1])
def test_how_long_it_works_is_said_on_the_pages_and_in_the_email(
    client: Client, settings, minutes: int
) -> None:
    settings.SIGN_IN_CODE_SECONDS = minutes * MINUTE
    words = f"works for {minutes} minute{'s' if minutes > 1 else ''}"
    assert words in main(client.get("/sign-in/"))
    ask(client, PersonFactory().email)
    assert words in Mail.objects.get().text
    assert words in main(client.get(CONFIRM))


def test_it_lasts_a_quarter_of_an_hour() -> None:
    person = PersonFactory()
    for after, works in ((14 * MINUTE + 55, True), (15 * MINUTE, False)):
        client = Client()
        code = ask(client, person.email)
        let_pass(client, after)
        enter(client, code)
        assert signed_in(client) is works, after


def test_a_late_code_says_so_and_a_new_one_is_a_button_away(client: Client) -> None:
    person = PersonFactory()
    code = ask(client, person.email, NEXT)
    let_pass(client, 20 * MINUTE)
    late = enter(client, code)
    assert late.status_code == 200
    assert '<h1 class="govuk-heading-l">This code has expired</h1>' in main(late)
    assert "Send a new code" in main(late)
    assert fields(late)["email"] == person.email
    assert "This code has expired" in main(client.get(CONFIRM)), "opened again it says the same"
    new = ask(client, fields(late)["email"], fields(late)["next"])
    assert new != code
    assert "The code is not right" in main(enter(client, code))
    answer = client.post(CONFIRM, {"code": new})
    assert answer["Location"] == NEXT
    assert signed_in(client)


def test_the_way_on_survives_wrong_late_and_stopped_codes(client: Client) -> None:
    person = PersonFactory()
    ask(client, person.email, NEXT)
    assert fields(enter(client, "wrong"))["next"] == NEXT
    assert fields(enter(client, ""))["next"] == NEXT
    enter(client, "wrong")
    stopped = enter(client, "wrong")
    assert "You have entered too many wrong codes" in main(stopped)
    assert fields(stopped)["next"] == NEXT
    let_pass(client, 20 * MINUTE)
    again = ask(client, fields(stopped)["email"], fields(stopped)["next"])
    assert enter(client, again).redirect_chain[0][0] == NEXT


def test_after_three_wrong_ones_the_right_one_does_not_work_either(client: Client) -> None:
    code = ask(client, PersonFactory().email)
    for _guess in range(3):
        enter(client, "BBBB-BBBB")
    enter(client, code)
    assert not signed_in(client)


def test_a_code_may_be_typed_as_people_do(client: Client) -> None:
    person = PersonFactory()
    code = ask(client, person.email)
    assert set(code.replace("-", "")) <= set(LETTERS)
    enter(client, f"  {code.lower().replace('-', ' ')} ")
    assert signed_in(client)


def test_it_works_once_and_in_the_browser_that_asked(client: Client) -> None:
    code = ask(client, PersonFactory().email)
    other = Client()
    assert other.post(CONFIRM, {"code": code})["Location"].startswith("/sign-in/")
    enter(client, code)
    assert signed_in(client)
    client.post("/sign-out/")
    enter(client, code)
    assert not signed_in(client)


def test_a_code_whose_browser_has_forgotten_it_is_told_that_it_is_late(client: Client) -> None:
    code = ask(client, PersonFactory().email, NEXT)
    client.cookies.clear()
    told = enter(client, code, next=NEXT)
    assert "This code has expired." in main(told)
    assert fields(told)["next"] == NEXT
    quiet = Client().get(CONFIRM, follow=True)
    assert "expired" not in main(quiet), "who only opens the page did nothing late"


def test_the_address_is_not_remembered_for_whoever_comes_next(client: Client) -> None:
    person = PersonFactory()
    code = ask(client, person.email)
    let_pass(client, 74 * MINUTE)
    assert person.email in main(client.get(CONFIRM))
    let_pass(client, 2 * MINUTE)
    assert person.email not in main(client.get(CONFIRM, follow=True))
    told = enter(client, code)
    assert "This code has expired." in main(told)
    assert person.email not in main(told)


def test_the_code_itself_is_kept_nowhere(client: Client) -> None:
    code = ask(client, PersonFactory().email)
    assert code.replace("-", "") not in str(dict(client.session)).replace("-", "")


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_it_never_leads_away(client: Client, place: str) -> None:
    code = ask(client, PersonFactory().email, place)
    assert client.post(CONFIRM, {"code": code, "next": place})["Location"] == "/"


def test_a_session_that_somebody_planted_does_not_wait_along(client: Client) -> None:
    """Who knows its key would read the address, and might guess at the code."""
    attacker = Client()
    attacker.post("/sign-in/", {"email": "nobody@demo.example"})
    client.cookies["sessionid"] = attacker.session.session_key
    person = PersonFactory()
    ask(client, person.email)
    assert client.session.session_key != attacker.cookies["sessionid"].value
    assert person.email not in main(attacker.get(CONFIRM, follow=True))


def steps() -> dict[str, object]:
    """Return what can be done with a code, each from a browser that has just asked for one."""

    def wrong(client: Client):
        return enter(client, "BBBB-BBBB")

    def stopped(client: Client):
        for _guess in range(3):
            answer = wrong(client)
        return answer

    def late(client: Client):
        let_pass(client, 20 * MINUTE)
        return wrong(client)

    def asked_again(client: Client):
        """After three wrong ones and another code, one more wrong one."""
        email = fields(stopped(client))["email"]
        client.post("/sign-in/", {"email": email})
        return wrong(client)

    def forgotten(client: Client):
        let_pass(client, 2 * 60 * MINUTE)
        return wrong(client)

    return {"open": lambda client: client.get(CONFIRM), "wrong": wrong, "stopped": stopped,
            "late": late, "asked again": asked_again, "forgotten": forgotten}  # fmt: skip


@pytest.mark.parametrize("step", steps())
def test_every_page_and_all_that_is_done_for_it_is_the_same_for_everybody(
    hashes: list[str], step: str
) -> None:
    seen, done = {}, {}
    for who, email in people().items():
        client = Client()
        client.post("/sign-in/", {"email": email})
        answers = []
        done[who] = work(
            hashes, lambda client=client, answers=answers: answers.append(steps()[step](client))
        )
        page = answers[0].content.decode().replace(email, "E")
        secrets = r'(nonce|value)="[^"]*"'
        seen[who] = (answers[0].status_code, re.sub(secrets, "", page))
    assert len(set(seen.values())) == 1
    for who, statements in done.items():
        assert statements == done["nobody"], who


def test_somebody_who_has_left_meanwhile_is_not_let_in_and_keeps_the_way_on(
    client: Client,
) -> None:
    person = PersonFactory()
    code = ask(client, person.email, NEXT)
    User.objects.filter(pk=person.pk).update(is_active=False)
    told = enter(client, code)
    assert not signed_in(client)
    assert "This account cannot be used" in main(told)
    assert fields(told)["next"] == NEXT


def test_typed_addresses_fill_no_database(client: Client, settings: Any) -> None:
    """Anyone may change the language, and each address that is kept is a row."""
    settings.SIGN_IN_LIMITS = {
        **settings.SIGN_IN_LIMITS, "typed-address": {"most": 2, "within": 60},
    }  # fmt: skip
    before = Session.objects.count()
    for number in range(5):
        client.cookies.clear()
        sent = {"language": "cy", "next": "/sign-in/", "typed": f"a{number}@x.example"}
        assert client.post("/language/", sent).status_code == 302
    assert Session.objects.count() == before + 2
