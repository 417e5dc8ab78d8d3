"""Browsers that send what real ones do: cookies, tokens, where they come from."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from courses.content.models import CoursePage
from learning.people.models import User
from tests.factories.courses import body_of, started
from tests.factories.people import PASSWORD, Cast
from tests.travelling import travel

__all__ = ["travel"]
SLUG = "asking-good-questions"
COURSE = f"/courses/{SLUG}/"
LESSON = f"{COURSE}lesson-1/"
FEEDBACK = f"{COURSE}feedback/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Browser(Client):
    """A test client that checks tokens and says which page a form was sent from."""

    def __init__(self, **how: object) -> None:
        super().__init__(enforce_csrf_checks=True, **how)
        self.here = "/"
        self.token = ""

    def open(self, address: str) -> HttpResponse:
        """Open a page, and have its forms; follow where it leads."""
        answer = self.get(address.partition("#")[0], follow=True)
        self.here = answer.request["PATH_INFO"]
        if answer.request["QUERY_STRING"]:
            self.here += f"?{answer.request['QUERY_STRING']}"
        found = TOKEN.search(answer.content.decode())
        self.token = found[1] if found else ""
        return answer

    def send(self, address: str, token: str | None = None, **form: object) -> HttpResponse:
        """Send a form of the page that is open."""
        sent = {"csrfmiddlewaretoken": self.token if token is None else token, **form}
        referer = {"referer": f"http://testserver{self.here}"}
        return self.post(address, sent, headers=referer)

    def sign_in(self, person: User, going: str = "") -> HttpResponse:
        """Sign in with a password, and go on to where one was going."""
        self.open("/sign-in/password/")
        form = {"login": person.email, "password": PASSWORD, **({"next": going} if going else {})}
        answer = self.send("/sign-in/password/", **form)
        assert answer.status_code == 302, main(answer)
        return self.open(answer["Location"])

    @property
    def session_cookie(self) -> str:
        return self.cookies[settings.SESSION_COOKIE_NAME].value


def main(response: HttpResponse) -> str:
    """Return the main part of a page."""
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def notice(response: HttpResponse) -> str:
    """Return what the page says of a form that was not saved, without markup."""
    banner = main(response).partition("govuk-notification-banner__content")[2]
    text = re.sub(r"<[^>]*>", " ", banner.partition("</div>")[0].partition(">")[2])
    return " ".join(text.split())


def going(response: HttpResponse) -> str:
    """Return where somebody is led after signing in."""
    from urllib.parse import parse_qs, urlsplit

    assert response.status_code == 302
    parts = urlsplit(response["Location"])
    assert parts.path == "/sign-in/"
    return parse_qs(parts.query)["next"][0]


@pytest.fixture
def learner(people: Cast, course: CoursePage) -> User:
    """Somebody who has started the course."""
    started(people.learner, SLUG)
    return people.learner


@pytest.fixture
def visitor(learner: User) -> Browser:
    """Their visitor, signed in, with the first lesson open."""
    own = Browser()
    own.sign_in(learner)
    own.open(LESSON)
    return own


@pytest.fixture
def check(learner: User) -> dict:
    """The question in that lesson."""
    from courses.progress.selectors import course_progress

    body = body_of(course_progress(learner, SLUG).steps[0])
    return next(part["check"] for part in body if "check" in part)


@pytest.fixture
def answer_to(check: dict) -> Callable[[], str]:
    """Where an answer is sent to."""
    return lambda: f"{LESSON}checks/{check['key']}/"
