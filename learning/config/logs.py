"""The log of the service: one line an event, and never who somebody is.

Neither addresses of people nor query strings, tokens, names or ids are written: a request is
named by the pattern of its route. The request id joins the lines of one request.
"""

from __future__ import annotations

import logging
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

NOT_SHOWN: int = logging.DEBUG
PROBES = ("/healthz", "/readyz")
REQUEST_ID_HEADER = "X-Request-ID"


def without_row_contents(
    logger: object, method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Drop the lines in which PostgreSQL quotes the row that it refused ("DETAIL: Key …")."""
    for key in ("exception", "event"):
        text = event.get(key)
        if isinstance(text, str) and "DETAIL:" in text:
            kept = [line for line in text.splitlines() if not line.startswith("DETAIL:")]
            event[key] = "\n".join(kept)
    return event


SHARED: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    without_row_contents,
]


def logging_config(*, as_json: bool, level: str = "INFO") -> dict[str, Any]:
    """Return Django's ``LOGGING`` and configure structlog to end in the same handler."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    render: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    render,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django would log each refused or failed request again, with its full address.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.request": {"level": "CRITICAL"},
            # Wagtail tells of every index entry it writes.
            "wagtail": {"level": "WARNING"},
            "modelsearch": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
        },
    }


class RequestLogMiddleware(RequestMiddleware):
    """Middleware that logs a line for each request, by its route; its id goes back in a header."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Log the request, and answer with the id that its log lines carry."""
        self.prepare(request)
        request_id = structlog.contextvars.get_contextvars()["request_id"]
        response: HttpResponse = self.get_response(request)  # type: ignore[assignment]
        self.handle_response(request, response)
        response.headers[REQUEST_ID_HEADER] = request_id
        return response

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        """Log the request, except for a probe that was answered well: one comes every second."""
        if request.path_info in PROBES and response.status_code == 200:
            structlog.contextvars.clear_contextvars()
            return
        super().handle_response(request, response)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Return the method and the pattern of the route: addresses may hold tokens and ids."""
        match = request.resolver_match
        return f"{request.method} {'/' + match.route if match else '(no route)'}"
