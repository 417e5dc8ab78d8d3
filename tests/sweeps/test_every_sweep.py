"""Every sweep of the settings: a row that fails is set aside, and the others are done."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.utils import timezone
from knox.models import get_token_model
from wagtail.models import ModelLogEntry, Revision

from cms.administration.log import LAST_DAY
from cms.publishing.memberships import ENDED
from courses.content.models import CoursePage
from learning.catalogue.models import SearchWithoutResults
from learning.config.sweeps import find_sweep
from learning.lrs.credentials import create_credential
from learning.lrs.models import CredentialUse, LinksDue, ProjectionDue, Scope, Statement
from learning.lrs.sources import source_of
from learning.lrs.store import store
from learning.notifications import sweeps as mails
from learning.notifications.models import Mail, MailState
from learning.notifications.services import queue_mails
from learning.people.emails import Email
from learning.people.limits import Limit
from learning.people.models import LimitCount, Role, RoleGrant, User
from learning.people.roles import grant_role
from learning.people.tokens import create_token
from learning.returning.services import keep_form
from learning.sweeps.claims import LEASE, LONGEST_PAUSE, failures
from learning.sweeps.models import SetAside
from learning.sweeps.rows import EachRow, SelfManaged, Together
from learning.xapi.validation import Version
from tests.factories.courses import Writing, approve, draft_course, published_course
from tests.factories.people import PersonFactory
from tests.lrs.conftest import foreign, new_partner

pytestmark = pytest.mark.django_db
ROWS = 3
Maker = Callable[[Writing, datetime], object]


def sessions(writing: Writing, now: datetime) -> None:
    known = timedelta(seconds=settings.SESSION_KNOWN_SECONDS)
    for number in range(ROWS):
        Session.objects.create(session_key=f"old-{number}", expire_date=now - known - LEASE)


def forms(writing: Writing, now: datetime) -> None:
    for number in range(ROWS):
        keep_form(
            person=PersonFactory(), address=f"/{number}/", fields=[], now=now - timedelta(days=1)
        )


def tokens(writing: Writing, now: datetime) -> None:
    for _number in range(ROWS):
        create_token(person=PersonFactory())
    get_token_model().objects.update(expiry=now - LEASE)


def attempts(writing: Writing, now: datetime) -> None:
    for number in range(ROWS):
        Limit("password-account", str(number)).take()
    LimitCount.objects.update(forgotten_at=now - LEASE, waits_until=now - LEASE)


def roles(writing: Writing, now: datetime) -> None:
    long_ago = now - timedelta(days=settings.ROLES_KEPT_DAYS + 1)
    for _number in range(ROWS):
        RoleGrant.objects.create(
            person=PersonFactory(), role=Role.DPO, organisation=writing.cast.team,
            granted_at=long_ago, ended_at=long_ago,
        )  # fmt: skip


def memberships(writing: Writing, now: datetime) -> None:
    long_ago = now - timedelta(days=settings.ROLES_KEPT_DAYS + 1)
    kind = ContentType.objects.get_for_model(User)
    for number in range(ROWS):
        ModelLogEntry.objects.create(
            content_type=kind, object_id=str(number), label="A", action=ENDED, timestamp=long_ago
        )


def last_days(writing: Writing, now: datetime) -> None:
    kind = ContentType.objects.get_for_model(User)
    for number in range(ROWS):
        ModelLogEntry.objects.create(
            content_type=kind, object_id=str(number), label="A", action=LAST_DAY, timestamp=now,
            data={"grant": 0},
        )  # fmt: skip


def leavers(writing: Writing, now: datetime) -> None:
    for _number in range(ROWS):
        PersonFactory(left_on=timezone.localdate(now))


def past_roles(writing: Writing, now: datetime) -> None:
    for _number in range(ROWS):
        grant = grant_role(
            person=PersonFactory(), role=Role.COORDINATOR, organisation=writing.cast.department
        )
        RoleGrant.objects.filter(pk=grant.pk).update(until=date(2020, 1, 1))


def searches(writing: Writing, now: datetime) -> None:
    for number in range(ROWS):
        SearchWithoutResults.objects.create(
            words=f"words {number}", day=date(2020, 1, 1), times=1, loosely=0, places=1
        )


def uses(writing: Writing, now: datetime) -> None:
    for number in range(ROWS):
        key = create_credential(name=f"Key {number}", scopes=[Scope.ALL]).credential
        CredentialUse.objects.create(credential=key, minute=now - timedelta(days=2), count=1)


def stored(now: datetime) -> list[int]:
    source = source_of(new_partner().credential, Version.V1_0)
    for number in range(ROWS):
        store([foreign(object={"id": f"https://partner.example/{number}"})], now=now, source=source)
    return list(Statement.objects.values_list("seq", flat=True))


def projections(writing: Writing, now: datetime) -> None:
    for seq in stored(now):
        ProjectionDue.objects.create(statement_id=seq, reason="", due_at=now)


def links(writing: Writing, now: datetime) -> None:
    for seq in stored(now):
        LinksDue.objects.create(statement_id=seq, due_at=now)


def old_mails(writing: Writing, now: datetime) -> None:
    then = now - timedelta(days=3 * settings.MAIL_KEPT_DAYS)
    for number in range(ROWS):
        Mail.objects.create(
            address="a@demo.example", language="cy", kind="k", key=str(number), subject="S",
            state=MailState.SENT, queued_at=then, due_at=then, finished_at=then,
        )  # fmt: skip


def scheduled(writing: Writing, now: datetime) -> None:
    for number in range(ROWS):
        page = approve(draft_course(writing, title=f"Course {number}", slug=f"course-{number}"))
        Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=now)


def ended(writing: Writing, now: datetime) -> None:
    for number in range(ROWS):
        published_course(writing, title=f"Course {number}", slug=f"course-{number}")
    CoursePage.objects.update(expire_at=now)


def in_review(writing: Writing, now: datetime) -> None:
    for number in range(ROWS):
        page = draft_course(writing, title=f"Course {number}", slug=f"course-{number}")
        page.get_workflow().start(page, writing.cast.author)


def to_review(writing: Writing, now: datetime) -> None:
    ended(writing, now)
    CoursePage.objects.update(expire_at=None, review_date=timezone.localdate(now))


def due_mails(writing: Writing, now: datetime) -> None:
    queue_mails(
        [
            Email("k", f"{number}@demo.example", "en-gb", f"Subject {number}", "Words")
            for number in range(ROWS)
        ]
    )


MAKERS: dict[str, Maker] = {
    "learning.notifications.sweeps.send_due": due_mails,
    "learning.notifications.sweeps.forget_old": old_mails,
    "learning.people.leaving.end_due": leavers,
    "learning.people.roles.end_due": past_roles,
    "learning.people.sweeps.forget_sessions": sessions,
    "learning.people.sweeps.forget_tokens": tokens,
    "learning.people.sweeps.forget_attempts": attempts,
    "learning.returning.sweeps.forget_forms": forms,
    "learning.people.sweeps.forget_roles": roles,
    "learning.catalogue.sweeps.forget_searches": searches,
    "learning.lrs.rates.sweep_uses": uses,
    "learning.lrs.sweeps.retry_projections": projections,
    "learning.lrs.sweeps.pass_on_links": links,
    "cms.publishing.sweeps.publish_due": scheduled,
    "cms.publishing.sweeps.expire_due": ended,
    "cms.publishing.sweeps.forget_memberships": memberships,
    "cms.administration.sweeps.forget_last_days": last_days,
    "cms.publishing.waiting.remind_of_tasks": in_review,
    "cms.publishing.waiting.escalate_tasks": in_review,
    "courses.content.review.reminders.remind_of_reviews": to_review,
}
# Positions are given to whatever has committed; what cannot be brought up to date becomes a row of
# retry_projections: tests/lrs/test_late_references.py.
# A sign of life has no row that could fail: tests/sweeps/test_heartbeat.py.
ELSEWHERE = {"learning.lrs.sweeps.assign_positions", "learning.sweeps.heartbeat.beat"}


def test_every_sweep_is_here_and_has_a_name_of_its_own() -> None:
    assert set(MAKERS) | ELSEWHERE == set(settings.SWEEPS)
    sweeps: list[Any] = [find_sweep(name) for name in settings.SWEEPS]
    assert all(isinstance(each, EachRow | Together | SelfManaged) for each in sweeps)
    assert len({each.name for each in sweeps}) == len(sweeps)
    assert all(str(each.label) for each in sweeps)


def failing_on(key: object, do: Callable[..., Any], *, many: bool) -> Callable[..., Any]:
    """Return ``do`` as it is when one row cannot be done."""

    def failing(given: Any, *, now: datetime) -> Any:
        if key in given if many else key == given:
            raise KeyError(key)
        return do(given, now=now)

    return failing


@pytest.mark.parametrize("name", sorted(set(MAKERS) - {"learning.notifications.sweeps.send_due"}))
def test_a_row_that_fails_holds_up_no_other(name: str, writing: Writing) -> None:
    sweep: Any = find_sweep(name)
    now = timezone.now() + timedelta(days=3 * settings.REVIEW_DAYS)
    MAKERS[name](writing, now)
    alone: EachRow = sweep.alone if isinstance(sweep, Together) else sweep
    keys: Sequence[Any] = alone.keys(now)
    assert len(keys) == ROWS
    bad = keys[0]
    broken = dataclasses.replace(
        sweep, do=failing_on(bad, sweep.do, many=isinstance(sweep, Together))
    )
    assert broken(now=now) == ROWS - 1
    assert failures() == {sweep.name: 1}
    assert SetAside.objects.get().key == str(bad)
    assert broken(now=now) == 0, "it rests"
    later = now + LONGEST_PAUSE
    assert sweep(now=later) == 1, "its cause has been fixed"
    assert failures() == {}
    assert sweep(now=later) == 0


def test_a_mail_that_cannot_be_made_holds_up_no_other(
    writing: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    due_mails(writing, timezone.now())
    bad, real = Mail.objects.earliest("pk"), mails._message

    def failing(mail: Mail, connection: Any) -> Any:
        if mail.pk == bad.pk:
            raise KeyError
        return real(mail, connection)

    now = timezone.now()
    with monkeypatch.context() as broken:
        broken.setattr(mails, "_message", failing)
        assert mails.send_due(now=now) == ROWS
        assert mails.send_due(now=now) == 0
    assert Mail.objects.filter(state=MailState.SENT).count() == ROWS - 1
    assert failures() == {"send": 1}
    assert mails.send_due(now=now + LONGEST_PAUSE) == 1
    assert Mail.objects.filter(state=MailState.SENT).count() == ROWS
    assert failures() == {}


def test_a_mail_server_that_is_away_costs_no_mail_an_attempt(
    writing: Writing, settings: Any
) -> None:
    due_mails(writing, timezone.now())
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(ConnectionRefusedError):
        mails.send_due(now=timezone.now())
    assert set(Mail.objects.values_list("attempts", "state")) == {(0, MailState.DUE)}
