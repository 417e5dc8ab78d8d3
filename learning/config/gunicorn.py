"""Gunicorn's configuration: ``gunicorn -c python:learning.config.gunicorn learning.config.wsgi``.

Threads, because most of a request is waiting for the database; they get whole requests only
(learning.config.server). The address and the number of workers come from the command line or from
WEB_CONCURRENCY, as gunicorn documents.
"""

from __future__ import annotations

import gc
import os
from typing import Any

from django.conf import settings

from learning.config.settings.environment import env_number

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learning.config.settings.production")

worker_class = "learning.config.server.worker.BoundedWorker"
threads = env_number("WEB_THREADS", 8)
timeout = 60
graceful_timeout = 10
# Beyond as many at once, in each worker, the one that has kept us waiting longest is dropped.
worker_connections = 1000
# Recycled now and then, not all at once, against memory that slowly fragments.
max_requests = 20_000
max_requests_jitter = 2_000


def post_worker_init(worker: Any) -> None:
    """Leave what was loaded at the start out of garbage collection: it is never garbage.

    Else a collection walks it all, 130,000 objects in 70 ms, while somebody waits.
    """
    gc.collect()
    gc.freeze()


# Our own middleware writes the access log, without addresses of people (learning.config.logs).
accesslog = None
logconfig_dict = settings.LOGGING
