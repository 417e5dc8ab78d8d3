"""Forms around signing in and the account, with what to do in each message."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.people.models import User

ENTER_EMAIL = _("Enter your email address")
EMAIL_LIKE = _("Enter an email address in the right form, like name@example.gov.uk")
ENTER_PASSWORD = _("Enter your password")
ENTER_NEW_PASSWORD = _("Enter a new password")
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
    """Email address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _email(self.fields["login"])
        _password(self.fields["password"], _("Password"), ENTER_PASSWORD)


class _OnlyWhoMaySignIn:
    """Forgets the people that an address belongs to unless they may sign in.

    Whoever asks is told the same either way.
    """

    users: list[User]
    _user: User | None

    def clean_email(self) -> str:
        email: str = super().clean_email()  # type: ignore[misc]
        today = timezone.localdate()
        self.users = [user for user in getattr(self, "users", []) if user.may_sign_in(today)]
        user = getattr(self, "_user", None)
        self._user = user if user and user.may_sign_in(today) else None
        return email


class RequestCodeForm(_OnlyWhoMaySignIn, allauth_forms.RequestLoginCodeForm):
    """The address to send a code to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _email(self.fields["email"])


class ConfirmCodeForm(allauth_forms.ConfirmLoginCodeForm):
    """The code from the mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].error_messages = {"required": _("Enter the code from the email")}


class RequestResetForm(_OnlyWhoMaySignIn, allauth_forms.ResetPasswordForm):
    """The address to send a link for a new password to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _email(self.fields["email"])


class _NewPassword:
    """A new password, typed once: it can be shown, so typing it twice finds no more mistakes."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _password(
            self.fields["password1"], _("New password"), ENTER_NEW_PASSWORD, hint=PASSWORD_HINT
        )


class ResetPasswordForm(_NewPassword, allauth_forms.ResetPasswordKeyForm):
    """A new password, after opening the link."""


class SetPasswordForm(_NewPassword, allauth_forms.SetPasswordForm):
    """A first password."""


class ChangePasswordForm(_NewPassword, allauth_forms.ChangePasswordForm):
    """The current password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _password(self.fields["oldpassword"], _("Current password"), ENTER_PASSWORD)


class LanguageForm(forms.Form):
    """Which language to be spoken to in."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a language"),
            "invalid_choice": _("Choose a language from the list"),
        },
    )
