"""Giving a department its part of the tree, its groups and its way of reviewing."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.pages.models import DepartmentPage
from cms.pages.services import library as library
from cms.pages.services import provide_information
from cms.publishing import department_names as names
from cms.publishing.models import (
    EditorKind,
    EditorsGroup,
    ProvidedDepartment,
    PublishTask,
    ReviewTask,
)
from learning.people.models import Organisation
from learning.people.organisations import hold_the_tree

# What each group may do to pages and to files below its department's part of the tree.
PAGE_PERMISSIONS = {
    "authors": ["add_page", "change_page"],
    "reviewers": ["change_page"],
    "publishers": ["change_page", "publish_page"],
}
# Shared by all departments: topics and search words are added by anyone who writes about a new one,
# and everybody who writes sees what people searched for without a result.
CATALOGUE_PERMISSIONS = {
    "authors": ["add_topic", "change_topic", "view_topic", "add_searchwords", "change_searchwords",
                "delete_searchwords", "view_searchwords", "view_searchwithoutresults"],
    "reviewers": ["view_searchwithoutresults"],
    "publishers": ["view_searchwithoutresults"],
}  # fmt: skip
# Wagtail asks for the permissions of its own models, whichever model the files really are.
FILE_PERMISSIONS = {
    "authors": ["add_image", "change_image", "choose_image",
                "add_document", "change_document", "choose_document"],
    "reviewers": ["choose_image", "choose_document"],
    "publishers": ["choose_image", "choose_document"],
}  # fmt: skip


class DepartmentIsClosed(Exception):
    """Raised for providing a department that was closed or merged into another."""


@dataclass(frozen=True)
class Department:
    """A department that can write: its page, its folder of files and its three groups."""

    page: DepartmentPage
    collection: Collection
    authors: Group
    reviewers: Group
    publishers: Group


def folder_of(organisation: Organisation) -> Collection | None:
    """Return the folder of files that the authors of ``organisation`` work with."""
    provided = ProvidedDepartment.objects.filter(organisation=organisation)
    found = provided.select_related("collection").first()
    return found.collection if found else None


@transaction.atomic
def provide_department(*, organisation: Organisation) -> Department:
    """Give ``organisation`` all it needs to write courses; doing it again changes nothing.

    Raises DepartmentIsClosed.
    """
    hold_the_tree()
    organisation = Organisation.objects.get(pk=organisation.pk)
    if organisation.closed_at is not None:
        raise DepartmentIsClosed
    root = library()
    provide_information()
    page = DepartmentPage.objects.child_of(root).filter(organisation=organisation).first()
    if page is None:
        page = DepartmentPage(
            title=organisation.name,
            # A code is whatever HR writes; the number keeps apart what looks alike as an address.
            slug=slugify(f"{organisation.code}-{organisation.pk}"),
            organisation=organisation,
        )
        root.add_child(instance=page)
    provided, _new = ProvidedDepartment.objects.get_or_create(organisation=organisation)
    if provided.collection is None:
        provided.collection = Collection.get_first_root_node().add_child(
            name=names.of_folder(organisation)
        )
    groups = {
        kind: _group(EditorKind(kind), provided=provided, page=page) for kind in PAGE_PERMISSIONS
    }
    _workflow(provided, page, groups["reviewers"], groups["publishers"])
    provided.save()
    _in_other_languages(page)
    return Department(page=page, collection=provided.collection, **groups)


@transaction.atomic
def provide_department_in(locale: Locale, department: DepartmentPage) -> DepartmentPage:
    """Return the part of the tree where ``department`` has its courses in ``locale``.

    The same people write, review and publish there, by the same workflow.
    """
    found = DepartmentPage.objects.filter(
        translation_key=department.translation_key, locale=locale
    ).first()
    if found:
        return found
    page = DepartmentPage(
        title=department.title,
        slug=department.slug,
        organisation=department.organisation,
        translation_key=department.translation_key,
        locale=locale,
    )
    library(locale).add_child(instance=page)
    _as_in(department, page)
    return page


def _in_other_languages(department: DepartmentPage) -> None:
    """Let the same people work in the parts that a department has in other languages."""
    others = DepartmentPage.objects.filter(translation_key=department.translation_key)
    for page in others.exclude(pk=department.pk):
        _as_in(department, page)


def _as_in(department: DepartmentPage, page: DepartmentPage) -> None:
    for granted in GroupPagePermission.objects.filter(page=department):
        GroupPagePermission.objects.get_or_create(
            group=granted.group, page=page, permission=granted.permission
        )
    for used in WorkflowPage.objects.filter(page=department):
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": used.workflow})


def _group(kind: EditorKind, *, provided: ProvidedDepartment, page: DepartmentPage) -> Group:
    known = EditorsGroup.objects.filter(department=provided, kind=kind).first()
    group = known.group if known else None
    if group is None:
        name = names.free_group_name(kind, provided.organisation)
        group = Group.objects.create(name=name)
        EditorsGroup.objects.create(department=provided, kind=kind, group=group)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="catalogue", codename__in=CATALOGUE_PERMISSIONS[kind]
        )
    )
    for codename in PAGE_PERMISSIONS[kind]:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=codename
        )
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    for codename in FILE_PERMISSIONS[kind]:
        permission = Permission.objects.get(
            content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename=codename
        )
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=provided.collection, permission=permission
        )
    return group


def _workflow(
    provided: ProvidedDepartment, page: DepartmentPage, reviewers: Group, publishers: Group
) -> None:
    used = WorkflowPage.objects.filter(page=page).select_related("workflow").first()
    if used is not None:
        provided.workflow = used.workflow
        return
    organisation = provided.organisation
    review = ReviewTask.objects.create(name=names.of_task(ReviewTask, organisation))
    review.groups.add(reviewers)
    publish = PublishTask.objects.create(name=names.of_task(PublishTask, organisation))
    publish.groups.add(publishers)
    workflow = Workflow.objects.create(name=names.of_workflow(organisation))
    WorkflowTask.objects.create(workflow=workflow, task=review.task_ptr, sort_order=0)
    WorkflowTask.objects.create(workflow=workflow, task=publish.task_ptr, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    provided.workflow = workflow
