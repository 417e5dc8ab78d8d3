"""Pages with a fault in their form can be opened again, and the language changes in place."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from learning.people.models import User
from learning.returning.models import KeptForm
from tests.factories.people import PersonFactory
from tests.returning.conftest import COURSE, FEEDBACK, LESSON, Browser, main, notice

pytestmark = pytest.mark.django_db


def switch(visitor: Client, page: HttpResponse, language: str = "cy") -> HttpResponse:
    """Press the button for the other language on ``page``, and follow it."""
    form = page.content.decode().partition('class="app-language"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    sent = {name: value.replace("&amp;", "&") for name, value in fields.items()}
    return visitor.post("/language/", {**sent, "language": language}, follow=True)


def test_an_answer_with_a_fault_has_a_page_that_can_be_opened(
    visitor: Browser, check: dict, answer_to: Callable[[], str]
) -> None:
    sent = visitor.send(answer_to())
    assert sent.status_code == 302
    assert sent["Location"].startswith(f"{LESSON}?unsaved=")
    for _time in range(2):
        page = visitor.open(sent["Location"])
        assert page.status_code == 200
        assert "There is a problem" in main(page)
        assert "Choose an answer" in main(page)
        assert f'href="#check-{check["key"]}-input"' in main(page)
        assert re.search(r"<title[^>]*>\s*Error:", page.content.decode())
        assert notice(page) == ""
    assert visitor.send(answer_to(), answer=check["options"][0]["key"]).status_code == 302
    assert not KeptForm.objects.exists()
    assert "There is a problem" not in main(visitor.open(visitor.here))


def test_the_language_changes_on_it_and_the_words_stay(visitor: Browser) -> None:
    visitor.open(FEEDBACK)
    sent = visitor.send(FEEDBACK, comment="Words that are mine")
    english = visitor.open(sent["Location"])
    assert "Select how useful this course is for your work" in main(english)
    welsh = switch(visitor, english)
    assert welsh.request["PATH_INFO"] == FEEDBACK
    assert '<html lang="cy"' in welsh.content.decode()
    assert "Words that are mine" in main(welsh)
    assert "Mae problem wedi codi" in main(welsh)
    assert "Words that are mine" in main(switch(visitor, welsh, "en-gb"))


def test_so_do_the_answers_of_a_session_that_had_ended(
    visitor: Browser, learner: User, check: dict, answer_to: Callable[[], str], travel
) -> None:
    from tests.returning.conftest import going

    key = check["options"][1]["key"]
    travel(13 * 3600)
    back = visitor.sign_in(learner, going(visitor.send(answer_to(), answer=key)))
    welsh = switch(visitor, back)
    assert welsh.request["PATH_INFO"] == LESSON
    assert "checked" in main(welsh).partition(f'value="{key}"')[2].partition(">")[0]
    assert notice(welsh)


@pytest.mark.parametrize(
    ("path", "field", "form"),
    [
        ("/sign-in/", "email", {"email": "not an address"}),
        ("/sign-in/password/", "login", {"login": "me@demo.example", "password": "wrong"}),
        ("/account/password/reset/", "email", {"email": "not an address"}),
    ],
)
def test_signing_in_keeps_the_place_the_address_and_where_one_was_going(
    path: str, field: str, form: dict[str, str]
) -> None:
    visitor = Browser()
    visitor.open(path)
    refused = visitor.send(path, **form, next="/courses/x/?a=1&b=2")
    welsh = switch(visitor, refused)
    assert welsh.request["PATH_INFO"] == path
    assert '<html lang="cy"' in welsh.content.decode()
    assert f'value="{form[field]}"' in main(welsh)
    if path != "/account/password/reset/":
        assert 'name="next" value="/courses/x/?a=1&amp;b=2"' in main(welsh)
    assert "wrong" not in main(welsh)
    again = visitor.open(path)
    assert form[field] not in main(again), "and is not kept for anyone who comes next"


def test_a_typed_address_is_kept_for_nobody_who_is_signed_in(visitor: Browser) -> None:
    visitor.send("/language/", language="cy", next="/", typed="x@y.example")
    assert "typed" not in visitor.session


@pytest.mark.parametrize("typed", ["x" * 5000, "\x00", '"><script>', "é" * 300])
def test_a_typed_address_may_be_anything(typed: str) -> None:
    visitor = Browser()
    visitor.open("/sign-in/")
    visitor.send("/language/", language="en-gb", next="/sign-in/", typed=typed)
    page = visitor.open("/sign-in/")
    assert page.status_code == 200
    assert "<script>" not in main(page)


def test_the_page_for_a_language_can_be_opened() -> None:
    visitor = Browser()
    page = visitor.open("/language/?next=/sign-in/%3Fnext%3D/x/")
    assert "Choose a language" in main(page)
    assert 'name="next" value="/sign-in/?next=/x/"' in main(page)
    refused = visitor.send("/language/", language="xx", next="/sign-in/?next=/x/")
    assert refused.status_code == 400
    welsh = switch(visitor, refused)
    assert welsh.request["PATH_INFO"] == "/language/"
    assert 'name="next" value="/sign-in/?next=/x/"' in main(welsh)


def test_other_pages_that_answer_a_form_lead_to_one_that_opens(learner: User) -> None:
    client = Browser()
    client.sign_in(learner)
    client.open("/account/tokens/")
    created = client.send("/account/tokens/")
    assert switch(client, created).request["PATH_INFO"] == "/account/tokens/"
    refused = client.send(f"{LESSON}complete/", token="")
    assert refused.status_code == 403
    assert switch(client, refused).request["PATH_INFO"] == LESSON


def test_a_post_to_an_address_that_only_forms_know_is_told_where_the_form_is(
    learner: User,
) -> None:
    client = Browser()
    client.sign_in(learner)
    opened = client.get(f"{COURSE}start/")
    assert opened.status_code == 405
    assert f'href="{COURSE}"' in main(opened)
    assert "You cannot open this page directly" in main(opened)
    assert switch(client, opened).request["PATH_INFO"] == f"{COURSE}start/"


def test_nobody_is_led_away_by_the_page_of_a_form() -> None:
    visitor = Browser()
    visitor.open("/sign-in/")
    refused = visitor.send("/sign-in/", email="x", next="https://evil.example/")
    assert switch(visitor, refused).request["PATH_INFO"] == "/sign-in/"
    assert PersonFactory()
