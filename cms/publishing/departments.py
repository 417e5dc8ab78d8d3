"""Giving a department its part of the tree, its groups and its way of reviewing."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.pages.models import DepartmentPage, LibraryPage
from cms.publishing.models import PublishTask, ReviewTask
from learning.people.models import Organisation

# What each group may do to pages and to files below its department's part of the tree.
PAGE_PERMISSIONS = {
    "authors": ["add_page", "change_page"],
    "reviewers": ["change_page"],
    "publishers": ["change_page", "publish_page"],
}
# Shared by all departments: topics and search words are added by whoever writes about a new one,
# and everybody who writes sees what people searched for in vain.
CATALOGUE_PERMISSIONS = {
    "authors": ["add_topic", "change_topic", "view_topic", "add_searchwords", "change_searchwords",
                "delete_searchwords", "view_searchwords", "view_vainsearch"],
    "reviewers": ["view_vainsearch"],
    "publishers": ["view_vainsearch"],
}  # fmt: skip
# Wagtail asks for the permissions of its own models, whichever model the files really are.
FILE_PERMISSIONS = {
    "authors": ["add_image", "change_image", "choose_image",
                "add_document", "change_document", "choose_document"],
    "reviewers": ["choose_image", "choose_document"],
    "publishers": ["choose_image", "choose_document"],
}  # fmt: skip


@dataclass(frozen=True)
class Department:
    """A department that can write: its page, its folder of files and its three groups."""

    page: DepartmentPage
    collection: Collection
    authors: Group
    reviewers: Group
    publishers: Group


def library(locale: Locale | None = None) -> LibraryPage:
    """Return the root that editors work under, made on first use."""
    locale = locale or Locale.get_default()
    found = LibraryPage.objects.filter(locale=locale).first()
    if found:
        return found
    root = Page.get_first_root_node()
    page = LibraryPage(title="Library", slug=f"library-{locale.language_code}", locale=locale)
    first = LibraryPage.objects.first()
    if first:
        page.translation_key = first.translation_key
    root.add_child(instance=page)
    if first:
        return page
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "root_page": page,
            "hostname": "localhost",
            "site_name": str(settings.SERVICE_NAME),
        },
    )
    return page


def folder_of(organisation: Organisation) -> Collection | None:
    """Return the folder of files that the authors of ``organisation`` work with.

    Found by its group, for many a department has a team called "Digital".
    """
    return Collection.objects.filter(
        group_permissions__group__name=_group_name("authors", organisation)
    ).first()


@transaction.atomic
def provide_department(*, organisation: Organisation) -> Department:
    """Give ``organisation`` all it needs to write courses; doing it again changes nothing."""
    root = library()
    page = DepartmentPage.objects.child_of(root).filter(organisation=organisation).first()
    if page is None:
        page = DepartmentPage(
            title=organisation.name,
            # A code is whatever HR writes; the number keeps apart what looks alike as an address.
            slug=slugify(f"{organisation.code}-{organisation.pk}"),
            organisation=organisation,
        )
        root.add_child(instance=page)
    collection = folder_of(organisation)
    if collection is None:
        name = f"{organisation.name} ({organisation.code})"
        collection = Collection.get_first_root_node().add_child(name=name)
    groups = {
        role: _group(role=role, organisation=organisation, page=page, collection=collection)
        for role in PAGE_PERMISSIONS
    }
    _workflow(organisation, page, groups["reviewers"], groups["publishers"])
    return Department(page=page, collection=collection, **groups)


def _group_name(role: str, organisation: Organisation) -> str:
    return f"{organisation.code}: {role}"


def _group(
    *, role: str, organisation: Organisation, page: DepartmentPage, collection: Collection
) -> Group:
    group, _created = Group.objects.get_or_create(name=_group_name(role, organisation))
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label="catalogue", codename__in=CATALOGUE_PERMISSIONS[role]
        )
    )
    for codename in PAGE_PERMISSIONS[role]:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore", codename=codename
        )
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    for codename in FILE_PERMISSIONS[role]:
        permission = Permission.objects.get(
            content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename=codename
        )
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
    return group


def _workflow(
    organisation: Organisation, page: DepartmentPage, reviewers: Group, publishers: Group
) -> None:
    if WorkflowPage.objects.filter(page=page).exists():
        return
    review = ReviewTask.objects.create(name=f"Review ({organisation.code})")
    review.groups.add(reviewers)
    publish = PublishTask.objects.create(name=f"Publish ({organisation.code})")
    publish.groups.add(publishers)
    workflow = Workflow.objects.create(name=f"Review and publish ({organisation.name})")
    WorkflowTask.objects.create(workflow=workflow, task=review.task_ptr, sort_order=0)
    WorkflowTask.objects.create(workflow=workflow, task=publish.task_ptr, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=page)
