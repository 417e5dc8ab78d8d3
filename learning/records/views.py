"""My learning: the record a person keeps, and what stands behind each line of it."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from learning.catalogue.selectors import topics
from learning.lrs.models import Statement
from learning.people.requests import SignedInRequest
from learning.records import selectors
from learning.records.tables import csv_rows

PER_PAGE = 50
STATEMENTS_PER_PAGE = 20


def _chosen(request: HttpRequest) -> dict[str, str]:
    status = request.GET.get("status", "")
    return {
        "status": status if status in selectors.STATUSES else "",
        "topic": request.GET.get("topic", "").replace("\0", "")[:60],
        "year": request.GET.get("year", ""),
    }


@login_required
@require_safe
def my_learning(request: SignedInRequest) -> HttpResponse:
    """List what I did, narrowed by status, topic and year."""
    chosen = _chosen(request)
    records = selectors.own_records(request.user, **chosen)
    page = Paginator(records, PER_PAGE).get_page(request.GET.get("page"))
    narrowed = {name: value for name, value in chosen.items() if value}
    context = {
        "page": page,
        "chosen": chosen,
        "narrowed": narrowed,
        "query": urlencode(narrowed),
        "topics": topics(),
        "years": selectors.years_of(request.user),
        # Only asked where there is nothing else, so that the way to it stays.
        "removed": not page.paginator.count and selectors.has_removed(request.user),
        "address": lambda number: f"?{urlencode({**narrowed, 'page': number})}",
    }
    return render(request, "records/my_learning.html", context)


@login_required
@require_safe
def my_learning_csv(request: SignedInRequest) -> StreamingHttpResponse:
    """Hand over what I did, narrowed in the same way, as a CSV file."""
    records = selectors.own_records(request.user, **_chosen(request))
    response = StreamingHttpResponse(
        csv_rows(records.iterator(chunk_size=500)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="my-learning.csv"'
    return response


@login_required
@require_safe
def record(request: SignedInRequest, key: int) -> HttpResponse:
    """Show one line of a record with the statements it follows from, a page at a time."""
    try:
        found, statements = selectors.record_with_statements(
            request.user,
            key,
            on=localdate(),
        )
    except selectors.RecordNotFound as missing:
        raise Http404 from missing
    page = Paginator(statements, STATEMENTS_PER_PAGE).get_page(request.GET.get("page"))
    others = selectors.said_by_others(found)
    context = {
        "record": found,
        "page": page,
        "lines": selectors.statement_lines(cast("QuerySet[Statement]", page.object_list)),
        "others": selectors.statement_lines(others.latest) if others.count else [],
        "others_count": others.count,
        "address": lambda number: f"?{urlencode({'page': number})}",
    }
    return render(request, "records/record.html", context)
