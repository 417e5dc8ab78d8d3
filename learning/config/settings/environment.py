"""Reading settings from the environment; what production lacks is said in one message.

Why not with a library: docs/adr/0015.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

REQUIRED = {
    "DATABASE_URL": "postgres://user:password@host:5432/name, PostgreSQL 15 or later",
    "CELERY_BROKER_URL": "redis://host:6379/0 or amqp://user:password@host:5672//",
    "SECRET_KEY": "at least 50 random characters; signs sessions",
    "XAPI_FACT_KEY": "at least 32 random characters; names our statements, never change it",
    "ALLOWED_HOSTS": "host names people use, separated by commas",
    "BASE_URL": "the address people use, such as https://learning.example",
    "MEDIA_ROOT": "a folder for uploads that every server shares and that is backed up",
    "EMAIL_URL": "smtp+tls://user:password@host:587, smtps://…:465 or smtp://…:25",
    "DEFAULT_FROM_EMAIL": "the address that mails come from",
}
# Made by a migration of learning.config, so that there is nothing to forget.
CACHE_TABLE = "config_cache"
CACHE_URL = "redis://host:6379/1 or rediss://…; without it the database keeps what is counted"
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
WHOLE_NUMBER = re.compile(r"[0-9]{1,15}")


def env_list(name: str, default: str = "") -> list[str]:
    """Return the comma-separated environment variable ``name`` as a list."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def env_number(name: str, default: int, environment: Mapping[str, str] = os.environ) -> int:
    """Return the whole number that ``name`` holds, or ``default`` where it is empty or not set.

    :raises ImproperlyConfigured: naming the variable, for anything else that it holds.
    """
    written = environment.get(name, "").strip()
    if written and not WHOLE_NUMBER.fullmatch(written):
        raise ImproperlyConfigured(f"{name} has to be a whole number, such as {default}.")
    return int(written) if written else default


def required(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables that production cannot do without.

    :raises ImproperlyConfigured: once, naming every missing or unfit one and what it is for.
    """
    found = {name: environment.get(name, "").strip() for name in REQUIRED}
    wrong = [f"  {name} is not set: {REQUIRED[name]}" for name, value in found.items() if not value]
    if found["SECRET_KEY"] and len(found["SECRET_KEY"]) < 50:
        wrong.append(f"  SECRET_KEY is too short: {REQUIRED['SECRET_KEY']}")
    if found["XAPI_FACT_KEY"] and len(found["XAPI_FACT_KEY"]) < 32:
        wrong.append(f"  XAPI_FACT_KEY is too short: {REQUIRED['XAPI_FACT_KEY']}")
    if found["BASE_URL"] and not found["BASE_URL"].startswith("https://"):
        wrong.append(f"  BASE_URL must begin with https://: {REQUIRED['BASE_URL']}")
    if found["EMAIL_URL"] and urlsplit(found["EMAIL_URL"]).scheme not in MAIL_PORTS:
        wrong.append(f"  EMAIL_URL is of no known kind: {REQUIRED['EMAIL_URL']}")
    cache = environment.get("CACHE_URL", "").strip()
    if cache and urlsplit(cache).scheme not in ("redis", "rediss"):
        wrong.append(f"  CACHE_URL is of no known kind: {CACHE_URL}")
    if wrong:
        raise ImproperlyConfigured(
            "The environment lacks what production needs (docs/how-to/deploy.md):\n"
            + "\n".join(wrong)
            + "\nFor the demonstration on this database instead, set"
            " DJANGO_SETTINGS_MODULE=learning.config.settings.embedded."
        )
    return found


def mail_settings(url: str) -> dict[str, Any]:
    """Return Django's EMAIL_ settings for ``url``, as described in ``REQUIRED``."""
    parts = urlsplit(url)
    return {
        "MAIL_DELIVERY_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }


def cache_settings(url: str) -> dict[str, Any]:
    """Return Django's CACHES for the Redis at ``url``, or for the database where it is "".

    What is counted there (codes asked for, invitations tried) has to be counted for all
    processes together, so it is never kept in the memory of one.
    """
    if url:
        return {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": url,
                "KEY_PREFIX": "learning",
                "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
            }
        }
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": CACHE_TABLE,
            # Beyond its most entries it forgets: the default of 300 would let a crowd sign in
            # past the limits.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }
