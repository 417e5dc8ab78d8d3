"""Settings of the test suite: a database of its own, everything else as in the demonstration.

With a ``DATABASE_URL`` the tests run on that server; without one they start the embedded
PostgreSQL in a folder of the run's own, thrown away afterwards (tests/conftest.py).
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import dj_database_url

from learning.config import logs
from learning.config.embedded.server import FAST_AND_UNSAFE

from .base import *

# Never the demonstration's folder: anyone who runs the tests keeps what they had. The workers of
# pytest-xdist, and every process that a test starts, inherit it.
VAR_DIR = Path(
    os.environ.setdefault(
        "TEST_VAR", os.path.join(tempfile.gettempdir(), f"learning-tests-{os.getpid()}")
    )
)
os.environ["VAR"] = str(VAR_DIR)
STATIC_ROOT = VAR_DIR / "static"
# Each worker's own: a test may say which files there are.
MEDIA_ROOT = VAR_DIR / f"media-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"

SECRET_KEY = "only-for-tests-" + "0" * 50
XAPI_FACT_KEY = "only-for-tests"
DATABASES: dict[str, Any] = {
    "default": {
        "ENGINE": "learning.config.embedded.backend",
        "NAME": "learning",
        "EMBEDDED_ROOT": VAR_DIR / "postgres",
        "EMBEDDED_OPTIONS": FAST_AND_UNSAFE,
    }
}
if "DATABASE_URL" in os.environ:
    DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"])}
DATABASES["default"]["OPTIONS"] = {**DATABASE_OPTIONS, **DATABASES["default"].get("OPTIONS", {})}
# Migrated once for the whole run; the workers' databases are copies of it (tests/tables.py).
DATABASE_OF_TABLES = f"test_{DATABASES['default']['NAME']}_tables"
DEMONSTRATION = True
INSTALLED_APPS = [*INSTALLED_APPS, "tests.step_kinds"]
# Never read: what a page asks the database is counted, and would differ each half minute.
SERVICE_NAME_SECONDS = None
ALLOWED_HOSTS = ["*"]
# No manifest: pages are tested as they are built, without collecting 2,000 files first.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING = logs.logging_config(as_json=False, level="WARNING")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
