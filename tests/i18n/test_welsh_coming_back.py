"""In Welsh: codes that come late, forms that were not saved, courses that were removed."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from learning.people.codes import KEY
from learning.people.invitations import token_for
from learning.people.models import User
from tests.factories.people import PASSWORD, PersonFactory
from tests.i18n.test_welsh import ADDRESS, assert_welsh, course, learner, person, visitor, welsh

pytestmark = pytest.mark.django_db
__all__ = ["course", "learner", "person", "visitor", "welsh"]


def test_a_late_code(visitor: Client) -> None:
    assert "am 15 munud" in assert_welsh(visitor.get("/sign-in/"))
    visitor.post("/sign-in/", {"email": "neb@enghraifft.example"})
    assert "Anfon cod newydd" in assert_welsh(visitor.get("/sign-in/code/confirm/"))
    session = visitor.session
    session[KEY]["at"] -= 20 * 60
    session.save()
    late = assert_welsh(visitor.get("/sign-in/code/confirm/"))
    assert "Mae’r cod hwn wedi dod i ben" in late
    visitor.post("/sign-in/", {"email": "neb@enghraifft.example"})
    for _guess in range(3):
        answer = visitor.post("/sign-in/code/confirm/", {"code": "x"}, follow=True)
    assert "gormod o godau anghywir" in assert_welsh(answer)
    gone = Client(headers={"accept-language": "cy"})
    told = gone.post("/sign-in/code/confirm/", {"code": "x"}, follow=True)
    assert "Rhowch eich cyfeiriad e-bost i gael un newydd." in assert_welsh(told)


@pytest.mark.usefixtures("course")
def test_a_form_that_was_not_saved(person: User) -> None:
    browser = Client()
    browser.post("/sign-in/password/", {"login": person.email, "password": PASSWORD})
    browser.post(f"{ADDRESS}start/")
    page = browser.get(f"{ADDRESS}feedback/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    words = {"csrfmiddlewaretoken": token, "comment": "Da iawn", "usefulness": "3"}
    browser.cookies["django_language"] = "cy"
    refused = browser.post(f"{ADDRESS}feedback/", words)
    asked = assert_welsh(browser.get(refused["Location"]))
    assert "am gyfnod o 1 awr" in asked
    browser.post("/sign-in/password/", {"login": person.email, "password": PASSWORD})
    address = refused["Location"].partition("next=")[2]
    back = assert_welsh(browser.get(unquote(address)))
    assert "Cawsoch eich allgofnodi. Ni wnaethon ni anfon eich adborth." in back
    assert "Da iawn" in back


@pytest.mark.usefixtures("course")
def test_a_course_that_was_removed(learner: Client) -> None:
    learner.post(f"{ADDRESS}start/")
    assert "Tynnu’r cwrs hwn o’ch dysgu?" in assert_welsh(
        learner.get(f"{ADDRESS}remove-from-learning/")
    )
    done = assert_welsh(learner.post(f"{ADDRESS}remove-from-learning/", follow=True))
    assert "ei dynnu o’ch dysgu." in done
    removed = assert_welsh(learner.get("/my-learning/?status=removed"))
    key = re.search(r"/my-learning/(\d+)/", removed).group(1)
    assert "Gwnaethoch chi dynnu" in assert_welsh(learner.get(f"/my-learning/{key}/"))
    assert "Gwnaethoch chi dynnu’r cwrs hwn" in assert_welsh(learner.get(ADDRESS))


def test_addresses_that_cannot_be_opened(visitor: Client, learner: Client) -> None:
    closed = token_for(PersonFactory(is_active=False))
    assert_welsh(visitor.get(f"/welcome/{closed}/"), status=404)
    assert "yn uniongyrchol" in assert_welsh(learner.get(f"{ADDRESS}start/"), status=405)
    assert_welsh(visitor.get("/language/"))
