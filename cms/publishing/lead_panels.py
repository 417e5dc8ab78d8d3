"""The panel of what waits for a review or for being published, on the page of an L&D lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, TaskState

from cms.pages.selectors import written_in
from learning.insights.offered import LeadPanel
from learning.people.models import Organisation, User

MOST = 20


@dataclass(frozen=True)
class Waiting:
    """One draft that waits: for which step, since when, whose turn it is, whether for too long."""

    title: str
    step: str
    since: datetime
    turn: str
    late: bool


def reviews_waiting(*, lead: User, parts: Sequence[Organisation], on: date) -> LeadPanel:
    """List what waits for somebody in the departments of ``parts``, the longest first.

    Seven queries, however much waits.
    """
    pages = Page.objects.filter(written_in(parts)).annotate(key=Cast("pk", CharField()))
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        workflow_state__object_id__in=pages.values("key"),
    ).select_related("workflow_state", "task")
    found = list(states.order_by("started_at", "pk")[:MOST])
    titles = {
        str(page.pk): page.draft_title
        for page in Page.objects.filter(pk__in=[one.workflow_state.object_id for one in found])
    }
    turns = _turns([one.task_id for one in found], on)
    days = timedelta(days=settings.REVIEW_DAYS)
    waiting = [
        Waiting(
            title=titles[one.workflow_state.object_id],
            step=one.task.name,
            since=one.started_at,
            turn=", ".join(turns[one.task_id]),
            late=timezone.localdate(one.started_at + days) <= on,
        )
        for one in found
    ]
    context = {
        "waiting": waiting,
        "more": states.count() - len(found),
        "days": settings.REVIEW_DAYS,
    }
    return LeadPanel("publishing/lead_waiting.html", context)


def _turns(tasks: Sequence[int], on: date) -> dict[int, list[str]]:
    """Return the names of those who can decide each task, by task."""
    groups: dict[int, list[int]] = defaultdict(list)
    for group, task in GroupApprovalTask.groups.through.objects.filter(
        groupapprovaltask__in=tasks
    ).values_list("group", "groupapprovaltask"):
        groups[group].append(task)
    found: dict[int, list[str]] = defaultdict(list)
    able = User.objects.able_to_sign_in(on).filter(groups__in=groups).order_by("full_name", "pk")
    for group, name in able.values_list("groups", "full_name"):
        for task in groups.get(group, ()):
            if name not in found[task]:
                found[task].append(name)
    return found
