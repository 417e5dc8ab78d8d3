"""The guard of the admin's addresses: whatever one may not know of is answered as not there.

Wagtail asks whether somebody may edit a page, and answers with its title where they may not; it
shows any page's children to choose from, and any picture to be inserted. So what an address names
is looked for among what is visible (cms.publishing.visible), before any view is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch
from wagtail_localize.models import TranslationSource

from cms.publishing.titles import read_by
from cms.publishing.visible import (
    explorable_pages,
    visible_documents,
    visible_images,
    visible_pages,
    visible_translations,
)
from learning.config.csp import WAGTAIL_ADMIN_PREFIX

Visible = Callable[[Any], Any]


def _sources(user: Any) -> Any:
    return TranslationSource.objects.filter(pk__in=visible_translations(user).values("source"))


# What the parts of addresses name, by their own names.
NAMED: Mapping[str, Visible] = {
    **dict.fromkeys(
        ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"),
        explorable_pages,
    ),
    "image_id": visible_images,
    "document_id": visible_documents,
    "doc_id": visible_documents,
    "translation_id": visible_translations,
    "translation_source_id": _sources,
}  # fmt: skip
# What a part named otherwise stands for, and where keys stand behind the address. What is published
# may be chosen from other departments; everything else is done to pages of one's own.
KEYS: Mapping[str, Visible] = {
    "before_publishing": explorable_pages,
    "wagtailadmin_api:pages:detail": explorable_pages,
    "wagtailadmin_api:pages:action": explorable_pages,
    "wagtailadmin_choose_page_child": visible_pages,
    "wagtailadmin_choose_page_chosen_multiple": visible_pages,
    "wagtailimages_chooser:chosen": visible_images,
    "wagtailimages_chooser:chosen_multiple": visible_images,
    "wagtaildocs_chooser:chosen": visible_documents,
    "wagtaildocs_chooser:chosen_multiple": visible_documents,
}


class VisibleContentMiddleware:
    """Middleware that answers 404 where an address of the admin names what is not visible."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(WAGTAIL_ADMIN_PREFIX):
            return self.get_response(request)
        with read_by(request.user):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Mapping[str, Any]
    ) -> None:
        match = request.resolver_match
        if (
            match is None
            or not request.path_info.startswith(WAGTAIL_ADMIN_PREFIX)
            or not request.user.is_authenticated
        ):
            return
        if _asks_for_nothing(request, match, kwargs):
            raise Http404
        for visible, keys in _named_by(request, match, kwargs):
            # A key that is none names nothing: the view says so.
            wanted = {int(key) for key in keys if _is_key(key)}
            found = visible(request.user).filter(pk__in=wanted).count() if wanted else 0
            if found < len(wanted):
                raise Http404


def _is_key(value: Any) -> bool:
    return (text := str(value)).isascii() and text.isdecimal() and len(text) < 12


def _asks_for_nothing(
    request: HttpRequest, match: ResolverMatch, kwargs: Mapping[str, Any]
) -> bool:
    """Tell whether an address asks for what no row can be: Wagtail's views answer 500 to that."""
    if any("\0" in value for values in request.GET.lists() for value in (values[0], *values[1])):
        return True
    name = match.view_name or ""
    keys = [kwargs["pk"]] if name.endswith("chosen") and "pk" in kwargs else []
    if name.endswith(("chosen_multiple", ":find")) or name == "wagtail_bulk_action":
        keys += request.GET.getlist("id")
    keys += [value for part in ("offset", "limit") for value in request.GET.getlist(part)]
    return not all(_is_key(key) or key == "all" for key in keys)


def _named_by(
    request: HttpRequest, match: ResolverMatch, kwargs: Mapping[str, Any]
) -> Iterator[tuple[Visible, list[Any]]]:
    of_this_view = KEYS.get(match.view_name)
    for name, value in kwargs.items():
        if of_this_view and name in ("pk", "parent_page_id"):
            yield of_this_view, [value]
        elif name in NAMED:
            yield NAMED[name], [value]
    if of_this_view and match.view_name.endswith("chosen_multiple"):
        yield of_this_view, request.GET.getlist("id")
