"""What stands around every page: menu, account, foot; and around those that need no database."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from learning.config import outage, refusals
from learning.config.server.answers import refusal
from learning.ui.layout import contact_email
from tests.factories.clients import client_of
from tests.factories.people import cast

HERE = RequestFactory().get("/somewhere/")
# Made without the db fixture: a query would be an error.
PLAIN = {
    "500": lambda: outage.server_error(HERE),
    "503": lambda: outage.unavailable(HERE),
    "503, no room": lambda: outage.no_room(HERE),
    "400": lambda: refusals.bad_request(HERE),
}
UNREAD = (400, 403, 408, 413, 431, 503)


def has_everything(page: str, name: str) -> list[str]:
    """Return what a page lacks of the service's name, a way on, and whom to write to."""
    body = page.partition("<body")[2]
    header = body.partition("<header")[2].partition("</header>")[0]
    main = body.partition("<main")[2].partition("</main>")[0]
    footer = body.partition("<footer")[2]
    wanted = {
        "name in the title": name in page.partition("<title>")[2].partition("</title>")[0],
        "name in the header": name in header and 'href="/"' in header,
        "way on": 'href="/"' in main,
        "contact": f'href="mailto:{contact_email()}"' in main,
        "foot": 'href="/contact/"' in footer and 'href="/accessibility/"' in footer,
        "heading": "<h1" in main,
    }
    return [what for what, there in wanted.items() if not there]


@pytest.mark.parametrize("kind", PLAIN)
@pytest.mark.parametrize(
    ("language", "name"),
    [("en-gb", "Digital skills for work"), ("cy", "Sgiliau digidol ar gyfer gwaith")],
)
def test_a_page_that_needs_no_database_has_a_name_a_way_on_and_a_contact(
    kind: str, language: str, name: str
) -> None:
    with translation.override(language), override_settings(CONTACT_EMAIL="help@demo.example"):
        page = PLAIN[kind]().content.decode()
        assert has_everything(page, name) == []
        assert "help@demo.example" in page
        assert f'<html lang="{"cy" if language == "cy" else "en-GB"}"' in page


@pytest.mark.parametrize("status", UNREAD)
def test_so_has_what_is_refused_before_it_is_read(status: int) -> None:
    page = refusal(status).partition(b"\r\n\r\n")[2].decode()
    assert has_everything(page, "Digital skills for work") == []


@pytest.mark.django_db
@pytest.mark.parametrize("signed_in", [False, True])
def test_so_have_the_pages_for_what_is_not_there_or_not_allowed(signed_in: bool) -> None:
    people = cast()
    client = client_of(people.learner) if signed_in else Client()
    pages = {
        404: client.get("/no/such/page/"),
        403: Client(enforce_csrf_checks=True).post("/language/", {"language": "cy"}),
    }
    if signed_in:
        pages[-403] = client.get("/cms-admin/")
    for status, answer in pages.items():
        assert answer.status_code == abs(status)
        assert has_everything(answer.content.decode(), "Digital skills for work") == []


def menu(client: Client, path: str = "/") -> str:
    page = client.get(path).content.decode()
    return page.partition("<nav")[2].partition("</nav>")[0]


@pytest.mark.django_db
def test_the_account_and_signing_out_stand_at_the_end_of_the_menu() -> None:
    client = client_of(cast().learner)
    items = re.findall(r"<li[^>]*>(.*?)</li>", menu(client), re.DOTALL)
    assert "Your account" in items[-2]
    assert 'href="/account/"' in items[-2]
    assert "Sign out" in items[-1]
    assert 'aria-current="page"' in re.findall(
        r"<li[^>]*>(.*?)</li>", menu(client, "/account/"), re.DOTALL
    )[-2]  # fmt: skip


@pytest.mark.django_db
def test_signing_out_is_one_press() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast().learner, backend="learning.people.backends.EmployedBackend")
    form = re.search(r'<form method="post" action="(/sign-out/)">.*?</form>', menu(client), re.S)
    assert form
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form[0])[1]
    answer = client.post(form[1], {"csrfmiddlewaretoken": token})
    assert answer["Location"] == "/"
    assert "Sign in" in menu(client)
    assert "Sign out" not in menu(client)


@pytest.mark.django_db
def test_somebody_who_is_not_signed_in_is_offered_neither() -> None:
    found = menu(Client())
    assert "Your account" not in found
    assert "Sign out" not in found
    assert "Sign in" in found
