"""The service has a name in each language, on every page, in every mail and in the editor."""

from __future__ import annotations

import re

import pytest
from django.test import Client, override_settings
from django.utils import timezone, translation

from learning.config.settings.naming import in_language_of_the_reader, name_in, names_by_language
from learning.notifications.models import Mail
from learning.people.invitations import invite
from tests.factories.courses import writing_department
from tests.factories.people import PersonFactory, cast

ENGLISH, WELSH = "Digital skills for work", "Sgiliau digidol ar gyfer gwaith"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, {"en-gb": ENGLISH, "cy": WELSH, "fr": ENGLISH}),
        ({"SERVICE_NAME": "Learn"}, {"en-gb": "Learn", "cy": "Learn"}),
        ({"SERVICE_NAME": "Learn", "SERVICE_NAME_CY": "Dysgu"}, {"en-gb": "Learn", "cy": "Dysgu"}),
        ({"SERVICE_NAME_CY": "Dysgu"}, {"en-gb": ENGLISH, "cy": "Dysgu"}),
        (
            {"SERVICE_NAME": "Learn", "SERVICE_NAME_ZH_HANS": "学", "SERVICE_NAME_CY": " "},
            {"zh-hans": "学", "cy": "Learn", "cy-gb": "Learn"},
        ),
        ({"SERVICE_NAME_CY": "Dysgu"}, {"cy-gb": "Dysgu"}),
    ],
)
def test_each_language_has_its_name_or_the_name(
    environment: dict[str, str], expected: dict[str, str]
) -> None:
    names = names_by_language(environment)
    assert {language: name_in(names, language) for language in expected} == expected


def test_it_is_read_in_the_language_of_the_moment() -> None:
    name = in_language_of_the_reader({"": "Learn", "cy": "Dysgu"})
    with translation.override("cy"):
        assert f"{name}" == "Dysgu"
    with translation.override("en-gb"):
        assert f"{name}" == "Learn"


def pages(client: Client, address: str) -> tuple[str, str]:
    """Return a page in English and in Welsh."""
    found = []
    for language in ("en-gb", "cy"):
        client.cookies["django_language"] = language
        found.append(client.get(address).content.decode())
    return found[0], found[1]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/sign-in/", "/no/such/page/"])
def test_the_frame_says_it_in_the_language_of_the_page(address: str) -> None:
    english, welsh = pages(Client(), address)
    assert english.count(ENGLISH) >= 2, "the header and the title"
    assert WELSH not in english
    assert welsh.count(WELSH) >= 2
    assert ENGLISH not in welsh


@pytest.mark.django_db
def test_the_editor_says_it_too() -> None:
    writing = writing_department(cast())
    author = writing.cast.author
    client = Client()
    client.force_login(author, backend="learning.people.backends.EmployedBackend")
    for language, name in (("en-gb", ENGLISH), ("cy", WELSH)):
        author.preferred_language = language
        author.save()
        page = client.get("/cms-admin/").content.decode()
        for part in ("h1", "title"):
            said = re.search(rf"<{part}[^>]*>(.*?)</{part}>", page, re.S)
            assert said
            assert name in said[1]


@pytest.mark.django_db
def test_a_mail_says_it_in_the_language_of_its_reader() -> None:
    for language, name in (("cy", WELSH), ("en-gb", ENGLISH)):
        person = PersonFactory(preferred_language=language, last_login=None)
        invite(people=[person], now=timezone.now())
        mail = Mail.objects.get(person=person)
        assert name in mail.subject
        assert mail.text.endswith(name)


@pytest.mark.django_db
@override_settings(SERVICE_NAME=in_language_of_the_reader({"": "Learn", "cy": "Dysgu"}))
def test_a_code_to_sign_in_is_signed_with_it() -> None:
    person = PersonFactory(preferred_language="cy")
    Client().post("/sign-in/code/", {"email": person.email})
    assert Mail.objects.get(person=person).text.endswith("Dysgu")
