"""The editor has no door of its own: one signs in where everybody does, or is told plainly no."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.courses import Writing, writing_department
from tests.factories.people import cast

pytestmark = pytest.mark.django_db
PLACES = ("/cms-admin/", "/cms-admin/login/", "/cms-admin/pages/", "/cms-admin/account/")


@pytest.fixture
def writing(db: None) -> Writing:
    return writing_department(cast())


@pytest.mark.parametrize("place", PLACES)
def test_signed_out_one_comes_to_our_own_sign_in(writing: Writing, place: str) -> None:
    answer = Client().get(place, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/sign-in/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="email"' in page, "our form, which offers a code first"
    assert "wagtail" not in page.lower()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("role", ["learner", "manager", "outsider"])
def test_signed_in_without_the_right_one_is_told_so(
    writing: Writing, place: str, role: str
) -> None:
    client = Client()
    client.force_login(
        getattr(writing.cast, role), backend="learning.people.backends.EmployedBackend"
    )
    answer = client.get(place, follow=True)
    assert answer.redirect_chain == [], "no going round between two sign-ins"
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "You cannot open this page" in page
    assert "wagtail" not in page.lower()
    assert client.get("/").status_code == 200, "still signed in"
    client.cookies["django_language"] = "cy"
    assert "You cannot open this page" not in client.get(place).content.decode()


def test_an_editor_goes_in_after_signing_in(writing: Writing) -> None:
    client = Client()
    client.force_login(writing.cast.author, backend="learning.people.backends.EmployedBackend")
    assert client.get("/cms-admin/").status_code == 200
    answer = client.get("/cms-admin/login/?next=/cms-admin/pages/", follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0].startswith("/cms-admin/pages/")


@pytest.mark.parametrize(
    "place", ["/cms-admin/password_reset/", "/cms-admin/password_reset/confirm/x/y/"]
)
def test_wagtails_own_ways_to_a_password_are_shut(writing: Writing, place: str) -> None:
    assert Client().get(place, follow=True).status_code == 404
