"""Every list of the admin is searched, filtered, ordered and exported, and never breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django import forms
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from django.utils import translation

from tests.authorisation.departments import OWN, SECRET, TwoDepartments
from tests.authorisation.names import FOUND_BY, addresses, routes
from tests.authorisation.world import World, undone
from tests.size import Figure, share, size

pytestmark = pytest.mark.django_db
# What somebody may type or change in an address; no answer to it is a fault of ours.
ODD = [
    {"q": "a\0b"}, {"q": "x" * 3000}, {"q": "' OR %_\\ &|!:*()"}, {"p": "999999"}, {"p": "x"},
    {"ordering": "nothing"}, {"locale": "xx"}, {"collection_id": "99999999999999999999"},
]  # fmt: skip
# Where a planted thing is found, with its first word.
FOUND = {  # the parameter that searches
    "/cms-admin/pages/search/": "q",
    "/cms-admin/images/": "q",
    "/cms-admin/documents/": "q",
    "/cms-admin/snippets/snippets/sharedpassage/": "q",
    "/cms-admin/snippets/snippets/glossaryterm/": "q",
    "/cms-admin/snippets/choose/snippets/sharedpassage/results/": "q",
    "/cms-admin/snippets/choose/snippets/glossaryterm/results/": "q",
    "/cms-admin/images/chooser/results/": "q",
    "/cms-admin/documents/chooser/results/": "q",
    "/cms-admin/choose-page/search/": "q",
    "/cms-admin/reports/site-history/": "label",
}


def lists(two: TwoDepartments) -> Iterator[str]:
    """Yield the address of every list: what has no parameter, and the tree, histories and uses.

    An address of results alone is the same view as that of the list around them.
    """
    ours = {kind: keys[-1:] for kind, keys in two.ours.items()}
    known = set(routes())
    for route in sorted(known):
        whole = re.sub(r"(-results|results/)(?=/|$)", "", route)
        if whole != route and whole in known:
            continue
        if "<" not in route or any(
            word in route for word in ("history", "usage", "explore", "revisions/$", "choose-page")
        ):
            yield from addresses(route, ours)
    yield f"/cms-admin/pages/{two.ours['page'][-1]}/"


def values(field: forms.Field) -> Iterator[Any]:
    """Yield what a filter may be given: what it offers, and what it does not."""
    for choice in list(getattr(field, "choices", ()))[:2][-1:]:  # the first may be "any"
        yield str(getattr(choice[0], "value", choice[0]))
    yield "99999999999999999999"


def questions(answer: HttpResponse) -> Iterator[dict[str, Any]]:
    """Yield every search, filter, order and export that the page of a list offers."""
    context = getattr(answer, "context_data", None) or {}
    yield {"q": FOUND_BY}
    filters = context.get("filters")
    if filters is not None or "table" in context or "search_form" in context:
        yield from ODD
    if filters is not None:
        for name, field in filters.form.fields.items():
            yield from ({name: value} for value in values(field))
            if isinstance(field, forms.MultiValueField):
                yield {f"{name}_{end}": "2026-06-01" for end in ("from", "to", "min")}
    table = context.get("table")
    for column in table.columns.values() if table is not None else ():
        if key := getattr(column, "sort_key", None):
            yield from ({"ordering": f"{sign}{key}"} for sign in ("", "-"))
    view = getattr(resolve(answer.wsgi_request.path).func, "view_class", None)
    for kind in ("csv", "xlsx") if getattr(view, "list_export", None) else ():
        yield {"export": kind}
        yield {"export": kind, "q": FOUND_BY}


@pytest.mark.prove
def test_every_list_answers_whatever_it_is_asked(
    world: World, two: TwoDepartments, figure: Figure
) -> None:
    client = world.client("admin")
    broken, asked, ordered, exported, filtered = {}, 0, 0, 0, set()
    for number, address in enumerate(lists(two)):
        with undone():
            first = client.get(address)
        found = [*questions(first)] if first.status_code == 200 else []
        for question in ({}, *share(found, 3, first=number)):
            place = f"{address}?{urlencode(question)}"
            with undone():
                answer = client.get(place)
                if answer.streaming:
                    b"".join(answer.streaming_content)
            asked += 1
            ordered += "ordering" in question
            exported += "attachment" in answer.headers.get("Content-Disposition", "")
            filtered |= question.keys()
            if answer.status_code >= 500 and "test404" not in place and "failwhale" not in place:
                broken[place] = answer.status_code
    assert not broken, "\n".join(f"{place}: {status}" for place, status in broken.items())
    # Or there was nothing to ask: what is offered is asked.
    figure("requests", asked)
    assert asked > size(300, 900)
    assert ordered > size(17, 50)
    assert exported > size(4, 10)
    assert client.get("/cms-admin/").status_code == 200, "still signed in"
    assert {"owner", "locale", "collection_id", "user", "status", "locked_by"} <= filtered


@pytest.mark.parametrize("address", FOUND)
@pytest.mark.parametrize("who", ["admin", "all at once"])
def test_what_is_planted_is_found(
    world: World, two: TwoDepartments, address: str, who: str
) -> None:
    client = world.client("admin")
    if who != "admin":
        client = Client(raise_request_exception=False)
        client.force_login(two.editors[who], backend="learning.people.backends.EmployedBackend")
    name = FOUND[address]
    for language in ("en-gb", "cy"):
        with undone(), translation.override(language):
            answer = client.get(address, {name: FOUND_BY})
        assert answer.status_code == 200
        shown = answer.content.decode()
        assert OWN in shown
        assert (SECRET in shown) is (who == "admin")
