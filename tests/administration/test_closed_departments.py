"""What is below a closed department, and what opens with it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.administration import reorganising
from learning.people.models import Organisation, User
from learning.people.parts import NotYours
from tests.administration.reading import at, told
from tests.factories.courses import Writing
from tests.factories.people import OrganisationFactory

pytestmark = pytest.mark.django_db


def shut(one: Organisation, into: Organisation | None = None) -> Organisation:
    """Close an organisation as it may have been closed long ago."""
    Organisation.objects.filter(pk=one.pk).update(closed_at=timezone.now(), merged_into=into)
    return Organisation.objects.get(pk=one.pk)


def done(one: Organisation) -> list[str]:
    """Return what was done to an organisation, the oldest first."""
    found = ModelLogEntry.objects.for_instance(one).order_by("pk")
    return [str(entry.message) for entry in found]


@pytest.fixture
def below(writing: Writing) -> Organisation:
    """Return what a lead has merged out of her part, and below it nothing yet."""
    gone = OrganisationFactory(name="Gone", parent=writing.cast.department)
    return shut(gone, writing.cast.other_department)


def test_nothing_is_moved_below_what_is_closed_or_merged(
    lead: Client, admin: Client, writing: Writing, below: Organisation
) -> None:
    """Closed and opened again there, it would open what is above it."""
    cast = writing.cast
    plain = shut(OrganisationFactory(name="Shut", parent=cast.department))
    under = OrganisationFactory(name="Under", parent=plain)
    for client in (lead, admin):
        for parent, closed in ((below, "Gone"), (plain, "Shut"), (under, "Shut")):
            answer = client.post(at("department_move", cast.team.pk, organisation=parent.pk), {})
            assert answer.status_code == 422, parent
            assert f"{closed} is closed. Choose another department." in told(answer)
            assert Organisation.objects.get(pk=cast.team.pk).parent == cast.department
        offered = client.get(at("department_move", cast.team.pk)).content.decode()
        assert f"organisation={under.pk}" not in offered
    assert not done(cast.team)


def test_nothing_is_added_below_what_is_closed_or_merged(
    admin: Client, below: Organisation
) -> None:
    under = OrganisationFactory(name="Under", parent=below)
    for parent in (below, under):
        form = {"name": "New agency", "code": "NEW"}
        answer = admin.post(at("department_add", organisation=parent.pk), form)
        assert answer.status_code == 422
        assert "Gone is closed. Choose another department." in told(answer)
        assert 'value="New agency"' in answer.content.decode()
    assert not Organisation.objects.filter(code="NEW").exists()


def test_a_lead_opens_nothing_that_left_her_part_by_way_of_what_is_below_it(
    lead: Client, admin: Client, writing: Writing, below: Organisation
) -> None:
    under = shut(OrganisationFactory(name="Under", parent=below))
    with pytest.raises(NotYours):
        reorganising.open_again(by=writing.cast.ld_lead, organisation=under, now=timezone.now())
    assert lead.post(at("department_open", under.pk)).status_code == 404
    assert "Reopen department" not in told(lead.get(at("department", under.pk)))
    below.refresh_from_db()
    assert below.merged_into == writing.cast.other_department
    assert not done(below)
    admin.post(at("department_open", under.pk))
    below.refresh_from_db()
    assert below.closed_at is None


def test_all_that_opens_says_so_in_its_history(lead: Client, writing: Writing) -> None:
    above = shut(OrganisationFactory(name="Above", parent=writing.cast.department))
    under = shut(OrganisationFactory(name="Under", parent=above))
    lead.post(at("department_open", under.pk))
    assert (done(above), done(under)) == (["Reopened"], ["Reopened"])
    assert not done(writing.cast.department)


def test_all_that_closes_says_so_in_its_history(admin: Client, writing: Writing) -> None:
    cast = writing.cast
    User.objects.filter(organisation__in=[cast.department, cast.team]).update(organisation=None)
    before = shut(OrganisationFactory(name="Before", parent=cast.team))
    admin.post(at("department_close", cast.department.pk), {"courses": "down"})
    assert (done(cast.department), done(cast.team)) == (["Closed"], ["Closed"])
    assert not done(before)


def test_a_department_is_not_moved_to_where_it_is(
    lead: Client, admin: Client, writing: Writing
) -> None:
    cast = writing.cast
    other = OrganisationFactory(name="Unit", parent=cast.department)
    for client in (lead, admin):
        offered = client.get(at("department_move", cast.team.pk)).content.decode()
        assert f"organisation={cast.department.pk}" not in offered
        assert f"organisation={other.pk}" in offered
        to = at("department_move", cast.team.pk, organisation=cast.department.pk)
        answer = client.post(to, {})
        assert answer.status_code == 422
        words = f"{cast.team.name} is a part of {cast.department.name} already."
        assert words in told(answer)
    top = OrganisationFactory(name="Top")
    assert "top=1" not in admin.get(at("department_move", top.pk)).content.decode()
    answer = admin.post(at("department_move", top.pk, top=1), {})
    assert answer.status_code == 422
    assert "Top is at the top already." in told(answer)
    assert not done(cast.team)
    assert not done(top)


def test_who_closes_or_merges_twice_is_told_so(
    lead: Client, admin: Client, writing: Writing
) -> None:
    cast = writing.cast
    for client in (lead, admin):
        one, two = (OrganisationFactory(parent=cast.department) for _number in range(2))
        closing = (at("department_close", one.pk), {"courses": "down"})
        merging = (
            at("department_merge", two.pk, organisation=cast.team.pk), {"rights": "end"},
        )  # fmt: skip
        for place, (address, form), words in (
            (one, closing, "It is closed already."), (two, merging, "It is merged already."),
        ):  # fmt: skip
            assert client.post(address, form).status_code == 302
            again = client.post(address, form, follow=True)
            assert again.redirect_chain[-1][0] == at("department", place.pk).rstrip("?")
            assert words in told(again)
            assert len(done(place)) == 1
    elsewhere = shut(OrganisationFactory(parent=cast.other_department))
    closing = (at("department_close", elsewhere.pk), {"courses": "down"})
    assert lead.post(*closing).status_code == 404


def test_closing_says_first_who_works_there_and_asks_nothing(
    lead: Client, writing: Writing
) -> None:
    team = writing.cast.team
    page = lead.get(at("department_close", team.pk))
    assert "2 people work there." in told(page)
    markup = page.content.decode()
    assert 'name="courses"' not in markup
    assert 'class="button serious"' not in markup
    for way in ("move", "merge"):
        assert f'href="{at(f"department_{way}", team.pk).rstrip("?")}"' in markup


def test_closing_asks_nothing_about_courses_where_there_are_none(
    lead: Client, writing: Writing
) -> None:
    team = writing.cast.team
    User.objects.filter(organisation=team).update(organisation=None)
    page = lead.get(at("department_close", team.pk))
    assert "Nothing is published." in told(page)
    assert "What happens to its courses?" not in told(page)
    answer = lead.post(at("department_close", team.pk), {}, follow=True)
    assert f"{team.name} is closed." in told(answer)
