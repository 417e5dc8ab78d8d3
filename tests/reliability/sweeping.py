"""Sweeps for the tests: real work on a real table, registered by SWEEPS in the tests.

A catalogue topic whose slug begins with ``due-`` is due. Each time one is done, its Welsh name
grows by a ``+``: work done twice shows.
"""

from __future__ import annotations

import time
from datetime import datetime

from django.db import connection, transaction

from learning.catalogue.models import Topic

SECONDS_PER_ROW = 0.05


def finish_topics(*, now: datetime) -> int:
    """Finish every due topic, one a transaction, claimed as every sweep of the house does."""
    done = 0
    while True:
        with transaction.atomic():
            due = Topic.objects.select_for_update(skip_locked=True)
            topic = due.filter(slug__startswith="due-").order_by("id").first()
            if topic is None:
                return done
            time.sleep(SECONDS_PER_ROW)  # long enough to be killed, or raced, in between
            topic.slug = topic.slug.replace("due-", "done-", 1)
            topic.name_cy += "+"
            topic.save()
        done += 1


def fail(*, now: datetime) -> int:
    """Fail, as a sweep whose mail server is away does."""
    raise ConnectionError("the mail server is away")


def make_due(number: int) -> None:
    """Make ``number`` topics due."""
    Topic.objects.bulk_create(
        Topic(slug=f"due-{n}", name_en=f"Due {n}", name_cy="") for n in range(number)
    )


def states() -> tuple[int, set[str]]:
    """Return how many topics are still due, and how often the others were done ({"+"}: once)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug, name_cy FROM catalogue_topic WHERE name_en LIKE 'Due %'")
        rows = cursor.fetchall()
    return (
        sum(slug.startswith("due-") for slug, _ in rows),
        {times for slug, times in rows if slug.startswith("done-")},
    )
