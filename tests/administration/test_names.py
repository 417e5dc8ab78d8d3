"""What departments and the service cannot be called."""

from __future__ import annotations

import pytest
from django.test import Client

from learning.people.models import Organisation
from tests.administration.reading import at, told
from tests.factories.courses import Writing

pytestmark = pytest.mark.django_db
HIDDEN = ["\n", "\r\n", "\t", "\x07", "\u2028", "\u200b", "\u202e", "\u2066", "\u00ad", "\ufeff"]


@pytest.mark.parametrize("hidden", HIDDEN, ids=ascii)
def test_a_name_has_nothing_that_nobody_sees(admin: Client, writing: Writing, hidden: str) -> None:
    name, place = f"Mini{hidden}stry", writing.cast.department
    for address, form in (
        (at("department_add"), {"name": name, "code": "NEW"}),
        (at("department_add"), {"name": "Ministry", "code": name}),
        (at("department_rename", place.pk), {"name": name, "code": place.code}),
        (at("service_name"), {"name": name}),
        (at("service_name"), {"name": "Learn", "cy": name}),
    ):
        answer = admin.post(address, form)
        assert answer.status_code == 422, (address, form)
        said = "Enter this on one line, without invisible characters: U+"
        assert f"{said}{ord(hidden[0]):04X}" in told(answer)
    assert not Organisation.objects.filter(name__startswith="Mini").exists()


def test_names_of_other_scripts_are_as_they_are(admin: Client) -> None:
    """Persian joins and parts its letters with characters that stand for themselves."""
    name = "\u0648\u0632\u0627\u0631\u062a\u200c\u0647\u0627 – Gweinidogaeth Môn’s"
    admin.post(at("department_add"), {"name": name, "code": "NEW"})
    assert Organisation.objects.get(code="NEW").name == name
