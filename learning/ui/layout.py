"""The frame around every page: the name, the way around, the other language.

The frame knows no room. Rooms are named in ``settings.NAVIGATION`` by the names of their
addresses, and asked for nothing else.
"""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from learning.ui.form_places import page_to_come_back_to
from learning.ui.languages import own_name


def page_language() -> str:
    """Return the language of the page as a BCP 47 tag, such as "cy" or "en-GB"."""
    return language_tag(translation.get_language() or settings.LANGUAGE_CODE)


def language_tag(code: str) -> str:
    """Return Django's "en-gb" as BCP 47 writes it, "en-GB"."""
    head, _, region = code.partition("-")
    return f"{head}-{region.upper()}" if region else head


def foreign(code: str) -> str:
    """Return the tag to mark content in ``code`` with, or "" where the page is in it too."""
    same = (translation.get_language() or "").split("-")[0] == code.split("-")[0]
    return "" if same else language_tag(code)


def marked(text: object, code: str) -> SafeString:
    """Return ``text`` marked with its language ``code`` where the page is in another.

    A screen reader then says an English title in English on a Welsh page. For text on the page,
    alone or inside a sentence; the title of the page and attributes cannot hold it.
    """
    tag = foreign(code)
    template = '<span lang="{tag}">{text}</span>' if tag else "{text}"
    return format_html(template, tag=tag, text=text)


def sentence(template: str, **words: str | int) -> SafeString:
    """Return the translated ``template`` with its words put in: marked ones as they are."""
    escaped = {
        name: conditional_escape(word) if isinstance(word, str) else str(word)
        for name, word in words.items()
    }
    return SafeString(conditional_escape(template) % escaped)


def naming(request: HttpRequest) -> dict[str, Any]:
    """Give templates that are not ours the name of the service (a context processor)."""
    return {"service_name": settings.SERVICE_NAME}


def navigation(request: HttpRequest | None) -> list[dict[str, Any]]:
    """Return the main menu as this person may use it, the current place marked."""
    user = getattr(request, "user", None)
    signed_in = _is_signed_in(request)
    entries: list[dict[str, Any]] = settings.NAVIGATION
    return [
        _place(entry, request)
        for entry in entries
        if entry.get("signed_in", True) == signed_in
        and ("permission" not in entry or bool(user and user.has_perm(entry["permission"])))
    ]


def account_navigation(request: HttpRequest | None) -> dict[str, Any] | None:
    """Return the end of the menu: the account, and where the form signs out.

    None for somebody who is not signed in.
    """
    if not _is_signed_in(request):
        return None
    return {
        "items": [_place(entry, request) for entry in settings.ACCOUNT_NAVIGATION],
        "sign_out": reverse(settings.SIGN_OUT_URL),
    }


def _is_signed_in(request: HttpRequest | None) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def _place(entry: dict[str, Any], request: HttpRequest | None) -> dict[str, Any]:
    href = reverse(entry["url"])
    here = request.path if request else ""
    return {
        "href": href,
        "text": str(entry["label"]),
        "current": here == href,
        "active": href != "/" and here.startswith(href),
    }


def footer_links() -> list[dict[str, str]]:
    """Return the links at the foot of every page; needs no request and no database."""
    return [
        {"href": reverse(entry["url"]), "text": str(entry["label"])}
        for entry in settings.FOOTER_LINKS
    ]


def contact_email() -> str:
    """Return the address to write to when something does not work; needs no database."""
    return settings.CONTACT_EMAIL or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _address_of_this(request: HttpRequest) -> str:
    """Return an address that can be opened and shows this page again."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = page_to_come_back_to(request)
    try:
        going = request.POST.get("next", "")
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        # The page that refuses a form may be the first to read it, and it cannot be read.
        going = ""
    return f"{page}?{urlencode({'next': going})}" if going else page


def language_switch(request: HttpRequest | None) -> dict[str, Any] | None:
    """Return the address that changes the language, and the languages by their own names."""
    try:
        action = reverse("people:language")
    except NoReverseMatch:
        return None
    current = translation.get_language()
    return {
        "action": action,
        "next": _address_of_this(request) if request else "/",
        # An address that was typed and not sent on; nothing else is ever kept this way.
        "typed": getattr(request, "typed", ""),
        "languages": [
            {
                "code": code,
                "tag": language_tag(code),
                "name": own_name(code),
                "current": code == current,
            }
            for code, _name in settings.LANGUAGES
        ],
    }
