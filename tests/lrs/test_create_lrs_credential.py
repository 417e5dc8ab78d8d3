"""The command that makes keys."""

from __future__ import annotations

import base64
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from learning.lrs.credentials import NotAuthenticated, authenticate
from learning.lrs.models import Credential, Scope

pytestmark = pytest.mark.django_db


def create(*arguments):
    out = StringIO()
    call_command("create_lrs_credential", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_last_two_lines_are_a_key_and_a_secret_that_open(db):
    *_words, key, secret = create(
        "Partner", "--scope", "all", "--activities", "https://partner.example/"
    )
    assert key.startswith("key: ")
    assert secret.startswith("secret: ")
    word = base64.b64encode(f"{key[5:]}:{secret[8:]}".encode()).decode()
    credential = authenticate(f"Basic {word}", now=timezone.now())
    assert credential == Credential.objects.get()
    assert (credential.trusted, credential.activities) == (True, "https://partner.example/")
    assert secret[8:].encode() not in bytes(credential.secret_sha256)


def test_without_activities_it_is_not_trusted_and_scopes_add_up(db):
    create("Reader", "--scope", "statements/read", "--scope", "state")
    credential = Credential.objects.get()
    assert credential.scopes == [Scope.STATEMENTS_READ, Scope.STATE]
    assert not credential.trusted


def test_it_works_until_the_end_of_its_last_day(db):
    day = timezone.localdate() + timedelta(days=1)
    *_words, key, secret = create("Guest", "--scope", "all", "--expires", day.isoformat())
    word = base64.b64encode(f"{key[5:]}:{secret[8:]}".encode()).decode()
    authenticate(f"Basic {word}", now=timezone.now() + timedelta(hours=23))
    with pytest.raises(NotAuthenticated, match="expired"):
        authenticate(f"Basic {word}", now=timezone.now() + timedelta(days=2))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["Partner"], "--scope"),
        (["Partner", "--scope", "everything"], "invalid choice"),
        (["Partner", "--scope", "all", "--activities", "partner"], "not an IRI"),
        (["Partner", "--scope", "all", "--expires", "tomorrow"], "not a date"),
        (["Partner", "--scope", "all", "--expires", "2001-01-01"], "expired already"),
        (["Taken", "--scope", "all"], "already exists"),
    ],
)
def test_bad_arguments_are_refused_clearly_and_nothing_is_made(arguments, reason):
    create("Taken", "--scope", "all")
    with pytest.raises(CommandError, match=reason):
        create(*arguments)
    assert Credential.objects.count() == 1
