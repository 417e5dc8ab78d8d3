"""The names of all that a department is given, after what its organisation is called now."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Collection, Revision, Task, Workflow

from cms.pages.models import DepartmentPage
from cms.publishing.models import EditorKind, EditorsGroup, ProvidedDepartment, PublishTask
from learning.people.models import Organisation

LONGEST = 255
LONGEST_OF_GROUP = 150


def of_page(organisation: Organisation) -> str:
    """Return the title of a department's page."""
    if organisation.closed_at is None:
        return organisation.name
    return (_("%(name)s (closed)") % {"name": organisation.name})[:LONGEST]


def of_folder(organisation: Organisation) -> str:
    """Return the name of a department's folder of files."""
    return f"{organisation.name} ({organisation.code})"[:LONGEST]


def of_group(kind: EditorKind, organisation: Organisation) -> str:
    """Return the name of one of a department's groups."""
    return f"{organisation.code}: {kind}"[:LONGEST_OF_GROUP]


def of_workflow(organisation: Organisation) -> str:
    """Return the name of a department's workflow, its way of reviewing."""
    return f"Review and publish ({organisation.name})"[:LONGEST]


def of_task(kind: type[Task], organisation: Organisation) -> str:
    """Return the name of a task, a step of a department's workflow."""
    return f"{'Publish' if kind is PublishTask else 'Review'} ({organisation.code})"[:LONGEST]


def free_group_name(kind: EditorKind, organisation: Organisation, *, also: int = 0) -> str:
    """Return a name for a group that no other group has; ``also`` is the one that may have it."""
    wanted = of_group(kind, organisation)
    taken = Group.objects.exclude(pk=also).filter(name__startswith=wanted)
    names, name, number = set(taken.values_list("name", flat=True)), wanted, 1
    while name in names:
        number += 1
        name = f"{wanted[: LONGEST_OF_GROUP - 8]} ({number})"
    return name


def name_all(organisation: Organisation) -> None:
    """Rename everything that ``organisation`` was given after its name as it is now."""
    for page in DepartmentPage.objects.filter(organisation=organisation).select_related("locale"):
        with translation.override(page.locale.language_code):
            _retitle(page, of_page(organisation))
    provided = ProvidedDepartment.objects.filter(organisation=organisation).first()
    if provided is None:
        return
    Collection.objects.filter(pk=provided.collection_id).update(name=of_folder(organisation))
    Workflow.objects.filter(pk=provided.workflow_id).update(name=of_workflow(organisation))
    for task in Task.objects.filter(workflow_tasks__workflow=provided.workflow_id).specific():
        Task.objects.filter(pk=task.pk).update(name=of_task(type(task), organisation))
    for one in EditorsGroup.objects.filter(department=provided):
        name = free_group_name(EditorKind(one.kind), organisation, also=one.group_id)
        Group.objects.filter(pk=one.group_id).update(name=name)


def _retitle(page: DepartmentPage, title: str) -> None:
    if title == page.title:
        return
    data = {"title": {"old": page.title, "new": title}}
    page.title = page.draft_title = title
    page.save()  # and not in the table alone: the search of the editor reads the title too
    draft = page.latest_revision
    if draft is not None:
        Revision.objects.filter(pk=draft.pk).update(content={**draft.content, "title": title})
    log(page, "wagtail.rename", data=data)
