"""Queries about pages: what those about the service say, and those written in a part."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from wagtail.permissions import page_permission_policy

from cms.pages.first_texts import first_text
from cms.pages.information import Information
from cms.pages.models import DepartmentPage, InformationPage
from cms.pages.told import Told
from learning.people.models import Organisation

NOTHING = Q(pk__in=[])


def information(kind: Information, language: str) -> Told:
    """Return the page about ``kind`` in ``language``, or in another where there is none in it.

    One query. Without a page of its own, as before the tree is set up, the first text is told:
    the foot of every page leads here, so there is always something.
    """
    pages = {
        page.locale.language_code: page
        for page in InformationPage.objects.live().filter(kind=kind).select_related("locale")
    }
    if page := pages.get(language) or next(iter(pages.values()), None):
        return Told(page.title, page.body, page.locale.language_code)
    title, words, written = first_text(kind, language)
    return Told(title, InformationPage._meta.get_field("body").to_python(as_blocks(words)), written)


def as_blocks(words: str) -> list[dict[str, Any]]:
    """Return HTML as the blocks that a page about the service holds."""
    return [{"type": "text", "value": words}]


def written_in(parts: Sequence[Organisation]) -> Q:
    """Return the condition that a page lies in a department of ``parts`` or below them; one query.

    Each of ``parts`` stands for itself and all organisations below it.
    """
    below = reduce(or_, (Q(organisation__path__startswith=part.path) for part in parts), NOTHING)
    paths = DepartmentPage.objects.filter(below).values_list("path", flat=True)
    return reduce(or_, (Q(path__startswith=path) for path in paths), NOTHING)


def information_edited_by(user: Any) -> list[InformationPage]:
    """Return the pages about the service that ``user`` may change, by language and kind."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    found = InformationPage.objects.filter(pk__in=pages.values("pk")).select_related("locale")
    return list(found.order_by("-locale__language_code", "pk"))
