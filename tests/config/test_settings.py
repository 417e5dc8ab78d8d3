"""Production refuses to start half configured, and passes Django's own security checks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from learning.config.settings.environment import REQUIRED, env_number, mail_settings, required

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "DATABASE_URL": "postgres://learning:secret@db.example:5432/learning",
    "CELERY_BROKER_URL": "redis://broker.example:6379/0",
    "SECRET_KEY": "Xk29dlLq0aPz71mVbn48sYtE63wRcUj5gHfOi0QeAxZvKpMT",
    "XAPI_FACT_KEY": "m3Kq8Zt1Xw6Yp0Rb5Ns9Vd2Lf7Gh4Jc1",
    "ALLOWED_HOSTS": "learning.example,www.learning.example",
    "BASE_URL": "https://learning.example",
    "MEDIA_ROOT": "/srv/learning/media",
    "EMAIL_URL": "smtp+tls://post:p%40ss@mail.example:587",
    "DEFAULT_FROM_EMAIL": "learning@learning.example",
}
COMPLETE["SECRET_KEY"] += "JdWs5B"


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: os.environ[k] for k in ("PATH", "HOME", "LANG") if k in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_check_deploy_is_clean() -> None:
    done = manage("check", "--deploy", "--fail-level=WARNING", **COMPLETE)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


def test_everything_that_is_missing_is_said_at_once_and_without_a_traceback() -> None:
    done = manage("check", DATABASE_URL=COMPLETE["DATABASE_URL"])
    assert done.returncode != 0
    for name in REQUIRED.keys() - {"DATABASE_URL"}:
        assert f"{name} is not set" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_each_variable_is_needed(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{name} is not set"):
        required({**COMPLETE, name: " "})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("XAPI_FACT_KEY", "short"),
        ("BASE_URL", "http://learning.example"),
        ("EMAIL_URL", "pigeon://learning.example"),
    ],
)
def test_unfit_values_are_refused(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        required({**COMPLETE, name: value})


def test_a_complete_environment_is_taken() -> None:
    assert required(COMPLETE) == COMPLETE


@pytest.mark.parametrize(
    ("written", "expected"), [(None, 7), ("", 7), ("  ", 7), ("0", 0), (" 12 ", 12)]
)
def test_a_number_that_is_empty_is_the_usual_one(written: str | None, expected: int) -> None:
    assert env_number("DAYS", 7, {} if written is None else {"DAYS": written}) == expected


@pytest.mark.parametrize("written", ["many", "-1", "1.5", "1_000", "٣", "9" * 5_000])
def test_what_is_no_number_is_refused_by_its_name(written: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DAYS has to be a whole number, such as 7"):
        env_number("DAYS", 7, {"DAYS": written})


def test_no_number_is_said_without_a_traceback() -> None:
    done = manage("check", **COMPLETE, SWEEP_SECONDS="soon")
    assert done.returncode != 0
    assert "SWEEP_SECONDS has to be a whole number" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://mail.example", 587, True, False),
        ("smtps://mail.example", 465, False, True),
        ("smtp+tls://mail.example:2525", 2525, True, False),
    ],
)
def test_mail_settings(url: str, port: int, tls: bool, ssl: bool) -> None:
    found = mail_settings(url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_mail_passwords_may_hold_any_character() -> None:
    found = mail_settings(COMPLETE["EMAIL_URL"])
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("post", "p@ss")


def test_no_migration_is_missing(tmp_path: Path) -> None:
    done = manage("makemigrations", "--check", "--dry-run", VAR=str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
