"""What the log says of a request: enough to find it again, and nothing of who made it."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
import structlog
from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from learning.config import logs


def refuse_row(request: HttpRequest, token: str) -> HttpResponse:
    raise IntegrityError(
        "duplicate key value violates unique constraint\nDETAIL:  Key (email)=(ada@demo.example)."
    )


def answer_well(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("", include("learning.config.urls")),
    path("rows/<token>/", refuse_row),
    path("people/<name>/", answer_well),
]
handler500 = "learning.config.outage.server_error"
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What production would write to its log."""
    written = io.StringIO()
    config = logs.logging_config(as_json=True)
    config["handlers"]["stderr"]["stream"] = written
    logging.config.dictConfig(config)
    yield written
    logging.config.dictConfig(settings.LOGGING)


def test_a_request_is_one_json_line_named_by_its_route(lines: io.StringIO) -> None:
    answer = Client().get("/people/ada@demo.example/?token=secret")
    (line,) = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert line["request"] == "GET /people/<name>/"
    assert line["code"] == 200
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert "secret" not in lines.getvalue()
    assert "ada@" not in lines.getvalue()
    assert "127.0.0.1" not in lines.getvalue()


def test_probes_that_are_answered_well_are_not_written(lines: io.StringIO) -> None:
    assert Client().get("/healthz").status_code == 200
    assert lines.getvalue() == ""


def test_an_unknown_address_is_not_written_down(lines: io.StringIO) -> None:
    Client().get("/reset/a-mistyped-token/")
    assert "mistyped" not in lines.getvalue()
    assert "(no route)" in lines.getvalue()


def test_a_failure_keeps_its_traceback_without_the_row(lines: io.StringIO) -> None:
    Client(raise_request_exception=False).get("/rows/a-secret-token/")
    (line,) = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert line["event"] == "request_failed"
    assert "IntegrityError" in line["exception"]
    assert "refuse_row" in line["exception"]
    assert "ada@" not in lines.getvalue()
    assert "secret-token" not in lines.getvalue()


def test_standard_loggers_end_in_the_same_lines(lines: io.StringIO) -> None:
    logging.getLogger("gunicorn.error").warning("a worker %s", "ended")
    structlog.get_logger("sweeps").warning("sweep_failed", sweep="mails")
    first, second = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert (first["event"], first["level"]) == ("a worker ended", "warning")
    assert (second["event"], second["sweep"]) == ("sweep_failed", "mails")
