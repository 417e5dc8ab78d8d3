"""Checks of who may send a large body, by the head of the request, before the body is read."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie
from django.utils import timezone
from django.utils.module_loading import import_string

from learning.lrs.credentials import NotAuthenticated, authenticate


def has_a_key(headers: Mapping[str, str]) -> bool:
    """Tell whether the sender has a key of the statements API, whatever it may do."""
    try:
        authenticate(headers.get("AUTHORIZATION"), now=timezone.now())
    except NotAuthenticated:
        return False
    return True


def is_an_editor(headers: Mapping[str, str]) -> bool:
    """Tell whether the sender is signed in and may use the Wagtail admin."""
    request = HttpRequest()
    cookies = parse_cookie(headers.get("COOKIE", ""))
    store = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    request.session = store(cookies.get(settings.SESSION_COOKIE_NAME))
    return bool(get_user(request).has_perm("wagtailadmin.access_admin"))
