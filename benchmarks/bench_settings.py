"""Settings of the benchmarks: as in production, with the yardsticks' addresses beside ours."""

from __future__ import annotations

import os
from typing import Any

import dj_database_url

from learning.config import logs
from learning.config.settings.base import *

SECRET_KEY = "only-for-benchmarks-" + "0" * 50
XAPI_FACT_KEY = "only-for-benchmarks"
DEMONSTRATION = True
DATABASES: dict[str, Any] = {
    "default": {
        "ENGINE": "learning.config.embedded.backend",
        "NAME": "learning",
        "EMBEDDED_ROOT": VAR_DIR / "postgres",
        "CONN_MAX_AGE": 60,
    }
}
if "DATABASE_URL" in os.environ:
    DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60)}
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "benchmarks.yardsticks"
LOGGING = logs.logging_config(as_json=True, level="WARNING")
DATABASES["default"]["OPTIONS"] = {**DATABASE_OPTIONS}
