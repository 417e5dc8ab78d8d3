"""The catalogue: everything that can be learnt, searched and narrowed without JavaScript."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from learning.catalogue import selectors
from learning.catalogue.asking import LONGEST_QUERY
from learning.catalogue.facets import FACETS, LENGTHS
from learning.catalogue.models import Level, Topic
from learning.catalogue.selectors import Matched
from learning.catalogue.services import count_search_without_results
from learning.people.requests import SignedInRequest
from learning.ui.languages import known_languages, language_meant, own_name
from learning.ui.layout import language_tag

PER_PAGE = 20
WITHOUT_RESULTS = (Matched.NONE, Matched.SOME)
LENGTH_NAMES = {
    "short": gettext_lazy("Up to 30 minutes"),
    "medium": gettext_lazy("31 to 90 minutes"),
    "long": gettext_lazy("More than 90 minutes"),
}


@login_required
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """Show what matches the words and choices in the address, with counts for each choice."""
    words = request.GET.get("q", "").strip()
    topics = selectors.topics()
    names = _names(topics)
    # Choices that do not exist are left out rather than refused: addresses are shared and age.
    chosen = {
        facet: [value for value in _asked(request.GET, facet) if value in names[facet]]
        for facet in FACETS
    }
    found = selectors.search(
        request.user,
        words=words,
        chosen=chosen,
        language=translation.get_language() or "",
    )
    if found.matched in WITHOUT_RESULTS and request.method == "GET" and not {*request.GET} - {"q"}:
        count_search_without_results(
            viewer=request.user,
            typed=words,
            loosely=found.matched is Matched.SOME,
            on=timezone.localdate(),
        )
    page = Paginator(found.narrowed.ids, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "words": words[:LONGEST_QUERY],
        "found": found,
        "page": page,
        "activities": selectors.activities_by_id(list(page.object_list)),
        "filters": _filters(names, chosen, found.narrowed.counts),
        "chosen": _chosen(request.GET, names, chosen),
        "topics": topics,
        "suggestion": f"?{_with_words(request.GET, found.suggested).urlencode()}",
        "address": lambda number: f"?{_with(request.GET, page=str(number)).urlencode()}",
        "language": translation.get_language(),
    }
    return render(request, "catalogue/search.html", context)


def _asked(query: QueryDict, facet: str) -> list[str]:
    """Return the values of a facet, each once; "en" in an address is "en-gb"."""
    values = query.getlist(facet)
    if facet == "language":
        values = [language_meant(value) for value in values]
    return list(dict.fromkeys(values))


def _names(topics: list[Topic]) -> dict[str, dict[str, str]]:
    language = translation.get_language() or ""
    own = {code: own_name(code) for code in known_languages()}
    return {
        "topic": {topic.slug: topic.name_in(language) for topic in topics},
        "level": {value: str(label) for value, label in Level.choices},
        "length": {name: str(LENGTH_NAMES[name]) for name in LENGTHS},
        "language": dict(sorted(own.items(), key=lambda one: one[1])),
    }


def _filters(
    names: dict[str, dict[str, str]], chosen: dict[str, list[str]], counts: dict[str, Any]
) -> list[dict[str, Any]]:
    titles = {
        "topic": _("Topic"),
        "level": _("Level"),
        "length": _("Length"),
        "language": _("Language"),
    }
    return [
        {
            "name": facet,
            "title": titles[facet],
            "choices": [
                {
                    "value": value,
                    "text": text,
                    "lang": language_tag(value) if facet == "language" else "",
                    "count": counts[facet][value],
                    "chosen": value in chosen[facet],
                }
                for value, text in names[facet].items()
                if counts[facet][value] or value in chosen[facet]
            ],
        }
        for facet in FACETS
    ]


def _chosen(
    query: QueryDict, names: dict[str, dict[str, str]], chosen: dict[str, list[str]]
) -> list[dict[str, str]]:
    """List the choices in force, each with the address without it."""
    listed = []
    for facet in FACETS:
        for value in chosen[facet]:
            without = _with(query, page=None)
            without.setlist(facet, [other for other in chosen[facet] if other != value])
            listed.append({"text": names[facet][value], "href": f"?{without.urlencode()}"})
    return listed


def _with_words(query: QueryDict, words: str) -> QueryDict:
    changed = _with(query, page=None)
    changed["q"] = words
    return changed


def _with(query: QueryDict, *, page: str | None) -> QueryDict:
    changed = query.copy()
    changed.pop("page", None)
    if page:
        changed["page"] = page
    return changed
