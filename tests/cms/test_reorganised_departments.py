"""Names follow an organisation everywhere, and what a department wrote goes where it goes."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Collection, Locale, ModelLogEntry, Page, TaskState, Workflow

from cms.media.models import LibraryDocument
from cms.pages.models import DepartmentPage
from cms.publishing.departments import (
    Department,
    folder_of,
    provide_department,
    provide_department_in,
)
from cms.publishing.memberships import join_group
from cms.publishing.models import EditorsGroup, ProvidedDepartment
from courses.additions.models import AdditionVersion
from courses.content.models import CoursePage
from learning.catalogue.models import Activity
from learning.people.imports import import_people
from learning.people.models import Organisation, User
from learning.people.reorganising import (
    EVERYBODY,
    NOBODY,
    merge_organisations,
    rename_organisation,
)
from tests.factories.additions import draft_addition, note, publish_addition
from tests.factories.courses import Writing, draft_course, published_course
from tests.factories.people import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def rename(organisation: Organisation, name: str, code: str = "") -> None:
    rename_organisation(
        organisation=organisation, name=name, code=code or organisation.code, keep=True, now=NOW
    )


def merge(organisation: Organisation, into: Organisation, *, keeps_rights: bool = False) -> None:
    merge_organisations(
        organisation=organisation,
        into=into,
        keeps=EVERYBODY if keeps_rights else NOBODY,
        by=None,
        now=NOW,
    )


def named(organisation: Organisation) -> dict[str, Any]:
    """Return what everything is called that a department was given."""
    provided = ProvidedDepartment.objects.get(organisation=organisation)
    pages = DepartmentPage.objects.filter(organisation=organisation)
    return {
        "pages": set(pages.values_list("title", "draft_title")),
        "folder": provided.collection.name,
        "workflow": provided.workflow.name,
        "tasks": {task.name for task in provided.workflow.tasks},
        "groups": set(provided.groups.values_list("group__name", flat=True)),
    }


def test_a_new_name_and_code_are_everywhere(writing: Writing) -> None:
    department = writing.cast.department
    provide_department_in(
        Locale.objects.get_or_create(language_code="cy")[0], writing.department.page
    )
    rename(department, "Ministry of Examples", "MOE")
    assert named(department) == {
        "pages": {("Ministry of Examples", "Ministry of Examples")},
        "folder": "Ministry of Examples (MOE)",
        "workflow": "Review and publish (Ministry of Examples)",
        "tasks": {"Review (MOE)", "Publish (MOE)"},
        "groups": {"MOE: authors", "MOE: reviewers", "MOE: publishers"},
    }
    assert DepartmentPage.objects.filter(organisation=department).count() == 2
    assert folder_of(Organisation.objects.get(pk=department.pk)) == writing.department.collection
    assert writing.cast.author.groups.get().name == "MOE: authors"


def test_an_hr_file_renames_everything_too(writing: Writing) -> None:
    department = writing.cast.department
    header = "staff_number,email,full_name,organisation_code,organisation_name"
    row = "Z1,z@x.example,Z,DFE,Department of Change"
    import_people(content=f"{header}\n{row}\n".encode(), now=NOW, allow_many_leavers=True)
    assert named(department)["pages"] == {("Department of Change", "Department of Change")}
    assert named(department)["folder"] == "Department of Change (DFE)"


def test_an_old_draft_of_the_page_has_the_new_title(writing: Writing) -> None:
    page = writing.department.page
    page.save_revision()
    rename(writing.cast.department, "Ministry of Examples")
    assert DepartmentPage.objects.get(pk=page.pk).get_latest_revision_as_object().title == (
        "Ministry of Examples"
    )


def test_a_code_that_a_group_made_by_hand_has_is_no_obstacle(writing: Writing) -> None:
    other = Group.objects.create(name="MOE: authors")
    rename(writing.cast.department, "Ministry", "MOE")
    assert Group.objects.get(pk=other.pk).name == "MOE: authors"
    assert named(writing.cast.department)["groups"] == {
        "MOE: authors (2)", "MOE: reviewers", "MOE: publishers",
    }  # fmt: skip
    provide_department(organisation=OrganisationFactory(code="HAND"))
    assert not other.page_permissions.exists(), "nobody gets rights for having been there first"


def test_a_long_name_fits_everywhere(db: None) -> None:
    organisation = OrganisationFactory(name="N" * 200, code="C" * 64)
    provide_department(organisation=organisation)
    rename(organisation, "M" * 200)
    assert len(named(organisation)["folder"]) == 255


# Merging


def in_review(writing: Writing) -> CoursePage:
    page = draft_course(writing, title="In review", slug="in-review")
    page.get_workflow().start(page, writing.cast.author)
    return CoursePage.objects.get(pk=page.pk)


@pytest.fixture
def whole(writing: Writing) -> Department:
    """Another department that writes, with an author."""
    return provide_department(organisation=writing.cast.other_department)


def test_pages_files_and_reviews_go_over(writing: Writing, whole: Department) -> None:
    cast = writing.cast
    live = published_course(writing, title="For some", slug="for-some", scope=cast.department)
    waiting = in_review(writing)
    file = LibraryDocument.objects.create(
        title="F", file="f.txt", collection=writing.department.collection
    )
    reviewer = PersonFactory(organisation=cast.other_department)
    reviewer.groups.add(whole.reviewers)
    merge(cast.department, cast.other_department)
    for page in (live, waiting):
        assert CoursePage.objects.get(pk=page.pk).get_parent().pk == whole.page.pk
    assert not DepartmentPage.objects.filter(organisation=cast.department).exists()
    folder = LibraryDocument.objects.get(pk=file.pk).collection
    assert folder.get_parent() == Collection.objects.get(pk=whole.collection.pk)
    assert Activity.objects.get(slug="for-some").scope == cast.other_department
    moved = CoursePage.objects.get(pk=live.pk)
    assert moved.scope == cast.other_department
    assert moved.get_latest_revision_as_object().scope == cast.other_department
    # The review that was under way goes on with the reviewers of the whole.
    state = CoursePage.objects.get(pk=waiting.pk).current_workflow_task_state
    assert state.status == TaskState.STATUS_IN_PROGRESS
    state.task.specific.on_action(state, reviewer, "approve")
    assert CoursePage.objects.get(pk=waiting.pk).current_workflow_task.name.startswith("Publish")
    assert not Workflow.objects.get(name__contains="for Examples").active
    assert CoursePage.objects.get(pk=live.pk).get_workflow().active
    assert not Group.objects.filter(name__startswith="DFE:").exists()


@pytest.mark.parametrize("keeps", [True, False])
def test_editors_go_over_where_that_is_wanted(
    writing: Writing, whole: Department, keeps: bool
) -> None:
    merge(writing.cast.department, writing.cast.other_department, keeps_rights=keeps)
    for person, group in (
        (writing.cast.author, whole.authors),
        (writing.cast.reviewer, whole.reviewers),
        (writing.cast.publisher, whole.publishers),
    ):
        assert list(person.groups.all()) == ([group] if keeps else [])


def test_a_whole_that_does_not_write_yet_takes_it_as_it_is(writing: Writing) -> None:
    cast = writing.cast
    merge(cast.department, cast.other_department, keeps_rights=True)
    assert named(cast.other_department)["pages"] == {(cast.other_department.name,) * 2}
    assert named(cast.other_department)["groups"] == {
        "DFO: authors", "DFO: reviewers", "DFO: publishers",
    }  # fmt: skip
    assert cast.author.groups.get().name == "DFO: authors"
    assert DepartmentPage.objects.get().pk == writing.department.page.pk


def test_and_its_editors_edit_no_more_where_that_is_wanted(writing: Writing) -> None:
    merge(writing.cast.department, writing.cast.other_department)
    assert not User.objects.filter(groups__isnull=False).exists()


def of_a_third(writing: Writing) -> CoursePage:
    """Return a course of neither of the two."""
    third = provide_department(organisation=OrganisationFactory(code="THIRD"))
    return published_course(Writing(third, writing.cast), title="Open", slug="open")


def test_two_pages_with_one_address_are_told_apart(writing: Writing, whole: Department) -> None:
    course, author = of_a_third(writing), writing.cast.author
    pages = [
        draft_addition(course, below=one.page, author=author) for one in (whole, writing.department)
    ]
    assert pages[0].slug == pages[1].slug
    merge(writing.cast.department, writing.cast.other_department)
    slug, number = pages[0].slug, f"{pages[0].slug}-2"
    assert set(Page.objects.child_of(whole.page).values_list("slug", flat=True)) == {slug, number}
    moved = Page.objects.get(slug=number).specific
    assert moved.pk == pages[1].pk
    assert moved.get_latest_revision_as_object().slug == number
    assert moved.url_path.endswith(f"/{number}/")


def test_additions_are_for_the_people_of_the_whole(writing: Writing, whole: Department) -> None:
    cast = writing.cast
    course = published_course(writing, title="Open", slug="open")
    rival = PersonFactory(organisation=cast.other_department)
    added = publish_addition(
        draft_addition(course, below=whole.page, author=rival, notes=[note("Ours")])
    )
    merge(cast.other_department, cast.department)
    version = AdditionVersion.objects.get(current=True)
    assert (version.page_id, version.organisation) == (added.pk, cast.department)


def test_of_two_additions_to_one_course_that_of_the_part_becomes_a_draft(
    writing: Writing, whole: Department
) -> None:
    cast = writing.cast
    course = of_a_third(writing)
    ours = publish_addition(
        draft_addition(
            course, below=writing.department.page, author=cast.author, notes=[note("Ours")]
        )
    )
    theirs = publish_addition(
        draft_addition(course, below=whole.page, author=cast.author, notes=[note("Theirs")])
    )
    merge(cast.other_department, cast.department)
    assert AdditionVersion.objects.get(current=True).page_id == ours.pk
    kept = Page.objects.get(pk=theirs.pk)
    assert not kept.live
    assert kept.get_parent().pk == writing.department.page.pk


def test_what_was_made_before_is_found_by_the_migration(writing: Writing) -> None:
    department = writing.cast.department
    before = named(department)
    ProvidedDepartment.objects.all().delete()
    assert not EditorsGroup.objects.exists()
    migration = import_module("cms.publishing.migrations.0004_provided_departments")
    migration.know_those_that_were_made(apps, None)
    assert named(department) == before
    assert folder_of(department) == writing.department.collection
    groups = set(EditorsGroup.objects.values_list("kind", "group__name"))
    assert groups == {(kind, f"DFE: {kind}") for kind in ("authors", "reviewers", "publishers")}


def test_histories_of_before_know_their_groups_by_key(writing: Writing) -> None:
    group, person = writing.department.authors, PersonFactory()
    join_group(person=person, group=group, by=None, now=NOW)
    ModelLogEntry.objects.update(data={"group": group.name})
    migration = import_module("cms.publishing.migrations.0005_groups_in_histories")
    migration.know_groups_by_their_keys(apps, None)
    assert ModelLogEntry.objects.for_instance(person).get().data["group_id"] == group.pk
