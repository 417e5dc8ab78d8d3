"""Settings of production, all from the environment; one message names everything missing."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url

from learning.config import logs

from .base import *
from .environment import cache_settings, env_list, mail_settings, required

_given = required()

SECRET_KEY = _given["SECRET_KEY"]
XAPI_FACT_KEY = _given["XAPI_FACT_KEY"]
# The home of our identifiers stays the same when the service moves: then set XAPI_HOME.
XAPI_HOME = os.environ.get("XAPI_HOME", _given["BASE_URL"].rstrip("/"))
DEBUG = False

# gthread keeps its threads, so each keeps its connection; a pool would add nothing but a queue.
DATABASES = {
    "default": dj_database_url.parse(
        _given["DATABASE_URL"], conn_max_age=300, conn_health_checks=True
    )
}
DATABASES["default"]["OPTIONS"] = {
    **DATABASE_OPTIONS,
    "connect_timeout": 5,
    **DATABASES["default"].get("OPTIONS", {}),
}
# Shared by all processes: the limits on sign-in codes and invitations are counted in it.
CACHES = cache_settings(os.environ.get("CACHE_URL", "").strip())
CELERY_BROKER_URL = _given["CELERY_BROKER_URL"]

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
WAGTAILADMIN_BASE_URL = _given["BASE_URL"].rstrip("/")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
MEDIA_ROOT = Path(_given["MEDIA_ROOT"])
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", STATIC_ROOT))

DEFAULT_FROM_EMAIL = SERVER_EMAIL = _given["DEFAULT_FROM_EMAIL"]
globals().update(mail_settings(_given["EMAIL_URL"]))

# The proxy that ends TLS must set X-Forwarded-Proto itself, and drop one that a visitor sends.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
# Probes come from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
# The one that ends TLS, unless it is said that there are more.
PROXY_COUNT = env_number("PROXY_COUNT", 1)

LOGGING = logs.logging_config(as_json=True, level=os.environ.get("LOG_LEVEL", "INFO"))
