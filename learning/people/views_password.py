"""Signing in with a password, and changing it: allauth's views, which know where their form is."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop

from learning.people.typed import offer_to_keep, typed_before
from learning.ui.form_places import form_on


class _AsksForAnAddress:
    """Part of a view that keeps the address that was typed while the language is changed."""

    request: Any
    field: str

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()  # type: ignore[misc]
        return {**initial, self.field: typed_before(self.request)}

    def form_invalid(self, form: Any) -> HttpResponse:
        offer_to_keep(self.request, self.field)
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        return answer


class SignInView(_AsksForAnAddress, views.LoginView):
    """The page for signing in with an email address and a password."""

    field = "login"


class ResetView(_AsksForAnAddress, views.PasswordResetView):
    """The page that sends a link to choose a new password."""

    field = "email"


sign_in = SignInView.as_view()
reset = ResetView.as_view()
change = form_on(
    lambda **_more: reverse("account_change_password"),
    lost=gettext_noop("We did not change your password."),
    again=gettext_noop("Enter it again."),
)(views.PasswordChangeView.as_view())
choose = form_on(
    lambda **_more: reverse("account_set_password"),
    lost=gettext_noop("We did not save your password."),
    again=gettext_noop("Enter it again."),
)(views.PasswordSetView.as_view())
