"""Reviews that wait too long: whose turn it is is reminded, and then their L&D lead is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState

from cms.pages.models import DepartmentPage
from learning.notifications.services import queued_before
from learning.people.letters import Letter, letter_to, post
from learning.people.models import Role, User

REMINDED, ESCALATED = "task-overdue", "task-escalated"


def remind_of_tasks(*, now: datetime) -> int:
    """Remind of each review task older than REVIEW_DAYS, once; of twice that, tell the L&D lead.

    Returns the number of letters queued. The letters about a task are queued together, and the
    first one's key says that they were: asked every second, two queries see that nothing is due.
    """
    soon, late = (now - timedelta(days=days * settings.REVIEW_DAYS) for days in (1, 2))
    overdue = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, started_at__lte=soon
    ).values_list("pk", "started_at")
    wanted = {_key(REMINDED, state, 0): (REMINDED, state) for state, _started in overdue}
    wanted |= {
        _key(ESCALATED, state, 0): (ESCALATED, state)
        for state, started in overdue
        if started <= late
    }
    told = queued_before(wanted)
    queued = 0
    for key, (kind, state) in wanted.items():
        if key not in told:
            letters = list(_letters(kind, TaskState.objects.get(pk=state), timezone.localdate(now)))
            post(letters)
            queued += len(letters)
    return queued


def _key(kind: str, state: int, number: int) -> str:
    return f"{kind}:{state}:{number}"


def _letters(kind: str, state: TaskState, today: date) -> Iterator[Letter]:
    page = state.workflow_state.content_object
    if not isinstance(page, Page):
        return
    able = User.objects.able_to_sign_in(today).order_by("pk").distinct()
    turn = able.filter(groups__in=state.task.specific.groups.all())
    for number, person in enumerate(turn if kind == REMINDED else _leads_of(page, able)):
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
            yield letter_to(
                person,
                kind=kind,
                key=_key(kind, state.pk, number),
                subject=subject,
                paragraphs=paragraphs,
            )


def _leads_of(page: Page, able: QuerySet[User]) -> QuerySet[User]:
    department = DepartmentPage.objects.ancestor_of(page).first()
    above = department.organisation.lineage if department else []
    return able.filter(
        role_grants__role=Role.LD_LEAD,
        role_grants__ended_at__isnull=True,
        role_grants__organisation__in=above,
    )


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
