"""Roles in the Wagtail admin: who has which, until when, and who had."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from cms.administration import services
from cms.administration.forms import OUTLASTS_OWN, GrantForm
from cms.administration.page import ListView, today
from cms.administration.picking import GivingView
from cms.administration.selectors import roles_in
from learning.people.models import Role, RoleGrant
from learning.people.roles import CannotHoldRole, LastDayHasPassed

LIST = ("administration:roles", _("Roles"))
CURRENT, ENDED = "current", "ended"


def state_of(grant: RoleGrant) -> str:
    """Return in words whether a role is held, and why it is not."""
    if grant.ended_at is not None:
        return str(grant.get_ended_because_display() or gettext("Ended"))
    if grant.until is not None and grant.until < today():
        return gettext("The last day has passed")
    return gettext("Current")


def has_role(grant: RoleGrant) -> str:
    """Return a sentence saying that somebody has a role already, and until when."""
    person = grant.person.full_name
    if grant.until is None:
        words = gettext(
            "%(person)s has this role already, without a last day. Change its last day instead."
        )
        return words % {"person": person}
    words = gettext(
        "%(person)s has this role already, until %(date)s. Change its last day instead."
    )
    return words % {"person": person, "date": date_format(grant.until)}


class RoleFilters(WagtailFilterSet):
    """The filters of the list of roles."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(CURRENT, _("Current")), (ENDED, _("Ended"))],
        method="by_state",
        empty_label=_("All"),
    )
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Role.choices, empty_label=_("All"))

    class Meta:
        model = RoleGrant
        fields: list[str] = []

    def by_state(self, grants: Any, name: str, value: str) -> Any:
        """Return the roles that are, or are not, held today."""
        current = RoleGrant.objects.current(today()).values("pk")
        return grants.filter(pk__in=current) if value == CURRENT else grants.exclude(pk__in=current)


class RolesView(ListView):
    """The list of who has and who had a role for something in my part."""

    page_title = _("Roles")
    verbose_name = _("role")
    verbose_name_plural = _("roles")
    header_icon = "user"
    index_url_name = "administration:roles"
    index_results_url_name = "administration:roles_results"
    filterset_class = RoleFilters
    default_ordering = ("person__full_name", "pk")
    search_fields = (
        "person__full_name",
        "person__email",
        "organisation__name",
        "organisation__code",
    )
    columns = (
        TitleColumn(
            "person",
            label=_("Person"),
            accessor="person.full_name",
            sort_key="person__full_name",
            url_name="administration:role",
        ),
        Column("role", label=_("Role"), accessor="get_role_display", sort_key="role"),
        Column(
            "organisation",
            label=_("For"),
            accessor="organisation.name",
            sort_key="organisation__name",
        ),
        DateColumn("granted_at", label=_("Since"), sort_key="granted_at"),
        Column(
            "until",
            label=_("Last day"),
            accessor=lambda grant: date_format(grant.until) if grant.until else "–",
            sort_key="until",
        ),
        Column("state", label=_("State"), accessor=state_of),
    )

    def get_base_queryset(self) -> QuerySet[RoleGrant]:
        return roles_in(self.part)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(
                _("Give somebody a role"), url=reverse("administration:grant"), icon_name="plus"
            )
        ]


class GrantRoleView(GivingView):
    """The page that gives somebody a role."""

    page_title = _("Give somebody a role")
    header_icon = "user"
    above = LIST
    and_below = True
    submit = _("Give role")

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.picked_organisation is None:
            return self.pick_organisation(
                gettext("First choose the department that the role is for.")
            )
        if self.picked_person is None:
            return self.pick_person(
                gettext("The role is for %(name)s and everything below it. Who gets it?")
                % {"name": self.picked_organisation.name}
            )
        return self.ask(GrantForm(part=self.part))

    def post(self, request: HttpRequest) -> HttpResponse:
        place, person = self.both
        form = GrantForm(request.POST, part=self.part)
        if not form.is_valid():
            return self.ask(form, status=422)
        role = Role(form.cleaned_data["role"])
        try:
            services.grant_role(
                by=self.part.person,
                person=person,
                role=role,
                organisation=place,
                until=form.cleaned_data["until"],
                now=timezone.now(),
            )
        except services.OutlastsOwn:
            form.add_error("until", OUTLASTS_OWN)
            return self.ask(form, status=422)
        except services.HasRole as held:
            form.add_error(None, has_role(held.grant))
            return self.ask(form, status=422)
        except (CannotHoldRole, LastDayHasPassed):
            form.add_error(
                None,
                gettext("This person has left, or the department is closed. Nothing was changed."),
            )
            return self.ask(form, status=422)
        messages.success(
            request,
            gettext("%(person)s is %(role)s for %(organisation)s.")
            % {"person": person.full_name, "role": role.label, "organisation": place.name},
        )
        return redirect("administration:department", place.pk)
