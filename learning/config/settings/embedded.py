"""Settings for development and demonstration: the platform's own PostgreSQL, files under ``VAR``.

A ``DATABASE_URL`` puts the demonstration on that server instead.
"""

from __future__ import annotations

import os
from typing import Any

import dj_database_url

from .base import *
from .environment import env_list

# Known to everybody who has the source: good for a demonstration on one machine, nothing else.
SECRET_KEY = os.environ.get("SECRET_KEY", "demonstration-only-" + "0" * 50)
XAPI_FACT_KEY = XAPI_FACT_KEY or "demonstration-only"
DATABASES: dict[str, Any] = {
    "default": {
        "ENGINE": "learning.config.embedded.backend",
        "NAME": "learning",
        "EMBEDDED_ROOT": VAR_DIR / "postgres",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
if "DATABASE_URL" in os.environ:
    DATABASES = {
        "default": dj_database_url.parse(
            os.environ["DATABASE_URL"], conn_max_age=60, conn_health_checks=True
        )
    }
DATABASES["default"]["OPTIONS"] = {**DATABASE_OPTIONS, **DATABASES["default"].get("OPTIONS", {})}
DEBUG = os.environ.get("DEBUG", "") == "1"
# People with a known password may be loaded (manage.py load_demo).
DEMONSTRATION = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env_list("ALLOWED_HOSTS")]
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
