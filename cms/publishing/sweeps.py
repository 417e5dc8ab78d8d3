"""Publishing and expiry that fall due."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import transaction
from wagtail.models import Page, Revision

from cms.publishing.gate import PublishRefused
from cms.publishing.refusals import note_refusal

log = structlog.get_logger(__name__)


def publish_due(*, now: datetime) -> int:
    """Publish approved revisions whose time has come and take down pages past their end.

    Returns the number of pages handled. A revision that the gate refuses loses its appointment,
    for trying again every second would change nothing; its authors are told (``refusals``).
    """
    return _publish(now) + _expire(now)


def _publish(now: datetime) -> int:
    done = 0
    for key in Revision.page_revisions.filter(approved_go_live_at__lte=now).values_list(
        "pk", flat=True
    )[:100]:
        with transaction.atomic():
            revision = (
                Revision.objects.select_for_update(skip_locked=True)
                .filter(pk=key, approved_go_live_at__lte=now)
                .first()
            )
            if revision is None:
                continue
            planned = revision.approved_go_live_at
            try:
                with transaction.atomic():
                    revision.publish(log_action="wagtail.publish.scheduled")
            except PublishRefused as refusal:
                Revision.objects.filter(pk=key).update(approved_go_live_at=None)
                note_refusal(revision=revision, planned=planned, faults=refusal.faults)
                log.warning("scheduled_publish_refused", page=revision.object_id, why=str(refusal))
            done += 1
    return done


def _expire(now: datetime) -> int:
    done = 0
    for key in Page.objects.live().filter(expire_at__lte=now).values_list("pk", flat=True)[:100]:
        with transaction.atomic():
            page = (
                Page.objects.select_for_update(skip_locked=True)
                .filter(pk=key, live=True, expire_at__lte=now)
                .first()
            )
            if page is None:
                continue
            page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
            done += 1
    return done
