"""Addresses of the admin that ask for what no row can be: not there, and never a 500."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.clients import client_of
from tests.factories.courses import Writing

pytestmark = pytest.mark.django_db
CHOOSERS = (
    "images/chooser", "documents/chooser", "editor_chooser", "organisation_chooser", "choose-page",
    "snippets/choose/catalogue/topic", "snippets/choose/snippets/sharedpassage",
)  # fmt: skip
ASKED = [
    *(f"{chooser}/chosen-multiple/?id={key}" for chooser in CHOOSERS
      for key in ("abc", "%00", "%C2%B9", "9" * 30)),
    "editor_chooser/chosen/abc/",
    "organisation_chooser/chosen/abc/",
    "snippets/choose/snippets/glossaryterm/chosen/abc/",
    "images/chooser/?tag=%00",
    "images/chooser/results/?tag=%00",
    "tag-autocomplete/?term=%00",
    "snippets/snippets/glossaryterm/?locale=%00",
    "choose-page/?locale=%00",
    "bulk/wagtailcore/page/publish/?id=abc",
    "bulk/wagtailcore/page/publish/?id=%00",
    "bulk/media/libraryimage/delete/?id=abc",
    f"api/main/pages/?offset={'9' * 21}",
    "api/main/pages/find/?id=%C2%B9",
]  # fmt: skip


@pytest.fixture
def admin(writing: Writing) -> Client:
    return client_of(writing.cast.admin)


@pytest.mark.parametrize("address", ASKED)
def test_it_is_not_there(admin: Client, address: str) -> None:
    assert admin.get(f"/cms-admin/{address}").status_code in (302, 400, 404)


def test_what_can_be_asked_for_still_is(admin: Client) -> None:
    for address in ("api/main/pages/?offset=0&limit=20", "images/chooser/?tag=x", "choose-page/"):
        assert admin.get(f"/cms-admin/{address}").status_code == 200
