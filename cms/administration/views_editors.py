"""Editors in the Wagtail admin: the list of them, adding one and removing one."""

from __future__ import annotations

from typing import Any

import django_filters
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.administration import services
from cms.administration.forms import EditorForm
from cms.administration.page import ForAPart, ListView, Page, Parts
from cms.administration.picking import GivingView
from cms.administration.selectors import editors_in, memberships_in
from cms.publishing.models import EditorKind, EditorsGroup
from learning.people.models import User

LIST = ("administration:editors", _("Editors"))


class EditorFilters(WagtailFilterSet):
    """The filters of the list of editors."""

    kind = django_filters.ChoiceFilter(
        label=_("What they do"),
        choices=EditorKind.choices,
        field_name="group__editors_of__kind",
        empty_label=_("All"),
    )

    class Meta:
        model = User.groups.through
        fields: list[str] = []


class EditorsPaginator(WagtailPaginator):
    """A paginator that says "editors" and not what the rows are in the database."""

    verbose_name = _("editor")
    verbose_name_plural = _("editors")


class EditorsView(ListView):
    """The list of who edits for the departments of my part."""

    page_title = _("Editors")
    verbose_name = _("editor")
    verbose_name_plural = _("editors")
    paginator_class = EditorsPaginator
    header_icon = "edit"
    index_url_name = "administration:editors"
    index_results_url_name = "administration:editors_results"
    filterset_class = EditorFilters
    default_ordering = ("user__full_name", "pk")
    search_fields = (
        "user__full_name",
        "user__email",
        "group__editors_of__department__organisation__name",
        "group__editors_of__department__organisation__code",
    )
    columns = (
        TitleColumn(
            "person",
            label=_("Person"),
            accessor="user.full_name",
            sort_key="user__full_name",
            get_url=lambda one: reverse(
                "administration:editor_end", args=[one.group.editors_of.pk, one.user_id]
            ),
        ),
        Column(
            "kind",
            label=_("What they do"),
            accessor="group.editors_of.get_kind_display",
            sort_key="group__editors_of__kind",
        ),
        Column(
            "department",
            label=_("For"),
            accessor="group.editors_of.department.organisation.name",
            sort_key="group__editors_of__department__organisation__name",
        ),
        Column("works_in", label=_("Works in"), accessor="user.organisation.name"),
        DateColumn("since", label=_("Since"), sort_key="since"),
    )

    def get_base_queryset(self) -> Any:
        return memberships_in(self.part)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        add = reverse("administration:editor_grant")
        return [HeaderButton(_("Add editor"), url=add, icon_name="plus")]


class AddEditorView(GivingView):
    """The page that lets somebody write, review or publish for a department."""

    page_title = _("Add editor")
    header_icon = "edit"
    above = LIST
    writing = True
    submit = _("Add editor")

    def nothing_to_pick(self, words: str) -> str:
        """Return a sentence on what a department needs before it can have editors."""
        if words:
            return super().nothing_to_pick(words)
        return gettext(
            "No department of yours can write courses yet. Open it under Departments and choose "
            "“Let it write courses”."
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        place = self.picked_organisation
        if place is None:
            return self.pick_organisation(gettext("First choose the department."))
        if self.picked_person is None:
            return self.pick_person(
                gettext("Who writes, reviews or publishes for %(name)s?") % {"name": place.name}
            )
        return self.ask(EditorForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        place, person = self.both
        form = EditorForm(request.POST)
        if not form.is_valid():
            return self.ask(form, status=422)
        kinds = [EditorKind(kind) for kind in form.cleaned_data["kinds"]]
        try:
            services.make_editor(
                by=self.part.person,
                person=person,
                organisation=place,
                kinds=kinds,
                now=timezone.now(),
            )
        except services.NotYourself:
            form.add_error(
                None,
                gettext(
                    "You cannot make yourself an editor. Ask an administrator or another L&D lead."
                ),
            )
            return self.ask(form, status=422)
        except services.CannotEdit:
            form.add_error(
                None,
                gettext(
                    "This person has left, or the department cannot write courses. Nothing was "
                    "changed."
                ),
            )
            return self.ask(form, status=422)
        messages.success(
            request,
            gettext("%(person)s is %(what)s for %(organisation)s.")
            % {
                "person": person.full_name,
                "what": ", ".join(str(kind.label) for kind in kinds),
                "organisation": place.name,
            },
        )
        return redirect("administration:department", place.pk)


class EndEditorView(Page, ForAPart):
    """The page that takes somebody out of a department's group, once that is confirmed."""

    page_title = _("Remove editor")
    header_icon = "edit"
    above = LIST

    def get(self, request: HttpRequest, group: int, person: int) -> HttpResponse:
        known, editor = self._found(group, person)
        return self.page(
            Parts(
                facts=[
                    (gettext("Person"), f"{editor.full_name}, {editor.email}"),
                    (gettext("What they do"), known.get_kind_display()),
                    (gettext("For"), known.department.organisation.name),
                ],
                paragraphs=[
                    gettext(
                        "What they wrote stays, with their name. Somebody else has to go on with "
                        "drafts and reviews that wait for them."
                    )
                ],
                submit=gettext("Remove editor"),
                serious=True,
                back=reverse("administration:department", args=[known.department.organisation_id]),
            )
        )

    def post(self, request: HttpRequest, group: int, person: int) -> HttpResponse:
        known, editor = self._found(group, person)
        services.end_editor(by=self.part.person, person=editor, group=known, now=timezone.now())
        messages.success(
            request,
            gettext("%(person)s is no longer %(what)s for %(organisation)s.")
            % {
                "person": editor.full_name,
                "organisation": known.department.organisation.name,
                "what": known.get_kind_display(),
            },
        )
        return redirect("administration:department", known.department.organisation_id)

    def _found(self, group: int, person: int) -> tuple[EditorsGroup, User]:
        """Return a group of my part and somebody in it; Http404 for every other."""
        groups = editors_in(self.part).select_related("department__organisation", "group")
        known = get_object_or_404(groups, pk=group)
        return known, get_object_or_404(known.group.user_set.all(), pk=person)
