"""Every table that leads to a person is declared, and every declaration leads to one."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings

from learning.privacy import registry
from learning.privacy.registry import Link, declarations, problem_with, undeclared


def test_no_table_with_people_in_it_is_forgotten() -> None:
    assert undeclared() == []


@pytest.mark.parametrize(
    "declaration", declarations(), ids=lambda found: f"{found.model}.{found.person}"
)
def test_each_declaration_leads_to_a_person_and_says_everything(declaration) -> None:
    assert problem_with(declaration) == ""
    assert str(declaration.purpose).strip()
    assert str(declaration.retention).strip()
    assert declaration.app in settings.ROOMS


def test_the_walk_would_find_whatever_one_forgot(monkeypatch) -> None:
    for key, declaration in list(registry._declarations.items()):
        if declaration.link in (Link.BY_ADDRESS, Link.OPAQUE) or not declaration.person:
            continue
        rest = {other: found for other, found in registry._declarations.items() if other != key}
        others = [found for name, found in rest if name == key[0]]
        monkeypatch.setattr(registry, "_declarations", rest)
        field = declaration.person.split("__")[0]
        # A table that belongs to a person's row by one key needs one path, whichever.
        if "__" not in declaration.person or not others:
            model = apps.get_model(declaration.model)
            assert f"{model._meta.label}.{field}" in undeclared(), key
        monkeypatch.undo()


def test_the_tables_of_signing_in_are_declared_though_no_key_leads_there() -> None:
    told = {declaration.model for declaration in declarations()}
    assert {
        "sessions.Session", "people.LimitCount",
        "knox.AuthToken", "account.EmailAddress", "wagtailcore.Revision",
        "wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry",
    } <= told  # fmt: skip
