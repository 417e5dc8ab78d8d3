"""Settings of the Celery processes that tests start: the test's own database, queue and sweeps."""

from __future__ import annotations

import os

from learning.config.settings.test import *  # noqa: F403

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE_NAME"]  # noqa: F405
SWEEPS = ["tests.reliability.sweeping.finish_topics", "tests.reliability.sweeping.fail"]
CELERY_TASK_DEFAULT_QUEUE = os.environ["TEST_QUEUE"]
