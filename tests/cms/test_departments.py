"""Giving a department its part of the tree, once."""

from __future__ import annotations

from collections import Counter

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupPagePermission, Page, Site, Task, Workflow

from cms.pages.models import DepartmentPage
from cms.publishing.departments import library, provide_department
from tests.factories.courses import Writing
from tests.factories.people import OrganisationFactory

pytestmark = pytest.mark.django_db


def counted() -> dict[str, int]:
    """Return how much of everything there is that a department is given."""
    return {
        model.__name__: model.objects.count()
        for model in (Page, Collection, Group, GroupPagePermission, Workflow, Task, Site)
    }


def test_providing_a_department_again_changes_nothing(writing: Writing) -> None:
    before = counted()
    again = provide_department(organisation=writing.cast.department)
    assert counted() == before
    assert again.page.pk == writing.department.page.pk
    assert again.authors.pk == writing.department.authors.pk


def test_the_library_is_one_and_the_site_shows_it(db: None) -> None:
    assert library().pk == library().pk
    assert Site.objects.get(is_default_site=True).root_page_id == library().pk


def test_a_department_is_given_to_its_own_groups_only(writing: Writing) -> None:
    other = provide_department(organisation=writing.cast.other_department)
    for group in (other.authors, other.reviewers, other.publishers):
        pages = set(group.page_permissions.values_list("page", flat=True))
        assert pages == {other.page.pk}
        folders = set(group.collection_permissions.values_list("collection", flat=True))
        assert folders == {other.collection.pk}
    assert other.collection.pk != writing.department.collection.pk


def test_what_each_group_may_do(writing: Writing) -> None:
    may = {
        role: Counter(
            getattr(writing.department, role).page_permissions.values_list(
                "permission__codename", flat=True
            )
        )
        for role in ("authors", "reviewers", "publishers")
    }
    assert may == {
        "authors": {"add_page": 1, "change_page": 1},
        "reviewers": {"change_page": 1},
        "publishers": {"change_page": 1, "publish_page": 1},
    }
    assert not any("delete" in codename for group in may.values() for codename in group)


def test_review_stands_before_publishing(writing: Writing) -> None:
    workflow = writing.department.page.get_workflow()
    kinds = [type(task.specific).__name__ for task in workflow.tasks]
    assert kinds == ["ReviewTask", "PublishTask"]


def test_two_departments_have_two_ways_of_reviewing(writing: Writing) -> None:
    other = provide_department(organisation=writing.cast.other_department)
    assert other.page.get_workflow().pk != writing.department.page.get_workflow().pk


def test_a_department_below_another_has_a_part_of_its_own(writing: Writing) -> None:
    agency = OrganisationFactory(name="Agency", code="AGENCY", parent=writing.cast.department)
    own = provide_department(organisation=agency)
    assert own.page.get_parent().pk == library().pk
    assert DepartmentPage.objects.count() == 2


def test_namesakes_share_no_files(db: None) -> None:
    """Two agencies may be called the same; their pictures and documents are their own."""
    first, second = (
        provide_department(organisation=OrganisationFactory(name="Audit Office", code=code))
        for code in ("AUDIT-1", "AUDIT-2")
    )
    assert first.collection.pk != second.collection.pk


def test_a_code_need_not_look_like_an_address(db: None) -> None:
    page = provide_department(organisation=OrganisationFactory(code="D&T / 7 Ä")).page
    page.full_clean()
    assert page.slug
