"""Who leads whose learning, and what opens for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.utils import timezone

from learning.config.refusals import forbidden
from learning.people.leading import leads, parts_led_by
from learning.people.models import Role, RoleGrant
from learning.people.roles import end_role, grant_role
from tests.factories.clients import client_of
from tests.factories.courses import Writing
from tests.factories.people import cast
from tests.insights.reading import NOW, PAGE, main_of

pytestmark = pytest.mark.django_db


def test_a_lead_finds_the_page_from_home_and_nobody_else_does(writing: Writing) -> None:
    page = main_of(client_of(writing.cast.ld_lead).get("/").content.decode())
    assert "Learning in Department for Examples" in page
    assert f'href="{PAGE}"' in page
    for role in ("learner", "manager", "author", "dpo", "coordinator", "admin"):
        client = client_of(getattr(writing.cast, role))
        assert PAGE not in client.get("/").content.decode(), role
        assert client.get(PAGE).status_code == 404, role
    assert Client().get(PAGE)["Location"].startswith("/sign-in/")


def test_what_somebody_leads_is_named_once_and_ends_with_the_role() -> None:
    people = cast()
    lead = people.ld_lead
    grant_role(person=lead, role=Role.LD_LEAD, organisation=people.team, now=NOW)
    other = grant_role(
        person=lead, role=Role.LD_LEAD, organisation=people.other_department, now=NOW
    )
    assert parts_led_by(lead) == [people.department, people.other_department]
    assert leads(lead, people.team)
    end_role(grant=other, now=NOW)
    assert parts_led_by(lead) == [people.department]
    assert not leads(lead, people.other_department)
    assert parts_led_by(people.dpo) == []
    assert parts_led_by(AnonymousUser()) == []
    yesterday = timezone.localdate() - timedelta(days=1)
    RoleGrant.objects.filter(person=lead, ended_at__isnull=True).update(until=yesterday)
    assert parts_led_by(lead) == [], "its last day has passed, and nothing ended it yet"


def test_the_admin_opens_for_a_lead_and_leads_back(writing: Writing) -> None:
    lead = client_of(writing.cast.ld_lead)
    page = lead.get("/cms-admin/").content.decode()
    assert f'href="{PAGE}"' in page
    assert 'href="/cms-admin/promises/"' in page or "/cms-admin/promises/" in page
    assert "ask your learning and development team" not in page
    home = lead.get("/").content.decode()
    assert "Write courses" not in home, "a lead who is no editor"
    writing.cast.ld_lead.groups.add(writing.department.authors)
    assert "Write courses" in client_of(writing.cast.ld_lead).get("/").content.decode()


def test_the_admin_ends_for_a_lead_with_the_role(writing: Writing) -> None:
    grant = writing.cast.ld_lead.role_grants.get()
    end_role(grant=grant, now=NOW)
    assert client_of(writing.cast.ld_lead).get("/cms-admin/").status_code == 403
    for role in (Role.DPO, Role.COORDINATOR):
        grant_role(
            person=writing.cast.ld_lead,
            role=role,
            organisation=writing.cast.department,
            now=NOW,
        )
    assert client_of(writing.cast.ld_lead).get("/cms-admin/").status_code == 403


def test_who_is_refused_is_told_whom_to_ask_and_a_lead_not_their_own_team(
    writing: Writing, settings
) -> None:
    settings.CONTACT_EMAIL = "help@demo.example"
    told = {}
    for person in (writing.cast.learner, writing.cast.ld_lead):
        request = RequestFactory().get("/x/")
        request.user = person
        told[person] = forbidden(request).content.decode()
    assert "ask your learning and development team" in told[writing.cast.learner]
    assert "ask your learning and development team" not in told[writing.cast.ld_lead]
    assert "ask the people who run the service: help@demo.example" in told[writing.cast.ld_lead]
