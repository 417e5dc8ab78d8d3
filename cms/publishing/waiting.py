"""Reminders of reviews that wait too long: to those whose turn it is, then to their L&D lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, TaskState

from cms.pages.models import DepartmentPage
from learning.notifications.models import Mail
from learning.people.emails import Email, email_to, queue_emails
from learning.people.models import Role, RoleGrant, User
from learning.sweeps.rows import EachRow

REMINDED, ESCALATED = "task-overdue", "task-escalated"


def _untold(kind: str, times: int) -> Callable[[datetime], QuerySet[TaskState]]:
    """Return the query for tasks that waited ``times`` REVIEW_DAYS, and nobody told as ``kind``.

    The emails about a task are queued together, and the first one's key says that they were.
    """
    first = Concat(
        Value(f"{kind}:"), Cast("pk", TextField()), Value(":0"), output_field=TextField()
    )

    def due(now: datetime) -> QuerySet[TaskState]:
        days = timedelta(days=times * settings.REVIEW_DAYS)
        waiting = TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, started_at__lte=now - days
        )
        told = Mail.objects.filter(key=OuterRef("first"))
        return waiting.annotate(first=first).exclude(Exists(told)).order_by("started_at", "pk")

    return due


def _tell(kind: str) -> Callable[..., bool | None]:
    """Return a function that queues the emails on one task, and returns None if nobody gets one."""

    def tell(key: int, *, now: datetime) -> bool | None:
        with transaction.atomic():
            tasks = TaskState.objects.select_for_update(skip_locked=True, of=("self",))
            task = tasks.filter(pk=key, status=TaskState.STATUS_IN_PROGRESS).first()
            if task is None:
                return False
            emails = list(_emails(kind, task, timezone.localdate(now)))
            queue_emails(emails)
            return True if emails else None

    return tell


def _key(kind: str, state: int, number: int) -> str:
    return f"{kind}:{state}:{number}"


def _emails(kind: str, state: TaskState, today: date) -> Iterator[Email]:
    page = state.workflow_state.content_object
    if not isinstance(page, Page):
        return
    able = User.objects.able_to_sign_in(today).order_by("pk").distinct()
    turn = able.filter(groups__in=state.task.specific.groups.all())
    for number, person in enumerate(turn if kind == REMINDED else _leads_of(page, able, today)):
        with translation.override(person.preferred_language):
            named = {
                "title": page.get_admin_display_title(),
                "date": date_format(timezone.localtime(state.started_at), "DATE_FORMAT"),
                "task": state.task.name,
            }
            if kind == REMINDED:
                subject, paragraphs = _reminder(page, named)
            else:
                subject, paragraphs = _escalation(turn, named)
            yield email_to(
                person,
                kind=kind,
                key=_key(kind, state.pk, number),
                subject=subject,
                paragraphs=paragraphs,
            )


def _leads_of(page: Page, able: QuerySet[User], on: date) -> QuerySet[User]:
    department = DepartmentPage.objects.ancestor_of(page).first()
    above = department.organisation.lineage if department else []
    leads = RoleGrant.objects.current(on).filter(role=Role.LD_LEAD, organisation__in=above)
    return able.filter(pk__in=leads.values("person"))


def _reminder(page: Page, named: dict[str, str]) -> tuple[str, list[str]]:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return _("Waiting for you: %(title)s") % named, [
        _(
            "“%(title)s” has been waiting since %(date)s. The next step is yours, or "
            "somebody’s in your group: %(task)s."
        )
        % named,
        _("Open it, read what has changed, and approve it or ask for changes:"),
        settings.WAGTAILADMIN_BASE_URL.rstrip("/") + address,
    ]


def _escalation(turn: QuerySet[User], named: dict[str, str]) -> tuple[str, list[str]]:
    whose = ", ".join(person.full_name for person in turn)
    return _("Nobody has acted on this: %(title)s") % named, [
        _("“%(title)s” has been waiting since %(date)s for this step: %(task)s.") % named,
        _("It is the turn of: %(people)s")
        % {"people": whose or _("nobody: the group has no members who can sign in")},
        _("As L&D lead you can talk to them, or have somebody else put in the group."),
    ]


remind_of_tasks = EachRow(
    "remind-reviewers",
    gettext_lazy("Reminding reviewers"),
    _untold(REMINDED, 1),
    _tell(REMINDED),
)
escalate_tasks = EachRow(
    "tell-leads",
    gettext_lazy("Telling L&D leads of reviews that wait"),
    _untold(ESCALATED, 2),
    _tell(ESCALATED),
)
