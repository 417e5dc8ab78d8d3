"""A department that is closed publishes and edits no more, and can be opened again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Locale, Revision

from cms.publishing.departments import (
    Department,
    DepartmentIsClosed,
    provide_department,
    provide_department_in,
)
from cms.publishing.handing_over import published_by
from cms.publishing.sweeps import publish_due
from courses.content.models import CoursePage
from learning.catalogue.models import Activity
from learning.people.models import Organisation, User
from learning.people.reorganising import close_organisation, open_organisation
from tests.cms.test_reorganised_departments import in_review, named
from tests.factories.courses import Writing, approve, draft_course, published_course
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def empty(organisation: Organisation) -> None:
    """Let everybody leave."""
    people = User.objects.filter(organisation__in=Organisation.objects.within(organisation))
    people.update(left_on=timezone.localdate(NOW), is_active=False)


def test_closing_takes_down_what_learners_have_and_ends_editing(writing: Writing) -> None:
    cast = writing.cast
    live = published_course(writing, title="Live", slug="live")
    waiting = in_review(writing)
    assert published_by([cast.department]) == 1
    empty(cast.department)
    helper = PersonFactory()
    helper.groups.add(writing.department.authors)
    close_organisation(organisation=cast.department, by=None, now=NOW)
    assert not CoursePage.objects.get(pk=live.pk).live
    assert not Activity.objects.get(slug="live").offered
    assert not CoursePage.objects.get(pk=waiting.pk).workflow_in_progress
    assert not helper.groups.exists()
    closed = Organisation.objects.get(pk=cast.department.pk)
    assert named(closed)["pages"] == {("Department for Examples (closed)",) * 2}
    with pytest.raises(DepartmentIsClosed):
        provide_department(organisation=closed)


def test_closing_cancels_what_was_to_be_published_later(writing: Writing) -> None:
    page = approve(draft_course(writing, title="Later", slug="later"))
    later = NOW + timedelta(days=1)
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=later)
    empty(writing.cast.department)
    close_organisation(organisation=writing.cast.department, by=None, now=NOW)
    assert publish_due(now=later) == 0
    assert not CoursePage.objects.get(pk=page.pk).live


def test_what_a_department_publishes_is_counted_by_few_queries_however_much_it_is(
    writing: Writing, django_assert_num_queries: Any
) -> None:
    department, welsh = writing.cast.department, Locale.objects.get(language_code="cy")
    published_course(writing, title="First", slug="first")
    assert published_by([department]) == 1, "which kinds of pages there are is known from now on"
    with django_assert_num_queries(2):
        assert published_by([department]) == 1
    provide_department_in(welsh, writing.department.page)
    published_course(writing, title="Second", slug="second")
    published_course(writing, title="Third", slug="third")
    with django_assert_num_queries(2):
        assert published_by([department]) == 3


def test_opened_again_it_writes_as_before(writing: Writing) -> None:
    department = writing.cast.department
    empty(department)
    close_organisation(organisation=department, by=None, now=NOW)
    open_organisation(organisation=department, now=NOW)
    assert named(department)["pages"] == {(department.name,) * 2}
    again = provide_department(organisation=department)
    assert again == Department(
        writing.department.page, again.collection, *(
            Group.objects.get(name=f"DFE: {kind}")
            for kind in ("authors", "reviewers", "publishers")
        ),
    )  # fmt: skip
    draft = draft_course(writing, title="New", slug="new")
    draft.get_workflow().start(draft, None)
    task = CoursePage.objects.get(pk=draft.pk).current_workflow_task
    assert list(task.groups.all()) == [again.reviewers]
