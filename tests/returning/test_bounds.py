"""How much is kept: of one person, of all together, never a password, whatever is sent at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from learning.people.models import User
from learning.returning.models import KeptForm
from learning.returning.services import NotKept, forget_form, keep_form
from learning.returning.sweeps import forget_forms
from learning.ui.form_places import FormPlace
from tests.factories.people import PASSWORD, PersonFactory
from tests.returning.conftest import Browser, going
from tests.travelling import HOUR, Travel

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def keep(person: User, number: int = 0, words: str = "words", seconds: int = 0) -> KeptForm:
    return keep_form(
        person=person,
        address=f"/form/{number}/",
        fields=[("comment", words)],
        now=NOW + timedelta(seconds=seconds),
    )


def test_of_one_person_the_oldest_gives_way(settings) -> None:
    settings.KEPT_FORMS_PER_PERSON = 3
    person, other = PersonFactory(), PersonFactory()
    keep(other)
    for number in range(5):
        keep(person, number, seconds=number)
    kept = KeptForm.objects.filter(person=person).order_by("kept_at")
    assert [form.address for form in kept] == ["/form/2/", "/form/3/", "/form/4/"]
    assert KeptForm.objects.filter(person=other).count() == 1, "never somebody else's"


def test_of_all_together_none_gives_way_and_no_more_are_kept(settings) -> None:
    settings.KEPT_FORMS_IN_ALL = 3
    people = [PersonFactory() for _number in range(4)]
    for person in people[:3]:
        keep(person)
    with pytest.raises(NotKept):
        keep(people[3])
    assert set(KeptForm.objects.values_list("person", flat=True)) == {
        person.pk for person in people[:3]
    }
    keep(people[0], words="the same form again takes no more room")
    KeptForm.objects.filter(person=people[1]).delete()
    keep(people[3])


@pytest.mark.parametrize(
    ("field", "fits"),
    [
        ("x" * (16 * 1024 - 7), True),
        ("x" * (16 * 1024 - 6), False),
        ("é" * (8 * 1024), False),
        ("a\x00b", False),
    ],
)
def test_a_form_is_bounded_in_bytes(field: str, fits: bool) -> None:
    person = PersonFactory()
    if fits:
        assert keep(person, words=field).fields == [["comment", field]]
        return
    keep(person, words="what was kept before")
    with pytest.raises(NotKept):
        keep(person, words=field)
    assert KeptForm.objects.get().fields == [["comment", "what was kept before"]]


def test_the_newest_is_what_counts_and_the_former_note_is_of_no_use() -> None:
    person = PersonFactory()
    first, second = keep(person, words="first"), keep(person, words="second")
    assert first.pk != second.pk
    assert [form.fields for form in KeptForm.objects.all()] == [[["comment", "second"]]]
    forget_form(person=PersonFactory(), address=second.address)
    assert KeptForm.objects.count() == 1
    forget_form(person=person, address=second.address)
    assert not KeptForm.objects.exists()


def test_they_are_deleted_after_their_hour(settings) -> None:
    person = PersonFactory()
    keep(person, 1)
    keep(person, 2, seconds=60)
    assert forget_forms(now=NOW + timedelta(seconds=settings.KEPT_FORM_SECONDS - 1)) == 0
    assert forget_forms(now=NOW + timedelta(seconds=settings.KEPT_FORM_SECONDS)) == 1
    assert KeptForm.objects.get().address == "/form/2/"


def test_they_go_with_the_person() -> None:
    person = PersonFactory()
    keep(person)
    User.objects.filter(pk=person.pk).delete()
    assert not KeptForm.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_bounds_hold_for_many_at_once(settings) -> None:
    settings.KEPT_FORMS_PER_PERSON, settings.KEPT_FORMS_IN_ALL = 3, 7
    people = [PersonFactory() for _number in range(4)]
    together = threading.Barrier(20)

    def one(number: int) -> bool:
        try:
            together.wait(30)
            keep(people[number % 4], number)
            return True
        except NotKept:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as threads:
        kept = sum(threads.map(one, range(20)))
    assert kept >= 7
    assert KeptForm.objects.count() == 7
    for person in people:
        assert KeptForm.objects.filter(person=person).count() <= 3


def test_a_password_is_never_kept(travel: Travel) -> None:
    person, visitor = PersonFactory(), Browser()
    visitor.sign_in(person)
    visitor.open("/account/password/change/")
    travel(13 * HOUR)
    typed = {"oldpassword": PASSWORD, "password1": "a new secret of mine"}
    refused = visitor.send("/account/password/change/", **typed, comment="x", answer="y")
    assert KeptForm.objects.get().fields == []
    assert "secret" not in refused["Location"]
    page = visitor.sign_in(person, going(refused)).content.decode()
    assert "a new secret of mine" not in page
    assert PASSWORD not in page


def places(resolver: URLResolver) -> list[FormPlace]:
    found: list[FormPlace] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found += places(entry)
        elif isinstance(entry, URLPattern) and hasattr(entry.callback, "form_place"):
            found.append(entry.callback.form_place)
    return found


def test_no_form_may_keep_what_is_secret() -> None:
    declared = places(get_resolver())
    assert len(declared) >= 9
    for place in declared:
        assert "*" not in place.keeps, "a field is kept by its name"
        for secret in ("password", "password1", "oldpassword", "code", "token", "login",
                       "csrfmiddlewaretoken"):  # fmt: skip
            assert not place.may_keep(secret), place


def test_only_fields_that_are_named_are_kept() -> None:
    place = FormPlace(lambda: "/", "", "", keeps=("answer", "place-*"))
    assert [place.may_keep(name) for name in ("answer", "place-1", "answers", "place", "")] == [
        True, True, False, False, False,
    ]  # fmt: skip
