"""The service has a name in each language, on every page, in every mail and in the editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone, translation

from learning.config import service_name
from learning.config.models import ServiceName
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


@pytest.mark.parametrize(
    ("environment", "chosen", "expected"),
    [
        ({}, {"": "Learn"}, {"en-gb": "Learn", "cy": "Learn"}),
        ({}, {"": "Learn", "cy": "Dysgu"}, {"en-gb": "Learn", "cy": "Dysgu"}),
        ({}, {"cy": "Dysgu"}, {"en-gb": ENGLISH, "cy": "Dysgu"}),
        ({"SERVICE_NAME": "Ours"}, {"": "Learn", "cy": "Dysgu"}, {"en-gb": "Ours", "cy": "Ours"}),
        ({"SERVICE_NAME_CY": "Ein"}, {"": "Learn", "cy": "D"}, {"en-gb": "Learn", "cy": "Ein"}),
    ],
)
def test_a_name_that_was_given_here_comes_after_the_environments(
    environment: dict[str, str], chosen: dict[str, str], expected: dict[str, str]
) -> None:
    names = names_by_language(environment, chosen)
    assert {language: name_in(names, language) for language in expected} == expected


@pytest.fixture
def asked_each_time(settings: Any) -> Iterator[None]:
    settings.SERVICE_NAME_SECONDS = 0.0
    service_name.forget()
    yield
    service_name._remembered.clear()
    service_name.forget()


@pytest.mark.django_db
def test_a_name_that_was_given_here_is_everywhere_at_once(asked_each_time: None) -> None:
    assert service_name.name_the_service({"": " Learn ", "cy": "Dysgu", "fr": " "})
    assert not service_name.name_the_service({"": "Learn", "cy": "Dysgu"}), "the same again"
    english, welsh = pages(Client(), "/")
    assert english.count("Learn") >= 2
    assert welsh.count("Dysgu") >= 2
    assert service_name.name_the_service({"": "Learn more"})
    english, welsh = pages(Client(), "/")
    assert english.count("Learn more") >= 2
    assert welsh.count("Learn more") >= 2
    assert Client().get("/api/v1/schema/?format=json").json()["info"]["title"] == "Learn more"


@pytest.mark.django_db
def test_it_is_remembered_for_a_while_and_read_again_then(
    settings: Any, asked_each_time: None, monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    settings.SERVICE_NAME_SECONDS = 30.0
    clock = [1000.0]
    monkeypatch.setattr(service_name.time, "monotonic", lambda: clock[0])
    service_name.name_the_service({"": "Learn"})
    assert str(settings.SERVICE_NAME) == "Learn"
    # As another process does it, which cannot tell this one.
    ServiceName.objects.filter(language="").update(name="Learn more")
    clock[0] += 29.0
    with django_assert_num_queries(0):
        assert str(settings.SERVICE_NAME) == "Learn"
    clock[0] += 1.0
    assert str(settings.SERVICE_NAME) == "Learn more"


@pytest.mark.django_db
def test_a_database_that_cannot_say_it_breaks_no_page_and_no_transaction(
    asked_each_time: None, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    service_name.name_the_service({"": "Learn"})
    assert str(settings.SERVICE_NAME) == "Learn"
    with monkeypatch.context() as missing:
        missing.setattr(ServiceName._meta, "db_table", "no_such_table")
        assert str(settings.SERVICE_NAME) == "Learn", "as it was last known"
    assert ServiceName.objects.count() == 1, "the transaction goes on"
    with monkeypatch.context() as away:
        away.setattr(service_name, "connection", SimpleNamespace(connection=None))
        assert str(settings.SERVICE_NAME) == "Learn"


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
    Client().post("/sign-in/", {"email": person.email})
    assert Mail.objects.get(person=person).text.endswith("Dysgu")
