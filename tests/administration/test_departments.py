"""What the pages about departments do and say."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from cms.administration.forms import AddForm, NameForm
from cms.pages.models import DepartmentPage
from cms.publishing.departments import provide_department
from learning.people.models import Organisation, Role, RoleGrant, User
from learning.people.roles import grant_role
from tests.administration.reading import at, told
from tests.factories.courses import Writing, published_course, translated_by_machine
from tests.factories.people import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_a_team_can_write_with_one_button(lead: Client, writing: Writing) -> None:
    team = writing.cast.team
    page = lead.get(at("department", team.pk))
    assert "Let it write courses" in told(page)
    answer = lead.post(at("department", team.pk), follow=True)
    assert "can write courses now" in told(answer)
    assert "No one writes, reviews or publishes here yet." in told(answer)
    assert DepartmentPage.objects.filter(organisation=team).exists()
    assert "Can write courses" in told(lead.get(at("department", team.pk))), "in its history"


def test_a_new_name_is_in_the_tree_and_in_the_history(lead: Client, writing: Writing) -> None:
    department = writing.cast.department
    form = {"name": "Ministry of Examples", "keep": "on"}
    answer = lead.post(at("department_rename", department.pk), form, follow=True)
    assert "Renamed from “Department for Examples (DFE)” to “Ministry of Examples (DFE)”" in told(
        answer
    )
    assert DepartmentPage.objects.get(organisation=department).title == "Ministry of Examples"
    department.refresh_from_db()
    assert department.name_kept


def test_an_administrator_adds_a_department_before_hr_names_it(admin: Client) -> None:
    form = {"name": "New agency", "code": "NEW", "writes": "on"}
    answer = admin.post(at("department_add"), form, follow=True)
    assert "New agency is added." in told(answer)
    assert DepartmentPage.objects.filter(organisation__code="NEW").exists()
    again = admin.post(at("department_add"), form)
    assert again.status_code == 422
    assert "An organisation with this code is here already." in told(again)


def test_a_code_that_somebody_else_was_quicker_with_is_a_fault_in_the_form(
    admin: Client, writing: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form asks first; what comes between asking and saving is found while saving."""
    department = writing.cast.department
    for form in (AddForm, NameForm):
        monkeypatch.setattr(form, "clean_code", lambda self: self.cleaned_data["code"])
    sent = {"name": "New agency", "code": writing.cast.other_department.code}
    for address, words in (
        (at("department_add"), "An organisation with this code is here already."),
        (at("department_rename", department.pk), "Another organisation has this code."),
    ):
        answer = admin.post(address, sent)
        assert answer.status_code == 422
        assert words in told(answer)
        assert "already exists" not in told(answer)
        assert 'value="New agency"' in answer.content.decode()
    assert not Organisation.objects.filter(name="New agency").exists()


