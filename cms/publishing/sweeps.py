"""The sweeps for publishing and expiry that fall due, and for old history entries."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, Page, Revision

from cms.publishing.gate import PublishRefused
from cms.publishing.memberships import ENDED, GRANTED, histories
from cms.publishing.refusals import note_refusal
from learning.people.models import User
from learning.sweeps.forgetting import forgetting
from learning.sweeps.rows import EachRow

log = structlog.get_logger(__name__)


def _appointments(now: datetime) -> QuerySet[Revision]:
    return Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by(
        "approved_go_live_at", "pk"
    )


def _publish(key: int, *, now: datetime) -> bool:
    """Publish an approved revision whose time has come.

    One that the gate refuses loses its appointment, for trying again every second would change
    nothing; its authors are told (``refusals``).
    """
    with transaction.atomic():
        revision = _appointments(now).select_for_update(skip_locked=True).filter(pk=key).first()
        if revision is None:
            return False
        planned = revision.approved_go_live_at
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except PublishRefused as refusal:
            Revision.objects.filter(pk=key).update(approved_go_live_at=None)
            note_refusal(revision=revision, planned=planned, faults=refusal.faults)
            log.warning("scheduled_publish_refused", page=revision.object_id, why=str(refusal))
        return True


def _ended(now: datetime) -> QuerySet[Page]:
    return Page.objects.live().filter(expire_at__lte=now).order_by("expire_at", "pk")


def _expire(key: int, *, now: datetime) -> bool:
    """Take down a page that is past its end."""
    with transaction.atomic():
        page = _ended(now).select_for_update(skip_locked=True).filter(pk=key).first()
        if page is None:
            return False
        page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        return True


def _memberships(now: datetime) -> QuerySet[ModelLogEntry]:
    """Return the history entries of memberships that ended so long ago that nobody needs them.

    That somebody was put into a group goes with the end of it, so it stays while they are in.
    """
    long_ago = now - timedelta(days=settings.ROLES_KEPT_DAYS)
    ended, granted = histories(ENDED), histories(GRANTED)
    the_same = ended.filter(member=OuterRef("member"), of_group=OuterRef("of_group"))
    still_in = User.groups.through.objects.filter(
        user_id=Cast(OuterRef("member"), BigIntegerField()),
        group_id=Cast(OuterRef("of_group"), BigIntegerField()),
    )
    over = Exists(the_same.filter(timestamp__gte=OuterRef("timestamp"), timestamp__lt=long_ago))
    going_on = Exists(still_in) | Exists(the_same.filter(timestamp__gte=long_ago))
    return ModelLogEntry.objects.filter(
        Q(pk__in=granted.filter(over | ~going_on, timestamp__lt=long_ago).values("pk"))
        | Q(pk__in=ended.filter(timestamp__lt=long_ago).values("pk"))
    )


publish_due = EachRow("publish", _("Publishing at a set time"), _appointments, _publish)
expire_due = EachRow("expire", _("Taking down pages at their end"), _ended, _expire)
forget_memberships = forgetting(
    "forget-memberships",
    _("Deleting from histories which groups people were in long ago"),
    _memberships,
)
