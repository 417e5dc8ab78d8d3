"""Ways back from a form that cannot be saved: it is kept, and its sender led to its page."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.people.models import User
from learning.people.proof import has_a_token, sender_of
from learning.returning.models import KeptForm
from learning.returning.services import NotKept, keep_form
from learning.returning.unsaved import Why, address_with_note, kept_for
from learning.ui.form_places import FormPlace, place_of_form


def back_with_faults(request: HttpRequest) -> HttpResponse | None:
    """Lead back to the page of a form with faults, at its own address and with what was typed.

    None where that cannot be kept: then the answer to the form has to show it.
    """
    place, person = place_of_form(request.resolver_match), request.user
    if place is None or not isinstance(person, User):
        return None
    kept = _keep(request, place, person, now=timezone.now())
    if kept is None:
        return None
    request.came_back = True  # type: ignore[attr-defined]
    return HttpResponseRedirect(_page(request, place, Why.FAULTS, person, kept))


def back_after_signing_in(request: HttpRequest) -> HttpResponse | None:
    """Ask anyone who sent a form without being signed in to do so, and then lead to its page.

    What they typed is kept where their own ended session shows whose it is.
    """
    place = place_of_form(request.resolver_match)
    if place is None:
        return None
    now = timezone.now()
    person = sender_of(request, now=now)
    kept = _keep(request, place, person, now=now) if person else None
    lines = [_("You have been signed out."), _(place.lost)]
    if kept is not None and kept.fields:
        lines.append(_("We will keep what you entered for %(time)s.") % {"time": kept_for()})
    lines.append(_("Sign in to carry on."))
    messages.warning(request, " ".join(lines))
    return redirect_to_login(_page(request, place, Why.ENDED, person, kept))


def back_from_an_old_page(request: HttpRequest) -> HttpResponse | None:
    """Lead back anyone whose form has a token of ours that is not this session's.

    They signed in again while the page was open, or their browser has lost a cookie. What they
    typed is kept only where their own ended session shows that the form is theirs. None for a
    form without any token, which may come from anywhere.
    """
    place = place_of_form(request.resolver_match)
    if place is None or not has_a_token(request):
        return None
    if not isinstance(request.user, User):
        return back_after_signing_in(request)
    now = timezone.now()
    sender = sender_of(request, now=now)
    theirs = sender is not None and sender.pk == request.user.pk
    kept = _keep(request, place, request.user, now=now) if theirs else None
    why = Why.ENDED if theirs else Why.STALE
    return HttpResponseRedirect(_page(request, place, why, request.user, kept))


def _keep(
    request: HttpRequest, place: FormPlace, person: User, *, now: datetime
) -> KeptForm | None:
    """Keep what was typed, of the fields that may be kept; also that there was nothing to type."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if place.may_keep(name)
        for value in values
    ]
    try:
        return keep_form(person=person, address=request.path, fields=fields, now=now)
    except NotKept:
        return None


def _page(
    request: HttpRequest, place: FormPlace, why: Why, person: User | None, kept: KeptForm | None
) -> str:
    match = request.resolver_match
    assert match is not None  # noqa: S101 - its view said where the form stands
    return address_with_note(
        place.page_for(match),
        sent_to=request.path,
        why=why,
        person=person,
        kept=kept.pk if kept else None,
    )
