"""Giving what a department wrote to another one, or taking it from learners."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Collection, Page, Revision, Task, Workflow, WorkflowState
from wagtail.query import PageQuerySet

from cms.pages.models import DepartmentPage
from cms.publishing.department_names import name_all
from cms.publishing.departments import provide_department, provide_department_in
from cms.publishing.gate import GatedPage
from cms.publishing.memberships import end_membership, end_memberships, join_group
from cms.publishing.models import EditorKind, EditorsGroup, ProvidedDepartment, ReviewTask
from learning.people.models import Organisation, User
from learning.people.organisations import hold_the_tree


def hand_over(
    *,
    department: Organisation,
    to: Organisation,
    keeps: Callable[[int], bool],
    by: User | None,
    now: datetime,
) -> None:
    """Give all that ``department`` wrote to ``to``: pages in every language, files, and reviews.

    Its editors for whom ``keeps`` says so, by their id, edit there in the same groups; the others
    edit no more. It belongs to the transaction of its caller.
    """
    hold_the_tree()
    gone = ProvidedDepartment.objects.filter(organisation=department).first()
    if gone is None:
        return
    if ProvidedDepartment.objects.filter(organisation=to).exists():
        provide_department(organisation=to)
        _join(gone, ProvidedDepartment.objects.get(organisation=to), keeps, by, now)
        return
    # As it is, under another name: nothing has to be moved.
    DepartmentPage.objects.filter(organisation=department).update(organisation=to)
    ProvidedDepartment.objects.filter(pk=gone.pk).update(organisation=to)
    for one in EditorsGroup.objects.filter(department=gone).select_related("group"):
        for person in one.group.user_set.order_by("pk"):
            if not keeps(person.pk):
                end_membership(person=person, group=one.group, by=by, now=now)
    name_all(to)


def take_down(*, department: Organisation, by: User | None) -> int:
    """Take all that ``department`` published from learners; return how many pages that was.

    Its reviews end, and nothing of it is published at a set time any more. What people did with it
    stays recorded.
    """
    pages = _pages_of([department])
    # Reviews and revisions know what they are about by its key as a text.
    keys = pages.annotate(key=Cast("pk", CharField())).values("key")
    kind = ContentType.objects.get_for_model(Page)
    reviews = WorkflowState.objects.active().filter(base_content_type=kind, object_id__in=keys)
    for state in reviews.order_by("pk"):
        state.cancel(user=by)
    live = list(_published(pages).order_by("path").specific())
    for page in live:
        page.unpublish(user=by, log_action="wagtail.unpublish")
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    scheduled.filter(object_id__in=keys).update(approved_go_live_at=None)
    return len(live)


def writing_within(department: Organisation) -> QuerySet[Organisation]:
    """Return ``department`` and those below it that are open and write courses, from the top."""
    provided = ProvidedDepartment.objects.values("organisation")
    return Organisation.objects.within(department).open().filter(pk__in=provided).order_by("path")


def published_by(departments: Iterable[Organisation]) -> int:
    """Return the number of courses and additions of ``departments`` that are live in a language."""
    live = _published(_pages_of(departments))
    return live.order_by().values("translation_key").distinct().count()


def _pages_of(departments: Iterable[Organisation]) -> PageQuerySet:
    """Return the courses and additions of ``departments`` in every language, and their lessons."""
    places = DepartmentPage.objects.filter(organisation__in=departments)
    below = (Q(path__startswith=path) for path in places.values_list("path", flat=True))
    found = Page.objects.filter(reduce(or_, below, Q(pk__in=[])))
    return found.not_exact_type(DepartmentPage)


def _published(pages: PageQuerySet) -> PageQuerySet:
    return pages.live().type(GatedPage)


def _join(
    gone: ProvidedDepartment,
    whole: ProvidedDepartment,
    keeps: Callable[[int], bool],
    by: User | None,
    now: datetime,
) -> None:
    """Put what one department has into what another one has, and take away what is left empty."""
    groups = {EditorKind(one.kind): one.group for one in whole.groups.select_related("group")}
    for task in Task.objects.filter(workflow_tasks__workflow=gone.workflow_id).specific():
        # Reviews that are under way go on, and the people of the whole may decide in them.
        kind = EditorKind.REVIEWERS if isinstance(task, ReviewTask) else EditorKind.PUBLISHERS
        task.groups.set([groups[kind]])
    _move_pages(gone.organisation, whole.organisation, by)
    own = list(EditorsGroup.objects.filter(department=gone).select_related("group"))
    for one in own:
        for person in one.group.user_set.filter(is_active=True).order_by("pk"):
            if keeps(person.pk):
                join_group(person=person, group=groups[EditorKind(one.kind)], by=by, now=now)
    end_memberships(EditorsGroup.objects.filter(department=gone), by=by, now=now)
    if gone.collection is not None and whole.collection is not None:
        folder = Collection.objects.get(pk=gone.collection_id)
        folder.move(Collection.objects.get(pk=whole.collection_id), "sorted-child")
    # Not one by one: reviews under way need their workflow, new ones are not begun with it.
    Workflow.objects.filter(pk=gone.workflow_id).update(active=False)
    Group.objects.filter(pk__in=[one.group_id for one in own]).delete()
    gone.delete()


def _move_pages(gone: Organisation, whole: Organisation, by: User | None) -> None:
    first = DepartmentPage.objects.filter(organisation=whole).order_by("pk")[0]
    for place in DepartmentPage.objects.filter(organisation=gone).order_by("pk"):
        target = provide_department_in(place.locale, first)
        for pk in place.get_children().values_list("pk", flat=True):
            page = Page.objects.get(pk=pk)
            _free_address(page, target)
            page = Page.objects.get(pk=pk)
            page.specific.move(Page.objects.get(pk=target.pk), pos="last-child", user=by)
        DepartmentPage.objects.get(pk=place.pk).delete()


def _free_address(page: Page, target: Page) -> None:
    """Give a page an address that no page of ``target`` has; learners' addresses stay."""
    taken = set(Page.objects.child_of(target).values_list("slug", flat=True))
    slug, number = page.slug, 1
    while slug in taken:
        number += 1
        slug = f"{page.slug[:240]}-{number}"
    if slug == page.slug:
        return
    Page.objects.filter(pk=page.pk).update(slug=slug)
    for revision in Revision.page_revisions.filter(object_id=str(page.pk)):
        if revision.pk == page.latest_revision_id or revision.approved_go_live_at:
            content = {**revision.content, "slug": slug}
            Revision.objects.filter(pk=revision.pk).update(content=content)
