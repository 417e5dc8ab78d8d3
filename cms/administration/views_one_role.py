"""One role in the Wagtail admin: since when and until when somebody has it, and ending it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.models import ModelLogEntry

from cms.administration import services
from cms.administration.forms import NOT_BEFORE_TODAY, OUTLASTS_OWN, LastDayForm
from cms.administration.log import LAST_DAY, day_in_words
from cms.administration.page import ForAPart, Link, Page, Parts, Row, Section, today
from cms.administration.selectors import roles_in
from cms.administration.views_roles import LIST, state_of
from learning.people.models import Role, RoleGrant
from learning.people.roles import LastDayHasPassed


class OneRole(Page, ForAPart):
    """A page about one role that somebody has or had."""

    header_icon = "user"
    above = LIST

    def grant(self, pk: int, *, to_change: bool = False) -> RoleGrant:
        """Return the role; Http404 for one of another part, or one that is not ours to change."""
        found = roles_in(self.part).filter(pk=pk).first()
        if found is None or (to_change and not self.part.may_grant(found.role)):
            raise Http404
        self.page_subtitle = f"{found.get_role_display()}, {found.organisation.name}"
        return found


class RoleView(OneRole):
    """The page of one role: since when, from whom, until when, and why it ended."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        grant = self.grant(pk)
        self.page_title = grant.person.full_name
        held = RoleGrant.objects.current(today()).filter(pk=pk).exists()
        links = []
        if held and self.part.may_grant(grant.role):
            links = [
                Link(
                    reverse("administration:role_last_day", args=[pk]),
                    gettext("Change the last day"),
                ),
                Link(reverse("administration:role_end", args=[pk]), gettext("End role")),
            ]
        return self.page(
            Parts(
                facts=self._facts(grant),
                links=links,
                sections=[self._earlier(grant), self._history(grant)],
                back=reverse(LIST[0]),
                back_words=gettext("Go back to the list"),
            )
        )

    def _facts(self, grant: RoleGrant) -> list[tuple[str, Any]]:
        facts: list[tuple[str, Any]] = [
            (gettext("Role"), grant.get_role_display()),
            (gettext("For"), gettext("%(name)s and below") % {"name": grant.organisation.name}),
            (gettext("Since"), _moment(grant.granted_at)),
            (
                gettext("Given by"),
                grant.granted_by.full_name
                if grant.granted_by
                else gettext("The set-up of the service"),
            ),
            (gettext("Last day"), date_format(grant.until) if grant.until else "–"),
            (gettext("State"), state_of(grant)),
        ]
        if grant.ended_at is not None:
            facts.append((gettext("Ended on"), _moment(grant.ended_at)))
        if grant.ended_by is not None:
            facts.append((gettext("Ended by"), grant.ended_by.full_name))
        return facts

    def _earlier(self, grant: RoleGrant) -> Section:
        """Return the section of the other roles that this person has or had in my part."""
        others = roles_in(self.part).filter(person=grant.person).exclude(pk=grant.pk)
        return Section(
            heading=gettext("Other roles of %(name)s") % {"name": grant.person.full_name},
            name="others",
            columns=(gettext("Role"), gettext("For"), gettext("Since"), gettext("State")),
            rows=[
                Row(
                    (
                        one.get_role_display(),
                        one.organisation.name,
                        _moment(one.granted_at),
                        state_of(one),
                    ),
                    url=reverse("administration:role", args=[one.pk]),
                )
                for one in others.order_by("-granted_at", "-pk")[:50]
            ],
            none=gettext("None."),
        )

    def _history(self, grant: RoleGrant) -> Section:
        """Return the section of the changes to the last day of this role."""
        entries = ModelLogEntry.objects.for_instance(grant.person).filter(
            action=LAST_DAY, data__grant=grant.pk
        )
        return Section(
            heading=gettext("Changes of the last day"),
            name="changes",
            columns=(gettext("Date"), gettext("Last day"), gettext("By")),
            rows=[
                Row(
                    (
                        _moment(entry.timestamp),
                        day_in_words(entry.data.get("after", "")) or gettext("None"),
                        entry.user_display_name,
                    )
                )
                for entry in entries.select_related("user").order_by("-timestamp", "-pk")
            ],
            none=gettext("None."),
        )


class LastDayView(OneRole):
    """The page that changes the last day of a role."""

    page_title = _("Change the last day")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        grant = self.grant(pk, to_change=True)
        return self._ask(grant, LastDayForm(initial={"until": grant.until}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        grant, form = self.grant(pk, to_change=True), LastDayForm(request.POST)
        if not form.is_valid():
            return self._ask(grant, form, status=422)
        until = form.cleaned_data["until"]
        try:
            changed = services.change_last_day(
                by=self.part.person, grant=grant, until=until, now=timezone.now()
            )
        except services.OutlastsOwn:
            form.add_error("until", OUTLASTS_OWN)
            return self._ask(grant, form, status=422)
        except LastDayHasPassed:
            form.add_error("until", NOT_BEFORE_TODAY)
            return self._ask(grant, form, status=422)
        _say(request, changed, gettext("The last day is changed."))
        return redirect("administration:role", pk)

    def _ask(self, grant: RoleGrant, form: LastDayForm, status: int = 200) -> HttpResponse:
        return self.page(
            Parts(
                facts=[(gettext("Person"), grant.person.full_name)],
                form=form,
                submit=gettext("Save"),
                back=reverse("administration:role", args=[grant.pk]),
            ),
            status=status,
        )


class EndRoleView(OneRole):
    """The page that ends a role, once that is confirmed."""

    page_title = _("End role")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        grant = self.grant(pk, to_change=True)
        mine = grant.person_id == self.part.person.pk and grant.role == Role.LD_LEAD
        return self.page(
            Parts(
                warnings=[gettext("This is your own role. Without it you cannot open these pages.")]
                if mine and not self.part.everything
                else [],
                paragraphs=[
                    gettext(
                        "%(person)s loses at once what this role allows. We keep a record that "
                        "they had it."
                    )
                    % {"person": grant.person.full_name}
                ],
                submit=gettext("End role"),
                serious=True,
                back=reverse("administration:role", args=[pk]),
            )
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        grant = self.grant(pk, to_change=True)
        ended = services.end_role(by=self.part.person, grant=grant, now=timezone.now())
        _say(request, ended, gettext("The role has ended."))
        return redirect("administration:roles")


def _say(request: HttpRequest, done: bool, words: str) -> None:
    if done:
        messages.success(request, words)
    else:
        messages.error(request, gettext("This role had ended already. Nothing was changed."))


def _moment(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
