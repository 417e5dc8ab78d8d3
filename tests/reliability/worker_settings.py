"""Settings of the Celery processes that tests start: the test's own database, queue and mails."""

from __future__ import annotations

import os

from learning.config.settings.test import *  # noqa: F403

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE_NAME"]  # noqa: F405
SWEEPS = ["learning.notifications.sweeps.send_due", "tests.reliability.sweeping.fail"]
MAIL_DELIVERY_BACKEND = "tests.reliability.sweeping.SlowMailServer"
EMAIL_FILE_PATH = os.environ["TEST_MAIL_FOLDER"]
CELERY_TASK_DEFAULT_QUEUE = os.environ["TEST_QUEUE"]
