"""What the frame around every page shows: the name, the way around, the other language.

The frame knows no room. Rooms are named in ``settings.NAVIGATION`` by the names of their
addresses, and asked for nothing else.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, ngettext

# The languages name themselves, whatever the page is in.
OWN_NAMES = {"cy": "Cymraeg", "en-gb": "English"}
# What leads to the same thing in that language, said in it.
ALSO_IN = {"cy": "Hefyd yn Gymraeg", "en-gb": "Also in English"}


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


def also_in(code: str) -> str:
    """Return what leads to the same thing in the language ``code``, in that language."""
    return ALSO_IN.get(code, OWN_NAMES.get(code, code))


def duration(minutes: int) -> str:
    """Return ``minutes`` in words: "45 minutes", "1 hour 20 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(num)s hour", "%(num)s hours", hours) % {"num": hours})
    if rest or not hours:
        parts.append(ngettext("%(num)s minute", "%(num)s minutes", rest) % {"num": rest})
    return " ".join(parts)


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
    """Tell templates that are not ours what the service is called (a context processor)."""
    return {"service_name": settings.SERVICE_NAME}


def navigation(request: HttpRequest | None) -> list[dict[str, Any]]:
    """Return the main menu as this person may use it, the current place marked."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    items = []
    entries: list[dict[str, Any]] = settings.NAVIGATION
    for entry in entries:
        if entry.get("signed_in", True) != signed_in:
            continue
        if "permission" in entry and not (user and user.has_perm(entry["permission"])):
            continue
        href = reverse(entry["url"])
        here = request.path if request else ""
        items.append(
            {
                "href": href,
                "text": str(entry["label"]),
                "current": here == href,
                "active": href != "/" and here.startswith(href),
            }
        )
    return items


def language_switch(request: HttpRequest | None) -> dict[str, Any] | None:
    """Return where to change the language, and the languages by their own names."""
    try:
        action = reverse("people:language")
    except NoReverseMatch:
        return None
    current = translation.get_language()
    safe = request is not None and request.method in ("GET", "HEAD")
    return {
        "action": action,
        "next": request.get_full_path() if request and safe else "/",
        "languages": [
            {
                "code": code,
                "tag": language_tag(code),
                "name": OWN_NAMES.get(code) or get_language_info(code)["name_local"],
                "current": code == current,
            }
            for code, _name in settings.LANGUAGES
        ],
    }
