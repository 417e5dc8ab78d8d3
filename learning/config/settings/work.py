"""Settings of work that is due, and of emails that are sent."""

from __future__ import annotations

import os

from learning.config.settings.environment import env_number

# Work that is due. Celery beat runs SWEEPS in production (learning.config.celery); nothing else
# is ever sent to the broker, so there are no results to keep.
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

# A round of one sweep ends after this time, so that the others get their turn.
SWEEP_SECONDS = env_number("SWEEP_SECONDS", 20)

# Whatever is sent becomes a row; the sweep hands the rows to MAIL_DELIVERY_BACKEND.
EMAIL_BACKEND = "learning.notifications.backends.QueueBackend"
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_SUBJECT_PREFIX = ""
# After how many days people who are to review or publish a draft are reminded; after twice as many
# their L&D lead is told.
REVIEW_DAYS = env_number("REVIEW_DAYS", 7)
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "learning@demo.example")
