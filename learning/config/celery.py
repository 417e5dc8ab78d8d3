"""Celery in production: beat asks every second for each sweep, any number of workers run them.

    celery --app learning.config.celery worker
    celery --app learning.config.celery beat

The rows are the queue (docs/adr/0001), so a message is only a nudge: losing one costs a second,
and a second one finds nothing left to do. Requests never send any.
"""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learning.config.settings.production")

EVERY_SECONDS = 1.0
# A nudge that no worker took in this time is dropped: with every worker dead they would pile up.
EXPIRES_SECONDS = 10

app = Celery("learning")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(name="run_sweep", acks_late=True, ignore_result=True)
def run_sweep(name: str) -> None:
    """Run one sweep; its exception is logged by Celery and the next nudge tries again."""
    # Imported here because Celery reads this module before Django's apps are ready.
    from django.utils import timezone

    from learning.config.sweeps import find_sweep

    find_sweep(name)(now=timezone.now())


def beat_schedule(names: list[str]) -> dict[str, dict[str, object]]:
    """Return beat's schedule: each sweep in ``names``, every second, expiring soon."""
    return {
        name: {
            "task": run_sweep.name,
            "args": [name],
            "schedule": EVERY_SECONDS,
            "options": {"expires": EXPIRES_SECONDS},
        }
        for name in names
    }


def _sweeps_named_in_settings() -> list[str]:
    """Return ``SWEEPS``, read only once Celery has been told where the settings are."""
    from django.conf import settings

    return list(settings.SWEEPS)


app.conf.beat_schedule = beat_schedule(_sweeps_named_in_settings())
