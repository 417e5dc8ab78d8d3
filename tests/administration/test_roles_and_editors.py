"""What the pages about roles and editors do and say."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import ModelLogEntry

from cms.administration.selectors import memberships_in
from cms.publishing.memberships import GRANTED
from cms.publishing.models import EditorsGroup
from learning.people.models import Role, RoleGrant
from learning.people.parts import part_of
from learning.people.reorganising import rename_organisation
from learning.people.roles import grant_role
from tests.administration.conftest import Signed
from tests.administration.reading import at, told
from tests.factories.courses import Writing

pytestmark = pytest.mark.django_db


# Roles


def test_a_role_is_given_in_three_steps_and_has_a_last_day(lead: Client, writing: Writing) -> None:
    department, person = writing.cast.department, writing.cast.mentor
    first = lead.get(at("grant"))
    assert f"?organisation={department.pk}" in first.content.decode()
    second = lead.get(at("grant", organisation=department.pk))
    assert "Mentor" not in told(second), "nobody is listed before somebody is looked for"
    found = lead.get(at("grant", organisation=department.pk, who="mentor@DEMO"))
    [step] = re.findall(r'href="(\?organisation=[^"]+person=[^"]+)"', found.content.decode())
    address = at("grant").rstrip("?") + step.replace("&amp;", "&")
    assert "L&amp;D lead" in lead.get(address).content.decode()
    until = timezone.localdate() + timedelta(days=30)
    answer = lead.post(address, {"role": "ld_lead", "until": until.isoformat()}, follow=True)
    assert "Mentor is L&amp;D lead for Department for Examples." in told(answer)
    grant = RoleGrant.objects.get(person=person)
    assert (grant.role, grant.organisation, grant.until, grant.granted_by) == (
        Role.LD_LEAD, department, until, writing.cast.ld_lead,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ({}, "Choose a role."),
        ({"role": "ld_lead", "until": "2020-01-01"}, "Enter today or a day in the future."),
        ({"role": "ld_lead", "until": "tomorrow"}, "Enter a valid date."),
        ({"role": "dpo"}, "dpo is not one of the available choices."),
    ],
)
def test_a_form_with_a_fault_says_it_and_keeps_what_was_typed(
    lead: Client, writing: Writing, form: dict[str, str], fault: str
) -> None:
    person = writing.cast.mentor
    address = at("grant", organisation=writing.cast.department.pk, person=person.public_id)
    answer = lead.post(address, form)
    assert answer.status_code == 422
    assert fault in told(answer)
    assert all(f'value="{value}"' in answer.content.decode() for value in form.values()
               if value != "dpo")  # fmt: skip
    assert not RoleGrant.objects.filter(person=person).exists()


@pytest.mark.parametrize("days", [None, 5])
def test_a_role_that_somebody_has_is_not_given_again_with_another_last_day(
    lead: Client, writing: Writing, days: int | None
) -> None:
    """It was said to be given, and the day that was asked for was lost."""
    person, place, today = writing.cast.mentor, writing.cast.department, timezone.localdate()
    until = today + timedelta(days=days) if days else None
    grant_role(person=person, role=Role.COORDINATOR, organisation=place, until=until)
    address = at("grant", organisation=place.pk, person=person.public_id)
    asked = (today + timedelta(days=9)).isoformat()
    answer = lead.post(address, {"role": "coordinator", "until": asked})
    assert answer.status_code == 422
    when = f"until {date_format(until)}" if until else "without a last day"
    words = f"Mentor has this role already, {when}. Change its last day instead."
    assert words in told(answer)
    assert RoleGrant.objects.get(person=person).until == until


def test_the_history_of_a_role(lead: Client, writing: Writing) -> None:
    cast = writing.cast
    until = timezone.localdate() + timedelta(days=5)
    grant = grant_role(
        person=cast.mentor, role=Role.COORDINATOR, organisation=cast.team, granted_by=cast.admin
    )
    lead.post(at("role_last_day", grant.pk), {"until": until.isoformat()})
    lead.post(at("role_end", grant.pk))
    page = told(lead.get(at("role", grant.pk)))
    for words in ("Given by Admin", "Ended by hand", "Ended by Ld Lead", date_format(until)):
        assert words in page, words
    entry = ModelLogEntry.objects.for_instance(cast.mentor).get()
    assert entry.user == cast.ld_lead
    assert entry.message == (
        f"Last day of “Mentoring coordinator” for “Claims team”: {date_format(until)}"
    )
    again = lead.post(at("role_end", grant.pk), follow=True)
    assert "had ended already" in told(again)


def test_roles_are_found_by_state_and_words(admin: Client, writing: Writing) -> None:
    cast = writing.cast
    grant = grant_role(person=cast.mentor, role=Role.COORDINATOR, organisation=cast.team)
    RoleGrant.objects.filter(pk=grant.pk).update(until=timezone.localdate() - timedelta(days=1))
    for query, found in (
        ({"state": "current"}, False), ({"state": "ended"}, True), ({"q": "mentor claims"}, True),
        ({"q": "mentor others"}, False), ({"role": "coordinator"}, True), ({"role": "dpo"}, False),
    ):  # fmt: skip
        page = admin.get(at("roles"), query)
        assert ("Mentor" in re.sub(r"Mentoring coordinator", "", told(page))) is found, query
    assert "The last day has passed" in told(admin.get(at("roles"), {"state": "ended"}))


# Editors


def test_an_editor_is_added_and_ended_and_their_history_says_so(
    lead: Client, writing: Writing, signed_in: Signed
) -> None:
    department, person = writing.cast.department, writing.cast.mentor
    client = signed_in(person)
    assert client.get("/cms-admin/").status_code == 403
    address = at("editor_grant", organisation=department.pk, person=person.public_id)
    answer = lead.post(address, {"kinds": ["authors", "reviewers"]}, follow=True)
    assert "Mentor is Author, Reviewer for Department for Examples." in told(answer)
    assert set(person.groups.values_list("name", flat=True)) == {"DFE: authors", "DFE: reviewers"}
    assert client.get("/cms-admin/").status_code == 200
    assert "Mentor" in told(lead.get(at("editors"), {"kind": "authors"}))
    assert "Mentor" not in told(lead.get(at("editors"), {"kind": "publishers"}))
    for group in EditorsGroup.objects.filter(kind__in=["authors", "reviewers"]):
        lead.post(at("editor_end", group.pk, person.pk))
    assert client.get("/cms-admin/").status_code == 403
    entries = ModelLogEntry.objects.for_instance(person).order_by("pk")
    assert [(entry.user, entry.message) for entry in entries] == [
        (writing.cast.ld_lead, "Put into the group “DFE: authors”"),
        (writing.cast.ld_lead, "Put into the group “DFE: reviewers”"),
        (writing.cast.ld_lead, "No longer in the group “DFE: authors”"),
        (writing.cast.ld_lead, "No longer in the group “DFE: reviewers”"),
    ]


def test_since_when_somebody_edits_is_known_under_a_new_name(
    lead: Client, writing: Writing
) -> None:
    cast = writing.cast
    address = at("editor_grant", organisation=cast.department.pk, person=cast.mentor.public_id)
    lead.post(address, {"kinds": ["authors"]})
    rename_organisation(
        organisation=cast.department, name="Ministry", code="MOE", keep=True, now=timezone.now()
    )
    assert cast.mentor.groups.get().name == "MOE: authors"
    listed = memberships_in(part_of(cast.ld_lead)).get(user=cast.mentor)
    granted = ModelLogEntry.objects.for_instance(cast.mentor).get(action=GRANTED)
    assert listed.since == granted.timestamp


def test_adding_an_editor_again_changes_nothing(lead: Client, writing: Writing) -> None:
    author = writing.cast.author
    address = at("editor_grant", organisation=writing.cast.department.pk, person=author.public_id)
    assert lead.post(address, {"kinds": ["authors"]}).status_code == 302
    assert author.groups.count() == 1
    assert not ModelLogEntry.objects.for_instance(author).exists()


def test_a_department_that_does_not_write_has_no_editors(lead: Client, writing: Writing) -> None:
    person = writing.cast.mentor
    address = at("editor_grant", organisation=writing.cast.team.pk, person=person.public_id)
    answer = lead.post(address, {"kinds": ["authors"]})
    assert answer.status_code == 422
    assert "cannot write courses" in told(answer)
    assert "Claims team" not in told(lead.get(at("editor_grant")))
