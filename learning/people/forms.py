"""Forms around signing in and the account, with what to do in each message."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from django import forms
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.people.limits import Limit
from learning.people.models import User
from learning.people.sign_in import ResetLinks, count_email, find_person
from learning.ui.languages import languages

ENTER_EMAIL = _("Enter your email address")
EMAIL_LIKE = _("Enter an email address in the right form, like name@example.gov.uk")
ENTER_PASSWORD = _("Enter your password")
ENTER_NEW_PASSWORD = _("Enter a new password")
LONGEST_EMAIL = 254  # as the column is wide: a longer one is nobody's
PASSWORD_HINT = _("At least 12 characters. Three random words are easy to remember.")


def _email(field: forms.Field) -> None:
    field.label = _("Email address")
    # An EmailInput and not allauth's TextInput, so that phones show the right keyboard.
    field.widget = forms.EmailInput(attrs={"autocomplete": "username"})
    field.error_messages = {"required": ENTER_EMAIL, "invalid": EMAIL_LIKE}


def _password(field: forms.Field, label: Any, required: Any, *, hint: Any = "") -> None:
    field.label = label
    field.help_text = hint
    field.error_messages = {"required": required}


class SignInForm(allauth_forms.LoginForm):
    """The form for signing in with an email address and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _email(self.fields["login"])
        _password(self.fields["password"], _("Password"), ENTER_PASSWORD)


class _AsksForAnEmail:
    """Part of a form that counts an email that is asked for, and finds whose address it is.

    Whether it is that of somebody who may sign in is not told, by words or by what is done.
    """

    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if len(email) > LONGEST_EMAIL:
            raise forms.ValidationError(EMAIL_LIKE)
        person = find_person(email)
        count_email(context.request, email, person)
        may = person is not None and person.may_sign_in(timezone.localdate())
        self.person = person if may else None
        return email


class RequestCodeForm(_AsksForAnEmail, forms.Form):
    """The form for the address to send a code to."""

    email = forms.EmailField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _email(self.fields["email"])


class EnterCodeForm(forms.Form):
    """The form for the code from the email."""

    code = forms.CharField(
        label=_("Code from the email"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
        error_messages={
            "required": _("Enter the code from the email"),
            "max_length": _("The code is not right. Check your email and try again."),
        },
    )


class RequestResetForm(_AsksForAnEmail, allauth_forms.ResetPasswordForm):
    """The form for the address to send a link for a new password to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _email(self.fields["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the link; for an address of nobody's do as much and send none."""
        email: str = self.cleaned_data["email"]
        adapter = get_adapter()
        person = self.person or User(pk=0, email=email, password=UNUSABLE_PASSWORD_PREFIX)
        key = f"{user_pk_to_url_str(person)}-{ResetLinks().make_token(person)}"
        told = {"password_reset_url": adapter.get_reset_password_from_key_url(key)}
        send = adapter.send_mail if self.person else adapter.send_to_nobody
        send("account/email/password_reset_key", email, told)
        return email


class _NewPassword:
    """Part of a form for a new password, typed once: it can be shown, so once is enough."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _password(
            self.fields["password1"], _("New password"), ENTER_NEW_PASSWORD, hint=PASSWORD_HINT
        )


class ResetPasswordForm(_NewPassword, allauth_forms.ResetPasswordKeyForm):
    """The form for a new password, after opening the link."""


class SetPasswordForm(_NewPassword, allauth_forms.SetPasswordForm):
    """The form for a first password."""


class ChangePasswordForm(_NewPassword, allauth_forms.ChangePasswordForm):
    """The form for the current password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _password(self.fields["oldpassword"], _("Current password"), ENTER_PASSWORD)

    def clean_oldpassword(self) -> str:
        limit = Limit("password-change", f"person {self.user.pk}")
        limit.take()
        password: str = super().clean_oldpassword()
        limit.forget()
        return password


class LanguageForm(forms.Form):
    """The form for the language to be spoken to in."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=languages,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a language"),
            "invalid_choice": _("Choose a language from the list"),
        },
    )