def test_a_department_that_cannot_get_what_it_writes_with_is_not_added(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_kwargs: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr("cms.administration.reorganising.provide_department", fail)
    with pytest.raises(RuntimeError):
        admin.post(at("department_add"), {"name": "New agency", "code": "NEW", "writes": "on"})
    assert not Organisation.objects.filter(code="NEW").exists()


def test_moving_says_how_much_ends_with_it(admin: Client, writing: Writing) -> None:
    cast = writing.cast
    grant_role(person=cast.manager, role=Role.COORDINATOR, organisation=cast.department)
    cast.learner.groups.add(writing.department.authors)
    address = at("department_move", cast.team.pk, organisation=cast.other_department.pk)
    assert "2 roles or editors end" in told(admin.get(address))
    admin.post(address, {"keep": "on"})
    team = Organisation.objects.get(pk=cast.team.pk)
    assert (team.parent, team.place_kept) == (cast.other_department, True)
    assert not RoleGrant.objects.filter(person=cast.manager, ended_at=None).exists()
    assert not cast.learner.groups.exists()
    page = told(admin.get(at("department", team.pk)))
    assert "Moved from “Department for Examples” to “Department for Others”" in page


def test_a_department_is_not_offered_what_is_below_it(admin: Client, writing: Writing) -> None:
    department = writing.cast.department
    for name in ("department_move", "department_merge"):
        page = admin.get(at(name, department.pk)).content.decode()
        assert f"organisation={writing.cast.team.pk}" not in page
        assert f"organisation={writing.cast.other_department.pk}" in page
    loop = admin.post(
        at("department_move", department.pk, organisation=writing.cast.team.pk), follow=True
    )
    assert "An organisation cannot be below itself" in told(loop)


def test_merging_asks_what_becomes_of_rights(admin: Client, writing: Writing) -> None:
    cast = writing.cast
    address = at("department_merge", cast.team.pk, organisation=cast.other_department.pk)
    assert admin.post(address, {}).status_code == 422
    answer = admin.post(address, {"rights": "end"}, follow=True)
    assert "Claims team is merged into Department for Others." in told(answer)
    assert "Claims team (DFE-CLAIMS)" in told(answer)
    gone = told(admin.get(at("department", cast.team.pk)))
    assert "It was merged into Department for Others." in gone
    assert "Reopen department" in gone


def test_closing_is_refused_while_people_work_there(admin: Client, writing: Writing) -> None:
    cast = writing.cast
    answer = admin.post(at("department_close", cast.team.pk), {"courses": "down"}, follow=True)
    assert "2 people work there." in told(answer)
    cast.team.refresh_from_db()
    assert cast.team.closed_at is None


def test_a_closed_department_gives_its_courses_to_another(admin: Client, writing: Writing) -> None:
    cast = writing.cast
    course = published_course(writing, title="Kept", slug="kept")
    translated_by_machine(course)  # one course, in however many languages
    User.objects.filter(organisation__in=[cast.department, cast.team]).update(
        left_on=timezone.localdate(), is_active=False
    )
    address = at("department_close", cast.department.pk)
    assert "1 course or addition is published." in told(admin.get(address))
    assert f"organisation={cast.other_department.pk}" in (
        admin.get(f"{address}give=1").content.decode()
    )
    provide_department(organisation=cast.other_department)
    answer = admin.post(
        f"{address}organisation={cast.other_department.pk}", {"courses": "over"}, follow=True
    )
    assert "Department for Examples is closed." in told(answer)
    course.refresh_from_db()
    assert course.live
    assert course.get_parent().specific.organisation == cast.other_department


def test_a_closed_department_gives_on_what_is_written_below_it_too(
    admin: Client, writing: Writing
) -> None:
    cast = writing.cast
    team = Writing(provide_department(organisation=cast.team), cast)
    courses = [
        published_course(one, title=slug, slug=slug)
        for one, slug in ((writing, "above"), (team, "below"))
    ]
    User.objects.filter(organisation__in=[cast.department, cast.team]).update(
        left_on=timezone.localdate(), is_active=False
    )
    address = at("department_close", cast.department.pk, organisation=cast.other_department.pk)
    page = told(admin.get(address))
    assert "2 courses and additions are published." in page
    assert "This includes those of the departments below it." in page
    admin.post(address, {"courses": "over"})
    for course in courses:
        course.refresh_from_db()
        assert course.live, course.slug
        assert course.get_parent().specific.organisation == cast.other_department
    assert not DepartmentPage.objects.filter(organisation=cast.team).exists()


def test_courses_go_to_no_department_that_is_closed_itself(admin: Client, writing: Writing) -> None:
    cast = writing.cast
    course = published_course(writing, title="Kept", slug="kept")
    User.objects.filter(organisation__in=[cast.department, cast.team]).update(
        left_on=timezone.localdate(), is_active=False
    )
    shut, merged = OrganisationFactory(), OrganisationFactory()
    Organisation.objects.filter(pk__in=[shut.pk, merged.pk]).update(closed_at=timezone.now())
    Organisation.objects.filter(pk=merged.pk).update(merged_into=cast.other_department)
    for to in (shut, merged, cast.team, cast.department):
        address = at("department_close", cast.department.pk, organisation=to.pk)
        answer = admin.post(address, {"courses": "over"})
        assert answer.status_code == 422, to
        assert f"{to.name} cannot take over the courses" in told(answer)
        assert Organisation.objects.get(pk=cast.department.pk).closed_at is None
        course.refresh_from_db()
        assert course.get_parent().specific.organisation == cast.department


def test_departments_are_found_by_state(admin: Client, writing: Writing) -> None:
    for query, seen in (
        ({"show": "writes"}, {"Department for Examples"}),
        ({"q": "claims"}, {"Claims team"}),
        ({"show": "closed"}, set()),
    ):
        page = told(admin.get(at("departments"), query))
        names = {"Department for Examples", "Claims team", "Department for Others"}
        parents = {"Department for Examples"} if query.get("q") else set()
        assert {name for name in names if name in page} - parents == seen - parents, query
