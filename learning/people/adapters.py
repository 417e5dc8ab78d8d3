"""The adapter between allauth, which signs people in, and our people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from learning.people.account_emails import write
from learning.people.addresses import client_address
from learning.people.emails import queue_emails
from learning.people.sign_in import find_person

NOT_LET_IN = _(
    "The email address or password is not right, or this account cannot be used. Check both and "
    "try again."
)


class AccountAdapter(DefaultAccountAdapter):
    """The adapter: people come from the HR export; mails go through the queue; words are ours."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NOT_LET_IN,
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The current password is not right."),
        "too_many_login_attempts": _("There were too many attempts. Wait a few minutes."),
        "rate_limited": _("There were too many attempts. Wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        # That somebody is signed in or out can be seen; what went wrong has to be said.
        if message and level >= messages.WARNING:
            messages.add_message(request, level, message, extra_tags)
        elif message_template == "account/messages/password_changed.txt":
            messages.success(request, _("Your password is changed."))
        elif message_template == "account/messages/password_set.txt":
            messages.success(request, _("Your password is set."))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:account")

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        if not user.may_sign_in(timezone.localdate()):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, str(NOT_LET_IN))
        return HttpResponseRedirect(reverse("account_login"))

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or ""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        self._send(template_prefix, email, context, to_nobody=False)

    def send_to_nobody(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Do all that sending takes, and send nothing: so that nobody can tell the two apart."""
        self._send(template_prefix, email, context, to_nobody=True)

    def _send(self, prefix: str, email: str, context: dict[str, Any], *, to_nobody: bool) -> None:
        person = find_person(email)
        language = person.preferred_language if person else translation.get_language()
        with translation.override(language):
            message = write(prefix, address=email, person=person, context=context)
        queue_emails([replace(message, to_nobody=to_nobody)])
