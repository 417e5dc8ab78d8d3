"""Arriving by invitation, the own account, the language and API tokens."""

from __future__ import annotations

from typing import cast

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.people.forms import LanguageForm
from learning.people.invitations import (
    ExpiredInvitation,
    InvitationError,
    UsedInvitation,
    first_step,
    own_path,
    person_of,
)
from learning.people.models import User
from learning.people.tokens import TooManyTokens, create_token, revoke_token, tokens_of
from learning.people.visibility import Kind, sees_others

# A link cannot be guessed; this keeps somebody who tries from keeping the server busy.
WELCOME_RATE = {"welcome": "30/m/ip"}
LANGUAGE_COOKIE_SECONDS = 60 * 60 * 24 * 365


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Greet somebody who was invited; their button, and not their opening the link, signs in.

    Mail scanners open links, so GET changes nothing.
    """
    too_many = ratelimit.consume_or_429(
        request, app="allauth.account", action="welcome", config=WELCOME_RATE, limit_get=True
    )
    if too_many:
        return too_many
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
    else:
        heading = _("This link does not work")
        status = 404
    context = {"heading": heading, "broken": status == 404}
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


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language for this browser and, signed in, for the account; then go back."""
    form = LanguageForm(request.POST)
    back = own_path(request.POST.get("next", "")) or "/"
    if not form.is_valid():
        return render(request, "people/language.html", {"form": form, "next": back}, status=400)
    chosen = form.cleaned_data["language"]
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(preferred_language=chosen)
    response = HttpResponseRedirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=LANGUAGE_COOKIE_SECONDS,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List my API tokens; POST creates one and shows it, once, on the page that answers."""
    person = cast(User, request.user)
    context: dict[str, object] = {"limit": settings.API_TOKENS_PER_PERSON}
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


@login_required
@require_POST
def revoke(request: HttpRequest, key: str) -> HttpResponse:
    """Revoke one of my tokens; of anybody else's nothing is said."""
    if revoke_token(person=cast(User, request.user), key=key):
        messages.success(request, _("The token is revoked."))
    else:
        messages.error(request, _("You have no such token. It may have been revoked already."))
    return redirect("people:tokens")
