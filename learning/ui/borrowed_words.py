"""Words that others show on our pages and have no Welsh for, listed so that we translate them.

Django and django-allauth check passwords and fields for us and say in their own words what is
wrong; Django also writes our dates. Django's Welsh catalogue has gaps and a misspelling, allauth
has none. Messages of the project come before theirs (LOCALE_PATHS), so a translation of exactly
their words in our catalogue is used in place of theirs. Extraction finds only what stands in our
own files; hence this one, which nobody imports. tests/i18n asks the real forms and fails where
one answers a Welsh page in English.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop, ngettext_lazy

BORROWED = (
    # Translators: borrowed from django.core.validators: any text field of a form.
    gettext_noop("Null characters are not allowed."),
    # Translators: borrowed from django.contrib.auth.password_validation: a new password.
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        12,
    ),
    # Translators: borrowed from django.contrib.auth.password_validation. verbose_name is the
    # label of a field of a person, which here can only be “email address”.
    gettext_noop("The password is too similar to the %(verbose_name)s."),
    # Translators: borrowed from django.contrib.auth.password_validation: a new password.
    gettext_noop("This password is too common."),
    # Translators: borrowed from django.utils.dates, which misspells it in Welsh.
    gettext_noop("July"),
)
