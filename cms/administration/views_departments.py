"""Departments in the Wagtail admin: the list of them, and adding one."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.administration import reorganising
from cms.administration.forms import IS_CLOSED, AddForm, add_faults
from cms.administration.page import ForAdministrators, ListView, Parts, today, yes_or_no
from cms.administration.picking import PickingView
from cms.administration.selectors import departments
from learning.people.models import Organisation

WRITES, OPEN, CLOSED = "writes", "open", "closed"


class DepartmentFilters(WagtailFilterSet):
    """The filters of the list of organisations."""

    show = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=[
            (WRITES, _("Those that write courses")),
            (OPEN, _("All that are open")),
            (CLOSED, _("Those that are closed")),
        ],
        method="by_state",
        empty_label=_("All"),
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def by_state(self, found: Any, name: str, value: str) -> Any:
        """Return the organisations that are in one state."""
        if value == CLOSED:
            return found.filter(closed_at__isnull=False)
        return found.filter(closed_at__isnull=True, **({"writes": True} if value == WRITES else {}))


def state_of(organisation: Organisation) -> str:
    """Return in words whether an organisation is open."""
    if organisation.merged_into_id is not None:
        return gettext("Merged")
    return gettext("Closed") if organisation.closed_at else gettext("Open")


class DepartmentsView(ListView):
    """The list of the organisations of my part."""

    page_title = _("Departments")
    verbose_name = _("organisation")
    verbose_name_plural = _("organisations")
    header_icon = "group"
    index_url_name = "administration:departments"
    index_results_url_name = "administration:departments_results"
    filterset_class = DepartmentFilters
    default_ordering = ("-writes", "name", "pk")
    search_fields = ("name", "code")
    columns = (
        TitleColumn("name", label=_("Name"), sort_key="name", url_name="administration:department"),
        Column("code", label=_("Code"), sort_key="code"),
        Column("parent", label=_("Part of"), accessor="parent.name", sort_key="parent__name"),
        Column(
            "writes",
            label=_("Writes courses"),
            accessor=lambda one: yes_or_no(one.writes),
            sort_key="writes",
        ),
        NumberColumn(
            "working",
            label=_("People"),
            accessor=lambda one: one.working or 0,
            sort_key="working",
        ),
        Column("state", label=_("State"), accessor=state_of),
    )

    def get_base_queryset(self) -> QuerySet[Organisation]:
        return departments(self.part, today())

    @property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.part.everything:
            return []
        add = reverse("administration:department_add")
        return [HeaderButton(_("Add department"), url=add, icon_name="plus")]


class AddDepartmentView(PickingView, ForAdministrators):
    """The page that adds an organisation that no HR file has named yet, wherever it belongs."""

    page_title = _("Add department")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._ask(AddForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AddForm(request.POST)
        if not form.is_valid():
            return self._ask(form, status=422)
        said = form.cleaned_data
        try:
            added = reorganising.add_department(
                by=self.part.person,
                name=said["name"],
                code=said["code"],
                parent=self.picked_organisation,
                writes=said["writes"],
                now=timezone.now(),
            )
        except reorganising.IsClosed as closed:
            form.add_error(None, IS_CLOSED % {"name": closed.name})
            return self._ask(form, status=422)
        except ValidationError as error:
            add_faults(form, error)
            return self._ask(form, status=422)
        messages.success(request, gettext("%(name)s is added.") % {"name": added.name})
        return redirect("administration:department", added.pk)

    def _ask(self, form: AddForm, status: int = 200) -> HttpResponse:
        above = self.picked_organisation
        return self.page(
            Parts(
                paragraphs=[
                    gettext(
                        "Departments come with the HR file. Add one here only when you need it "
                        "before the file names it."
                    )
                ],
                facts=[(gettext("Part of"), above.name)] if above else [],
                form=form,
                submit=gettext("Add department"),
                back=reverse("administration:departments"),
            ),
            status=status,
        )
