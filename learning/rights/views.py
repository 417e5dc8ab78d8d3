"""The pages of what is recorded about me, to read and to take along."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learning.people.requests import SignedInRequest
from learning.rights.own_data import NoSuchPart, as_statement_result, own_part, parts_offered


@login_required
@require_safe
def my_data(request: SignedInRequest) -> HttpResponse:
    """Offer what is recorded about my learning as files, and say who sees it."""
    parts = parts_offered(request.user)
    context = {"parts": parts, "statements": sum(part.statements for part in parts)}
    return render(request, "rights/my_data.html", context)


@login_required
@require_safe
def my_statements(request: SignedInRequest) -> HttpResponseBase:
    """Hand over one part of my statements, as they are stored; memory does not grow with them."""
    after = request.GET.get("after", "")
    try:
        part = own_part(request.user, after=after)
    except NoSuchPart as missing:
        raise Http404 from missing
    response = StreamingHttpResponse(as_statement_result(part), content_type="application/json")
    name = f"my-statements-after-{part.after.seq}" if part.after.seq else "my-statements"
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
