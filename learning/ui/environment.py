"""The Jinja2 environment that every page a person opens is rendered with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader

from learning.ui import languages, layout
from learning.ui.durations import duration


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address with the name ``name``."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def long_date(value: Any) -> str:
    """Return a date as a person writes it: 1 June 2026."""
    return date_format(localtime(value) if hasattr(value, "hour") else value, "j F Y")


def clock(value: Any) -> str:
    """Return the time of day as a person writes it: 2:05pm."""
    return date_format(localtime(value), "g:ia").replace(".", "").lower()


def messages_of(request: HttpRequest | None) -> list[Any]:
    """Return the messages waiting for this person, and thereby clear them."""
    return list(get_messages(request)) if request is not None else []


def environment(**options: Any) -> Environment:
    """Build the environment: GOV.UK macros, translations, addresses and the page's frame."""
    loader = ChoiceLoader(
        [
            options.pop("loader"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    options.pop("undefined", None)
    env = Environment(  # noqa: S701 - autoescape is on: Django's backend passes it as True
        loader=loader,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    for extension in (
        "jinja2.ext.i18n",
        "jinja2.ext.do",
        "wagtail.jinja2tags.core",
        "wagtail.images.jinja2tags.images",
    ):
        env.add_extension(extension)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals.update(
        static=static,
        url=url,
        service_name=settings.SERVICE_NAME,
        page_language=layout.page_language,
        foreign=layout.foreign,
        duration=duration,
        also_in=languages.also_in,
        language_tag=layout.language_tag,
        marked=layout.marked,
        navigation=layout.navigation,
        account_navigation=layout.account_navigation,
        footer_links=layout.footer_links,
        contact_email=layout.contact_email,
        language_switch=layout.language_switch,
        get_messages=messages_of,
    )
    env.filters["long_date"] = long_date
    env.filters["clock"] = clock
    return env
