"""Work that is due: rows that cannot be done must not hold up the rest."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.attacks.attack import Attack

MAILS, UNMAKEABLE = 4_000, 200


def rows_that_fail() -> str:
    """Queue 4,000 emails of which the first 200 cannot be put together; send the rest."""
    from django.conf import settings
    from django.utils import timezone

    from learning.notifications import sweeps
    from learning.notifications.models import Mail, MailState
    from learning.notifications.services import queue_mails
    from learning.people.emails import Email
    from learning.sweeps.claims import failures

    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    queue_mails(
        [
            Email("attack", f"{number}@attack.example", "en-gb", f"Subject {number}", "Words")
            for number in range(MAILS)
        ]
    )
    last_bad = Mail.objects.order_by("pk").values_list("pk", flat=True)[UNMAKEABLE - 1]
    real = sweeps._message

    def message(mail: Mail, connection: Any) -> Any:
        if mail.pk <= last_bad:
            raise KeyError(mail.pk)
        return real(mail, connection)

    sweeps._message = message
    now, began = timezone.now(), time.monotonic()
    longest = 0.0
    while True:
        round_began = time.monotonic()
        if not sweeps.send_due(now=now):
            break
        longest = max(longest, time.monotonic() - round_began)
    took = time.monotonic() - began
    sent = Mail.objects.filter(state=MailState.SENT).count()
    assert sent == MAILS - UNMAKEABLE, sent
    assert failures() == {"send": UNMAKEABLE}, failures()
    speed = f"{sent / took:,.0f}/s, longest round {longest:.1f} s"
    return f"{sent:,} sent, {UNMAKEABLE} set aside, {speed}"


def rows_that_kill() -> str:
    """Let a row end the process each time: after each restart the others go on."""
    import os
    import subprocess
    import sys

    script = """
import django; django.setup()
import os
from django.utils import timezone
from django.db import connection
from learning.catalogue.models import Topic
from learning.sweeps.rows import EachRow

def do(key, *, now):
    if Topic.objects.get(pk=key).position == 666:
        os.kill(os.getpid(), 9)
    return bool(Topic.objects.filter(pk=key).delete())

EachRow("attack", "Attack", lambda now: Topic.objects.order_by("pk"), do)(now=timezone.now())
"""
    from learning.catalogue.models import Topic

    Topic.objects.all().delete()
    Topic.objects.bulk_create(
        Topic(name_en=f"T{n}", slug=f"t{n}", position=666 if n % 10 == 0 else 1) for n in range(50)
    )
    restarts = 0
    while Topic.objects.exclude(position=666).exists():
        restarts += 1
        assert restarts <= 6, "the rows behind a deadly one are never reached"
        subprocess.run([sys.executable, "-c", script], env=os.environ, check=False)
    return f"45 rows done around 5 that kill the process, {restarts} starts"


ATTACKS = [
    Attack("rows of a sweep that fail", rows_that_fail, seconds=180, megabytes=400),
    Attack("rows of a sweep that kill", rows_that_kill, seconds=90, megabytes=300),
]
