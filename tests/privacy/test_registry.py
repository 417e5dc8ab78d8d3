"""Declaring personal data, and finding a person's rows by what was declared."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from learning.notifications.services import queue_mail
from learning.people.emails import Email
from learning.privacy import registry
from learning.privacy.checks import check_declarations
from learning.privacy.registry import (
    Declaration,
    Link,
    OnErase,
    declarations,
    declare,
    problem_with,
    rows_of,
)
from tests.factories.people import cast

GOOD = Declaration("tests", "people.User", "", Link.ABOUT, "why", "how long", OnErase.DELETE)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"model": "people.Nobody"}, "people.Nobody"),
        ({"person": "nothing"}, "no field named 'nothing'"),
        ({"person": "organisation"}, "leads to no person"),
        ({"person": "email"}, "leads to no person"),
        ({"person": "email__actor"}, "cannot follow a plain field"),
        ({"person": "actor", "link": Link.BY_ADDRESS}, "is no plain field"),
        ({"model": "people.Organisation", "person": ""}, "leads to no person"),
    ],
)
def test_a_declaration_that_points_at_nothing_is_found(
    changes: dict[str, object], problem: str
) -> None:
    assert problem_with(GOOD) == ""
    assert problem in problem_with(replace(GOOD, **changes))


def test_the_start_up_check_names_what_is_wrong_and_where_to_mend_it(monkeypatch) -> None:
    assert check_declarations() == []
    broken = replace(GOOD, person="nothing")
    monkeypatch.setattr(registry, "_declarations", {("people.user", "nothing"): broken})
    found = check_declarations()
    assert found[0].id == "privacy.E001"
    assert "tests/privacy.py" in found[0].hint
    assert {error.id for error in found[1:]} == {"privacy.E002"}
    assert any("records.Record.actor" in error.msg for error in found)


def test_saying_it_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare(
            "people.User",
            app="tests",
            person="",
            purpose="",
            retention="",
            on_erase=OnErase.DELETE,
        )


@pytest.mark.django_db
def test_a_persons_rows_are_found_and_nobody_elses() -> None:
    people = cast()
    for person in (people.learner, people.manager):
        queue_mail(Email("test", person.email, "en-gb", "Subject", "Text", person=person.pk))
    found: dict[tuple[str, str], list[object]] = {}
    for declaration in declarations():
        if declaration.link in (Link.BY_ADDRESS, Link.OPAQUE):
            with pytest.raises(ValueError, match="holds no key"):
                rows_of(declaration, user=people.learner.pk)
            continue
        rows = rows_of(declaration, user=people.learner.pk, actor=people.learner.actor_id)
        found[declaration.model, declaration.person] = list(rows)
        assert not rows_of(declaration).exists()
    assert found["people.User", ""] == [people.learner]
    assert found["people.User", "actor"] == [people.learner]
    assert found["people.User", "manager"] == []
    assert [mail.person for mail in found["notifications.Mail", "person"]] == [people.learner]
    assert [actor.person for actor in found["lrs.Actor", ""]] == [people.learner]


@pytest.mark.django_db
def test_a_grant_is_found_by_who_holds_it_and_by_who_gave_it() -> None:
    people = cast()
    by_path = {
        declaration.person: declaration
        for declaration in declarations()
        if declaration.model == "people.RoleGrant"
    }
    assert rows_of(by_path["person"], user=people.dpo.pk).count() == 1
    assert rows_of(by_path["granted_by"], user=people.admin.pk).count() == 3
    assert rows_of(by_path["person"], user=people.admin.pk).count() == 0
    assert people.dpo.role_grants.get().granted_at <= timezone.now()


def test_the_record_of_processing_lists_every_table() -> None:
    out = StringIO()
    call_command("describe_personal_data", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 2 + len(declarations())
    assert all(line.count("|") == 7 for line in lines)
    assert any("`records.Record`" in line for line in lines)
