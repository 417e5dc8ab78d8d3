"""The base of every page of this room: who may open it, and the parts it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin

from cms.administration.selectors import holding
from cms.publishing.components import FromJinja
from learning.people.models import Organisation
from learning.people.parts import NotYours, Part, part_of

Words = str | Promise


def own_part(request: HttpRequest) -> Part:
    """Return the part that the signed-in person answers for, read once for each request."""
    found: Part | None = getattr(request, "own_part", None)
    if found is None:
        found = part_of(request.user)
        request.own_part = found  # type: ignore[attr-defined]
    return found


class ForAPart(View):
    """A view that only administrators and L&D leads may open, or send a form to."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.is_allowed():
            raise PermissionDenied
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotYours as refused:
            # What a page did not offer was sent all the same.
            raise PermissionDenied from refused

    def is_allowed(self) -> bool:
        """Tell whether the person who asks for this view may have it."""
        return bool(self.part)

    @cached_property
    def part(self) -> Part:
        """The part of the organisation that the signed-in person answers for."""
        return own_part(self.request)

    def organisation(self, key: Any) -> Organisation:
        """Return an organisation of this part; Http404 for every other."""
        known = self.part.organisations().select_related("parent", "merged_into")
        found = known.filter(pk=key).first() if str(key).isdecimal() else None
        if found is None:
            raise Http404
        return found


class ForAdministrators(ForAPart):
    """A view that only administrators of the service may open, or send a form to."""

    def is_allowed(self) -> bool:
        return self.part.everything


@dataclass(frozen=True)
class Link:
    """A link or, with ``post``, a button that does something at once."""

    url: str
    words: Words
    also: Words = ""
    """What a screen reader says besides, where the same words stand on every row."""
    kind: str = ""
    post: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table: its cells, the first of which may be a link, and what can be done."""

    cells: Sequence[Any]
    url: str = ""
    links: Sequence[Link] = ()


@dataclass
class Section(FromJinja, Component):
    """A part of a page: words, a table and what can be done there."""

    heading: Words
    name: str
    paragraphs: Sequence[Words] = ()
    columns: Sequence[Words] = ()
    rows: Sequence[Row] = ()
    none: Words = ""
    links: Sequence[Link] = ()
    token: str = ""
    template_name: ClassVar[str] = "administration/section.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"section": self, "csrf_token": self.token}


@dataclass(frozen=True)
class Search:
    """A search that leads back to the page it is on, which keeps what was chosen before."""

    name: str
    label: Words
    words: str
    help: Words = ""
    kept: Sequence[tuple[str, str]] = ()
    button: Words = field(default=_("Search"))


@dataclass(frozen=True)
class Parts:
    """The parts of a page, from top to bottom."""

    warnings: Sequence[Words] = ()
    paragraphs: Sequence[Words] = ()
    facts: Sequence[tuple[Words, Any]] = ()
    links: Sequence[Link] = ()
    search: Search | None = None
    sections: Sequence[Component] = ()
    form: Any = None
    submit: Words = ""
    serious: bool = False
    below: Sequence[Section] = ()
    """What stands below the form."""
    back: str = ""
    back_words: Words = field(default=_("Cancel"))


class Page(WagtailAdminTemplateMixin):
    """A page of ours in the admin's frame, below the list that it belongs to."""

    page_title: Words = ""
    template_name = "administration/page.html"
    header_icon = "group"
    above: tuple[str, Words] = ("administration:departments", _("Departments"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs, with the list that the page belongs to."""
        name, label = self.above
        return [
            *self.breadcrumbs_items,
            {"url": reverse(name), "label": label},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def page(self, parts: Parts, *, status: int = 200) -> HttpResponse:
        """Return the page made of ``parts``."""
        return self.render_to_response(self.get_context_data(parts=parts), status=status)


class ListView(ForAPart, BaseListingView):
    """A list that can be searched and filtered."""

    template_name = "administration/list.html"
    paginate_by = 50
    is_searchable = True
    search_backend_name = None
    search_fields: ClassVar[Sequence[str]] = ()
    paragraphs: ClassVar[Sequence[Words]] = ()

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that hold each of the words; Wagtail would look for them as one."""
        return holding(queryset, self.search_query, self.search_fields)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "paragraphs": self.paragraphs}


def today() -> date:
    """Return today's date in the current time zone."""
    return timezone.localdate()


def yes_or_no(value: object) -> str:
    """Return "Yes" or "No" in the active language."""
    return gettext("Yes") if value else gettext("No")
