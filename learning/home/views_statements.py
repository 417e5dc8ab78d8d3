"""The statements of other people, for those who answer for learning data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from learning.home import selectors
from learning.home.forms import VERBS, StatementFilters
from learning.people.models import User
from learning.people.requests import SignedInRequest
from learning.people.visibility import Kind, sees_others


def for_who_sees_others(view: Any) -> Any:
    """Open ``view`` to people who may see somebody else's statements; for others it is not there.

    One's own statements are in My learning.
    """

    @login_required
    @require_safe
    @wraps(view)
    def opened(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        viewer: User = request.user
        today = localdate()
        if not sees_others(viewer, Kind.STATED_ACHIEVEMENT, today):
            raise Http404
        response: HttpResponseBase = view(request, *args, viewer=viewer, today=today, **kwargs)
        return response

    return opened


@for_who_sees_others
def statements(request: HttpRequest, *, viewer: User, today: date) -> HttpResponse:
    """List the statements that fit, newest first."""
    form = StatementFilters(request.GET, viewer=viewer, on=today)
    after = request.GET.get("after", "")
    page = None
    if form.is_valid():
        page = selectors.statements_seen(viewer, form.filters(), after=after, on=today)
    narrowed = {name: value for name in form.fields if (value := request.GET.get(name, "").strip())}
    context = {
        "form": form,
        "page": page,
        "later": bool(after),
        "narrowed": narrowed,
        "query": urlencode(narrowed),
        "verbs": VERBS,
        "next": urlencode({**narrowed, "after": page.next}) if page and page.next else "",
    }
    return render(request, "home/statements.html", context, status=200 if page else 422)


@for_who_sees_others
def statements_jsonl(request: HttpRequest, *, viewer: User, today: date) -> HttpResponseBase:
    """Hand over all statements that fit as JSON Lines, one statement a line."""
    form = StatementFilters(request.GET, viewer=viewer, on=today)
    if not form.is_valid():
        return statements(request)  # type: ignore[no-any-return]
    response = StreamingHttpResponse(
        _json_lines(viewer, form, today), content_type="application/jsonl"
    )
    response["Content-Disposition"] = 'attachment; filename="statements.jsonl"'
    return response


def _json_lines(viewer: User, form: StatementFilters, today: date) -> Iterator[bytes]:
    for line in selectors.every_statement_seen(viewer, form.filters(), on=today):
        yield json.dumps(line.data, ensure_ascii=False).encode() + b"\n"


@for_who_sees_others
def statement(request: HttpRequest, id: UUID, *, viewer: User, today: date) -> HttpResponse:
    """Show one statement: in words, and as it is stored."""
    try:
        line = selectors.statement_seen(viewer, id, on=today)
    except selectors.StatementNotFound as missing:
        raise Http404 from missing
    return render(request, "home/statement.html", {"line": line, "verbs": VERBS})
