"""Giving the service a name, in each language that has one."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from wagtail.models import Site

from learning.config.service_name import current_names, name_the_service


@transaction.atomic
def name_service(names: Mapping[str, str]) -> bool:
    """Store the service's name ("") and those by language; tell whether anything changed."""
    changed = name_the_service(names)
    Site.objects.filter(is_default_site=True).update(site_name=current_names()[""])
    return changed


def other_languages() -> list[tuple[str, str]]:
    """Return the languages that may have a name of their own: code, and name in the reader's."""
    return [
        (code, str(label)) for code, label in settings.LANGUAGES if code != settings.LANGUAGE_CODE
    ]
