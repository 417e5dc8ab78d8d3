"""What was only for a department that is closed, and who has it then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.administration import reorganising
from cms.publishing.departments import Department, provide_department
from courses.additions.models import AdditionVersion
from courses.content.models import CoursePage
from learning.catalogue.models import Activity
from learning.people.models import Organisation
from tests.cms.test_closed_departments import empty
from tests.cms.test_reorganised_departments import of_a_third
from tests.factories.additions import draft_addition, note, publish_addition
from tests.factories.courses import Writing, published_course
from tests.factories.people import OrganisationFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now() + timedelta(seconds=1)


@pytest.fixture
def heir(writing: Writing) -> Organisation:
    """Return who takes over, which writes too."""
    found: Organisation = writing.cast.other_department
    provide_department(organisation=found)
    return found


def add(course: CoursePage, below: Department, writing: Writing, words: str) -> int:
    author = writing.cast.author
    draft = draft_addition(course, below=below.page, author=author, notes=[note(words)])
    return int(publish_addition(draft).pk)


def close(writing: Writing, to: Organisation | None) -> None:
    cast = writing.cast
    empty(cast.department)
    reorganising.close(by=cast.admin, organisation=cast.department, courses_to=to, now=NOW)


def test_additions_are_for_who_takes_over(writing: Writing, heir: Organisation) -> None:
    course = of_a_third(writing)
    added = add(course, writing.department, writing, "Ours")
    close(writing, heir)
    version = AdditionVersion.objects.get(current=True)
    assert (version.page_id, version.organisation) == (added, heir)
    assert version.page.live


def test_of_two_additions_that_of_who_takes_over_stays(
    writing: Writing, heir: Organisation
) -> None:
    course = of_a_third(writing)
    gone = add(course, writing.department, writing, "Ours")
    kept = add(course, provide_department(organisation=heir), writing, "Theirs")
    close(writing, heir)
    assert AdditionVersion.objects.get(current=True).page_id == kept
    assert not AdditionVersion.objects.get(page=gone).page.live


def test_additions_that_nobody_takes_over_are_withdrawn(
    writing: Writing, heir: Organisation
) -> None:
    course = of_a_third(writing)
    added = add(course, writing.department, writing, "Ours")
    # As one stands that was taken over by the words of another once: its page is elsewhere.
    beside = add(course, provide_department(organisation=heir), writing, "Theirs")
    AdditionVersion.objects.filter(page=beside).update(organisation=writing.cast.team)
    close(writing, None)
    assert not AdditionVersion.objects.filter(current=True).exists()
    assert not AdditionVersion.objects.get(page=added).page.live


@pytest.mark.parametrize("taken", [True, False])
def test_what_was_only_for_it_is_for_who_takes_over(
    writing: Writing, heir: Organisation, taken: bool
) -> None:
    """Of every department: a course of a third one, for the team below what is closed, too."""
    third = Writing(provide_department(organisation=OrganisationFactory(code="3RD")), writing.cast)
    scope = writing.cast.team
    course = published_course(third, title="For some", slug="for-some", scope=scope)
    close(writing, heir if taken else None)
    now_for = heir if taken else scope
    assert Activity.objects.get(slug="for-some").scope == now_for
    page = CoursePage.objects.get(pk=course.pk)
    assert page.scope == now_for
    assert page.get_latest_revision_as_object().scope == now_for
