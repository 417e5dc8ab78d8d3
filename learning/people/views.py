"""Views of arriving by invitation, one's own account, the language and API tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.people.addresses import client_network
from learning.people.forms import LanguageForm
from learning.people.invitations import (
    ClosedInvitation,
    ExpiredInvitation,
    InvitationError,
    UsedInvitation,
    first_step,
    own_path,
    person_of,
)
from learning.people.limits import Limit
from learning.people.models import User
from learning.people.requests import SignedInRequest
from learning.people.tokens import TooManyTokens, create_token, revoke_token, tokens_of
from learning.people.typed import keep_typed
from learning.people.visibility import Kind, sees_others
from learning.ui.durations import lifetime
from learning.ui.form_places import form_on


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Greet somebody who was invited; their button, and not their opening the link, signs in.

    Mail scanners open links, so GET changes nothing.
    """
    if request.method == "POST":
        return _arrive(request, token)
    try:
        person = person_of(token)
    except InvitationError as error:
        return _unusable(request, error)
    language = _language_for(request, person)
    with translation.override(language):
        if request.user.is_authenticated and request.user.pk != person.pk:
            return render(request, "people/welcome_other.html", {"person": person}, status=409)
        context = {"person": person, "next": own_path(request.GET.get("next", ""))}
        return render(request, "people/welcome.html", context)


def _arrive(request: HttpRequest, token: str) -> HttpResponse:
    next_path = request.POST.get("next", "")
    try:
        # The row is locked: of two clicks at once, one signs in and the other sees that it did.
        with transaction.atomic():
            person = person_of(token, lock=True)
            if request.user.is_authenticated and request.user.pk != person.pk:
                return render(request, "people/welcome_other.html", {"person": person}, status=409)
            login(request, person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    except UsedInvitation as error:
        if request.user.is_authenticated:
            # A double click: the first one did it.
            return redirect(own_path(next_path) or "/")
        return _unusable(request, error)
    except InvitationError as error:
        return _unusable(request, error)
    with translation.override(_language_for(request, person)):
        return redirect(first_step(person=person, request=request, next_path=next_path))


def _language_for(request: HttpRequest, person: User) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in dict(settings.LANGUAGES) else person.preferred_language


def _unusable(request: HttpRequest, error: InvitationError) -> HttpResponse:
    if isinstance(error, UsedInvitation):
        heading = _("You have already used this link")
        status = 410
    elif isinstance(error, ExpiredInvitation):
        heading = _("This link has expired")
        status = 410
    elif isinstance(error, ClosedInvitation):
        heading = _("This link is not working at the moment")
        status = 404
    else:
        network = client_network(request)
        if network is not None:
            Limit("invitation-address", network).take()
        heading = _("This link does not work")
        status = 404
    next_path = own_path(request.POST.get("next", "") or request.GET.get("next", ""))
    context = {
        "heading": heading,
        "error": type(error).__name__,
        "next": next_path,
        "days": settings.INVITATION_DAYS,
    }
    return render(request, "people/welcome_unusable.html", context, status=status)


@login_required
@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show what is stored about the person who is signed in, and what they may change."""
    person = User.objects.select_related("organisation", "manager").get(pk=request.user.pk)
    form = LanguageForm(initial={"language": person.preferred_language})
    context = {
        "person": person,
        "form": form,
        "sees_statements": sees_others(person, Kind.STATED_ACHIEVEMENT),
    }
    return render(request, "people/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Change the language for this browser and, signed in, for the account; then go back."""
    is_sent = request.method == "POST"
    initial = {"language": translation.get_language()}
    form = LanguageForm(request.POST if is_sent else None, initial=initial)
    back = own_path((request.POST if is_sent else request.GET).get("next", "")) or "/"
    if not form.is_valid():
        context = {"form": form, "next": back}
        return render(request, "people/language.html", context, status=400 if is_sent else 200)
    chosen = form.cleaned_data["language"]
    keep_typed(request)
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(preferred_language=chosen)
    response = HttpResponseRedirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _tokens_page(**_more: object) -> str:
    return reverse("people:tokens")


@form_on(
    _tokens_page,
    lost=gettext_noop("We did not create a token."),
    again=gettext_noop("Create it again."),
)
@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: SignedInRequest) -> HttpResponse:
    """List my API tokens; POST creates one and shows it, once, on the page that answers."""
    person = request.user
    works_for = lifetime(int(cast(timedelta, settings.REST_KNOX["TOKEN_TTL"]).total_seconds()))
    context: dict[str, object] = {
        "limit": settings.API_TOKENS_PER_PERSON,
        "works_for": works_for,
    }
    status = 200
    if request.method == "POST":
        try:
            with transaction.atomic():
                context["created"] = create_token(person=person)
        except TooManyTokens:
            context["too_many"] = True
            status = 409
    context["tokens"] = tokens_of(person)
    return render(request, "people/tokens.html", context, status=status)


@form_on(
    _tokens_page,
    lost=gettext_noop("We did not revoke the token."),
    again=gettext_noop("Revoke it again."),
)
@login_required
@require_POST
def revoke(request: SignedInRequest, key: str) -> HttpResponse:
    """Revoke one of my tokens; of anybody else's nothing is said."""
    if revoke_token(person=request.user, key=key):
        messages.success(request, _("The token is revoked."))
    else:
        messages.error(request, _("You have no such token. It may have been revoked already."))
    return redirect("people:tokens")
