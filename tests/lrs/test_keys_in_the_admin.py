"""Keys in the Wagtail admin: who may, what is shown when, and what is written down."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from learning.lrs.credentials import NoLongerInUse, create_credential, revoke_credential
from learning.lrs.models import Credential, CredentialUse, Scope
from tests.factories.people import PersonFactory

from .conftest import foreign, new_partner
from .speaking import Lrs

pytestmark = pytest.mark.django_db
KEYS = "/cms-admin/keys/"
FORM = {
    "name": "Library of courses",
    "scopes": ["statements/write", "statements/read/mine"],
    "activities": "https://library.example/",
    "last_day": "2099-12-31",
    "requests_per_minute": "600",
}


def signed_in(*permissions):
    person = PersonFactory()
    group = Group.objects.create(name="keepers")
    group.permissions.add(
        Permission.objects.get(codename="access_admin"),
        *Permission.objects.filter(codename__in=permissions),
    )
    person.groups.add(group)
    client = Client()
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    client.person = person
    return client


@pytest.fixture
def keeper(db):
    return signed_in("manage_credentials")


def words_of(response):
    return dict(
        re.findall(
            r"<dt><strong>(.*?)</strong></dt><dd[^>]*><code>(.*?)</code>",
            response.content.decode(),
        )
    )


def speaks(key, secret):
    """Return what the store answers to anyone who has this key and secret."""
    return Lrs(SimpleNamespace(credential=Credential(key=key), secret=secret)).get().status_code


def test_a_key_is_made_and_its_secret_is_shown_once(keeper, caplog):
    caplog.set_level(logging.DEBUG)
    response = keeper.post(KEYS + "create/", FORM)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    shown = words_of(response)
    credential = Credential.objects.get()
    assert shown["Key"] == credential.key
    assert (credential.name, credential.activities) == (FORM["name"], FORM["activities"])
    assert credential.scopes == FORM["scopes"]
    assert credential.requests_per_minute == 600
    assert timezone.localtime(credential.expires_at).isoformat().startswith("2099-12-31T23:59")
    assert speaks(shown["Key"], shown["Secret"]) == 200
    secret = shown["Secret"]
    assert secret not in caplog.text
    for page in (KEYS, f"{KEYS}{credential.pk}/"):
        assert secret not in keeper.get(page).content.decode()
    assert not any(secret in str(one.get_decoded()) for one in Session.objects.all())
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text, l::text FROM lrs_credential c, wagtailcore_modellogentry l")
        assert secret not in str(cursor.fetchall())


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "required"),
        ("name", "Taken", "Choose another name"),
        ("name", "x" * 201, "at most 200"),
        ("name", "a\0b", "Null characters"),
        ("scopes", [], "required"),
        ("scopes", ["everything"], "not one of the available"),
        ("activities", "https:", "beginning of an address"),
        ("last_day", "2001-01-01", "today or a day in the future"),
        ("last_day", "soon", "valid date"),
        ("requests_per_minute", "0", "greater than or equal to 1"),
        ("requests_per_minute", "99999999999", "less than or equal to"),
    ],
)
def test_a_bad_form_makes_nothing_and_keeps_what_was_typed(keeper, field, value, words):
    create_credential(name="Taken", scopes=[Scope.ALL])
    response = keeper.post(KEYS + "create/", {**FORM, field: value})
    page = response.content.decode()
    assert words in page
    if field != "activities":
        assert FORM["activities"] in page
    assert Credential.objects.count() == 1


def test_empty_fields_mean_no_end_no_limit_and_no_trust(keeper):
    keeper.post(KEYS + "create/", {"name": "Bare", "scopes": ["all"]})
    bare = Credential.objects.get()
    assert (bare.expires_at, bare.requests_per_minute, bare.trusted) == (None, None, False)


@pytest.mark.parametrize("overlap", [0, 24])
def test_a_new_secret_opens_at_once_and_the_old_one_ends_when_it_was_said(
    keeper, overlap, monkeypatch
):
    new = new_partner()
    response = keeper.post(f"{KEYS}{new.credential.pk}/rotate/", {"overlap": overlap})
    shown = words_of(response)
    assert shown["Key"] == new.credential.key
    assert speaks(new.credential.key, shown["Secret"]) == 200
    assert speaks(new.credential.key, new.secret) == (200 if overlap else 401)
    later = timezone.now() + timedelta(hours=24, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert speaks(new.credential.key, shown["Secret"]) == 200
    assert speaks(new.credential.key, new.secret) == 401
    assert speaks(new.credential.key, "") == 401


def test_revoking_asks_first_ends_the_key_at_once_and_cannot_be_undone(keeper):
    new = new_partner()
    lrs = Lrs(new)
    assert lrs.post(foreign()).status_code == 200
    address = f"{KEYS}{new.credential.pk}/revoke/"
    assert "cannot be undone" in keeper.get(address).content.decode()
    assert lrs.get().status_code == 200
    assert keeper.post(address).status_code == 302
    assert lrs.get().status_code == lrs.post(foreign()).status_code == 401
    revoked_at = Credential.objects.get().revoked_at
    for act in ("revoke", "rotate"):
        response = keeper.post(f"{KEYS}{new.credential.pk}/{act}/", {"overlap": 0}, follow=True)
        assert "no longer in use" in response.content.decode()
    assert Credential.objects.get().revoked_at == revoked_at
    with pytest.raises(NoLongerInUse):
        revoke_credential(new.credential, now=timezone.now())
    page = keeper.get(f"{KEYS}{new.credential.pk}/").content.decode()
    assert "/revoke/" not in page
    assert "/rotate/" not in page


def test_revoking_ends_the_old_secret_of_a_rotation_too(keeper):
    new = new_partner()
    keeper.post(f"{KEYS}{new.credential.pk}/rotate/", {"overlap": 24})
    keeper.post(f"{KEYS}{new.credential.pk}/revoke/")
    assert speaks(new.credential.key, new.secret) == 401


def test_every_change_is_in_the_audit_log_with_who_did_it(keeper):
    keeper.post(KEYS + "create/", FORM)
    pk = Credential.objects.get().pk
    keeper.post(f"{KEYS}{pk}/rotate/", {"overlap": 24})
    keeper.post(f"{KEYS}{pk}/revoke/")
    entries = ModelLogEntry.objects.filter(object_id=str(pk)).order_by("timestamp", "pk")
    assert [entry.action for entry in entries] == [
        "lrs.credential.create",
        "lrs.credential.rotate",
        "lrs.credential.revoke",
    ]
    assert {entry.user for entry in entries} == {keeper.person}
    assert {entry.label for entry in entries} == {FORM["name"]}
    assert all(entry.message for entry in entries)
    page = keeper.get("/cms-admin/reports/site-history/").content.decode()
    assert "Key revoked" in page


def test_only_post_changes_anything(keeper):
    new = new_partner()
    before = list(Credential.objects.values())
    for act in ("", "rotate/", "revoke/"):
        address = f"{KEYS}{new.credential.pk}/{act}?{urlencode({'overlap': 0})}"
        assert keeper.get(address).status_code == 200
        assert keeper.put(address).status_code == 405
        assert keeper.delete(address).status_code == 405
    keeper.get(KEYS + "create/", FORM)
    assert list(Credential.objects.values()) == before
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = keeper.cookies
    assert strict.post(f"{KEYS}{new.credential.pk}/revoke/").status_code == 403
    assert list(Credential.objects.values()) == before


def test_without_the_permission_nothing_opens_and_nothing_changes():
    author = signed_in("add_topic")
    pk = new_partner().credential.pk
    before = list(Credential.objects.values())
    for address in ("", "create/", f"{pk}/", f"{pk}/rotate/", f"{pk}/revoke/", f"{10**9}/"):
        for send in (author.get, author.post):
            response = send(KEYS + address, {**FORM, "overlap": 0})
            assert response.status_code == 302
            assert response["Location"] == "/cms-admin/"
    assert list(Credential.objects.values()) == before
    assert KEYS not in author.get("/cms-admin/").content.decode()


def test_nobody_has_the_permission_from_the_start():
    assert not Group.objects.filter(permissions__codename="manage_credentials").exists()


def test_the_list_tells_state_and_use_of_each_key(keeper):
    now = timezone.now()
    for name, fields in (
        ("Used", {"last_used_at": now}),
        ("Over", {"expires_at": now - timedelta(days=1)}),
        ("Ended", {"revoked_at": now}),
    ):
        pk = new_partner(name=name).credential.pk
        Credential.objects.filter(pk=pk).update(**fields)
    used = Credential.objects.get(name="Used")
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    for minute, count in ((midnight, 40), (now, 2), (midnight - timedelta(minutes=1), 1000)):
        CredentialUse.objects.create(credential=used, minute=minute, count=count)
    page = keeper.get(KEYS).content.decode()
    cells = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))
    assert re.search(r"Used Do everything https://partner.example/ 42 .*In use", cells)
    for words in ("Expired", "Revoked"):
        assert words in cells
    ordered = keeper.get(KEYS, {"ordering": "-today"}).content.decode()
    assert ordered.index("Used") < ordered.index("Ended")


def test_the_list_takes_a_constant_number_of_queries(keeper, django_assert_num_queries):
    new_partner()
    keeper.get(KEYS)
    with CaptureQueriesContext(connection) as one:
        keeper.get(KEYS)
    for number in range(20):
        new_partner(name=str(number))
    with django_assert_num_queries(len(one)):
        keeper.get(KEYS)


def test_a_key_that_is_not_there_is_not_found(keeper):
    for act in ("", "rotate/", "revoke/"):
        assert keeper.get(f"{KEYS}{10**9}/{act}").status_code == 404
