"""The health of this process: alive (``/healthz``), and able to do its work (``/readyz``)."""

from __future__ import annotations

import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NoAnswerInTime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learning.sweeps.claims import failures

BROKER_SECONDS = 0.5
ALL_TOLD_SECONDS = 0.8
# What a broker must answer at once, if it is more than an open port: a PING in Redis's protocol,
# or the header of AMQP 0-9-1 (section 4.2.2), to which RabbitMQ replies with connection.start.
GREETINGS = {
    "redis": (6379, b"PING\r\n"),
    "rediss": (6379, b"PING\r\n"),
    "amqp": (5672, b"AMQP\x00\x00\x09\x01"),
    "pyamqp": (5672, b"AMQP\x00\x00\x09\x01"),
    "amqps": (5671, b"AMQP\x00\x00\x09\x01"),
}
# One thread: a look-up that hangs makes later questions time out instead of piling up.
_asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="broker-health")
_migrated = False


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive; ask nobody else."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 where people can be served, else 503; a dead broker only degrades.

    Pages need the database and never the broker: due work waits in its rows. Rows that failed and
    wait for another try are counted by the kind of work (``learning.sweeps``); they degrade too.
    """
    database = _database_state()
    broker = broker_state(settings.CELERY_BROKER_URL)
    ready = database == "ok"
    failed = failures() if ready else {}
    well = broker in ("ok", "none") and not failed
    status = "unready" if not ready else "ok" if well else "degraded"
    told = {"status": status, "database": database, "broker": broker, "set_aside": failed}
    return JsonResponse(told, status=200 if ready else 503)


def _database_state() -> str:
    """Return the state of the database: ok, unreachable or migrations unapplied."""
    global _migrated
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _migrated:
            executor = MigrationExecutor(connection)
            # Migrations only go forward, so "applied" stays true for this process.
            _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        connection.close()
        return "unreachable"
    return "ok" if _migrated else "migrations unapplied"


def broker_state(url: str) -> str:
    """Return ok, unreachable or none for the broker, in under a second even if it is frozen."""
    if not url:
        return "none"
    try:
        answered = _asking.submit(_broker_answers, url).result(timeout=ALL_TOLD_SECONDS)
    except NoAnswerInTime:
        return "unreachable"
    return "ok" if answered else "unreachable"


def _broker_answers(url: str) -> bool:
    """Tell whether the broker says anything at all to the first words of its protocol."""
    parts = urlsplit(url)
    if parts.scheme not in GREETINGS:
        return False
    port, greeting = GREETINGS[parts.scheme]
    host = parts.hostname or "127.0.0.1"
    try:
        with socket.create_connection((host, parts.port or port), timeout=BROKER_SECONDS) as plain:
            channel = plain
            if parts.scheme in ("rediss", "amqps"):
                channel = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            channel.sendall(greeting)
            # Redis may say that it wants a password first: it is alive and that is all we ask.
            return bool(channel.recv(1))
    except OSError:
        return False
