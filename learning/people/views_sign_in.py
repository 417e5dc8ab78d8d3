"""Signing in by a code from an email, and what is said after too many attempts."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from learning.people.codes import (
    EndedCode,
    NoCode,
    SentCode,
    WrongCode,
    awaited_code,
    enter_code,
    send_code,
)
from learning.people.forms import EnterCodeForm, RequestCodeForm
from learning.people.invitations import own_path
from learning.people.limits import TooManyAttempts
from learning.people.sign_in import email_was_used, find_person
from learning.people.typed import offer_to_keep, typed_before

PASSWORD_LIMITS = ("password-account", "password-device", "password-address")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for an email address and send a code there; for nobody's do as much and send none."""
    next_path = _next(request)
    if request.user.is_authenticated:
        return redirect(next_path or settings.LOGIN_REDIRECT_URL)
    typed = {"email": typed_before(request)}
    form = RequestCodeForm(request.POST if request.method == "POST" else None, initial=typed)
    if form.is_valid():
        send_code(
            request,
            email=form.cleaned_data["email"],
            person=form.person,
            next_path=next_path,
            now=timezone.now(),
        )
        return redirect("account_confirm_login_code")
    offer_to_keep(request, "email")
    context = {"form": form, "next": next_path, "minutes": _minutes()}
    return render(request, "account/sign_in.html", context)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_code(request: HttpRequest) -> HttpResponse:
    """Take the code from the email; say so where it is late, and offer a new one."""
    now = timezone.now()
    if request.user.is_authenticated:
        return redirect(_next(request) or settings.LOGIN_REDIRECT_URL)
    form = EnterCodeForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            try:
                return _let_in(request, enter_code(request, form.cleaned_data["code"], now=now))
            except WrongCode:
                form.add_error("code", _("The code is not right. Check your email and try again."))
            except EndedCode:
                return redirect("account_confirm_login_code")
        sent = awaited_code(request, now=now)
    except NoCode:
        return _ask_again(request)
    context = {"form": form, "sent": sent, "next": sent.next_path, "minutes": _minutes()}
    if sent.stopped or sent.is_late(now):
        context["most"] = settings.SIGN_IN_LIMITS["code"]["most"]
        return render(request, "account/code_ended.html", context)
    return render(request, "account/confirm_login_code.html", context)


def _let_in(request: HttpRequest, sent: SentCode) -> HttpResponse:
    """Sign in the person whose address the code was sent to, if they may sign in now."""
    email_was_used(request)
    person = find_person(sent.email)
    if person is None or not person.may_sign_in(timezone.localdate()):
        words = _("This account cannot be used. Ask your learning and development team for help.")
        messages.error(request, words)
        return _to_sign_in(sent.next_path)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return redirect(own_path(sent.next_path) or settings.LOGIN_REDIRECT_URL)


def _ask_again(request: HttpRequest) -> HttpResponse:
    """Lead back to the start where no code is known; anyone who just entered one is told why."""
    if request.method == "POST":
        messages.warning(
            request, _("This code has expired. Enter your email address to get a new one.")
        )
    return _to_sign_in(_next(request))


def _to_sign_in(next_path: str) -> HttpResponse:
    query = f"?{urlencode({'next': next_path})}" if next_path else ""
    return HttpResponseRedirect(reverse("account_login") + query)


def _next(request: HttpRequest) -> str:
    return own_path(request.POST.get("next", "") or request.GET.get("next", ""))


def _minutes() -> int:
    return int(settings.SIGN_IN_CODE_SECONDS) // 60


def too_many_attempts(request: HttpRequest, refused: TooManyAttempts) -> HttpResponse:
    """Return the 429: how long to wait, and what can be done meanwhile."""
    headers = {"Retry-After": str(refused.seconds), "Cache-Control": "no-store"}
    if request.path_info.startswith(("/api/", "/xapi/")):
        problem = {"detail": _("There were too many attempts. Wait a few minutes.")}
        return JsonResponse(problem, status=429, headers=headers)
    minutes = -(-refused.seconds // 60)
    template = "people/locked_out.html" if refused.limit in PASSWORD_LIMITS else "429.html"
    answer = render(request, template, {"minutes": minutes, "next": _next(request)}, status=429)
    for name, value in headers.items():
        answer[name] = value
    return answer
