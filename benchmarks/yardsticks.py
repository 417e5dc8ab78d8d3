"""The yardsticks: the same middleware and server, and views that do the least."""

from __future__ import annotations

import json
import uuid

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def one_insert(request: HttpRequest) -> HttpResponse:
    """Insert the body as one row, which PostgreSQL commits by itself."""
    said = json.loads(request.body)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_yardstick (id, said) VALUES (%s, %s)",
            [uuid.uuid4(), json.dumps(said)],
        )
    return HttpResponse(b"{}", content_type="application/json")


def nothing(request: HttpRequest) -> HttpResponse:
    """Answer without doing anything."""
    return HttpResponse(b"nothing", content_type="text/plain")


urlpatterns = [
    path("bench/one-insert", one_insert),
    path("bench/nothing", nothing),
    path("", include("learning.config.urls")),
]
