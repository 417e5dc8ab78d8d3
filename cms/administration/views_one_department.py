"""One department in the Wagtail admin: who edits and leads, and what was done to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from wagtail.admin import messages

from cms.administration import reorganising
from cms.administration.page import ForAPart, Link, Page, Parts, Row, Section, today, yes_or_no
from cms.administration.selectors import editors_of, history_of
from cms.pages.models import DepartmentPage
from cms.publishing.departments import DepartmentIsClosed
from cms.publishing.models import EditorKind, EditorsGroup
from learning.people.models import Organisation, RoleGrant, User


class DepartmentView(Page, ForAPart):
    """The page of one organisation: what it has, who does what for it, and its history."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.place = self.organisation(pk)
        self.page_title = self.place.name
        # With fewer groups somebody deleted one; letting it write again brings it back.
        groups = EditorsGroup.objects.filter(department__organisation=self.place)
        self.provided = groups.count() == len(EditorKind)
        is_open = self.place.closed_at is None
        sections = [self._editors()] if self.provided and is_open else []
        if is_open:
            sections.append(self._roles())
        return self.page(
            Parts(
                warnings=self._warnings(),
                facts=self._facts(),
                links=self._links(),
                sections=[*sections, self._history()],
                back=reverse("administration:departments"),
                back_words=gettext("Go back to the list"),
            )
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let the department write courses; again changes nothing."""
        place = self.organisation(pk)
        try:
            reorganising.provide(by=self.part.person, organisation=place, now=timezone.now())
        except DepartmentIsClosed:
            messages.error(request, gettext("It is closed. Reopen it first."))
        else:
            messages.success(
                request,
                gettext("%(name)s can write courses now. Say who writes, reviews and publishes.")
                % {"name": place.name},
            )
        return redirect("administration:department", pk)

    def _warnings(self) -> list[str]:
        if self.place.merged_into is not None:
            return [gettext("It was merged into %(name)s.") % {"name": self.place.merged_into.name}]
        return [gettext("It is closed.")] if self.place.closed_at else []

    def _facts(self) -> list[tuple[str, Any]]:
        place = self.place
        working = User.objects.employed(today()).filter(is_active=True)
        kept = gettext("set here, HR files do not change it")
        merged = ", ".join(f"{one.name} ({one.code})" for one in place.merged.order_by("name"))
        above = place.parent.name if place.parent else gettext("Nothing, it is at the top")
        facts = [
            (gettext("Name"), f"{place.name} – {kept}" if place.name_kept else place.name),
            (gettext("Code"), place.code),
            (gettext("Part of"), f"{above} – {kept}" if place.place_kept else above),
            (gettext("People"), working.filter(organisation=place).count()),
            (
                gettext("People including all below it"),
                working.filter(organisation__in=Organisation.objects.within(place)).count(),
            ),
            (gettext("Writes courses"), yes_or_no(self.provided)),
        ]
        return [*facts, (gettext("Merged into it"), merged)] if merged else facts

    def _links(self) -> list[Link]:
        def to(name: str, words: str) -> Link:
            return Link(reverse(f"administration:department_{name}", args=[self.place.pk]), words)

        inside = self.part.holds_inside(self.place)
        if self.place.closed_at is not None:
            may = reorganising.may_open(self.part, self.place)
            return [to("open", gettext("Reopen department"))] if may else []
        links = [to("rename", gettext("Rename department"))]
        if inside:
            links += [
                to("move", gettext("Move department")),
                to("merge", gettext("Merge departments")),
                to("close", gettext("Close department")),
            ]
        page = DepartmentPage.objects.filter(organisation=self.place).order_by("pk").first()
        if page is not None and page.permissions_for_user(self.request.user).can_add_subpage():
            explorer = reverse("wagtailadmin_explore", args=[page.pk])
            links.append(Link(explorer, gettext("See its courses")))
        return links

    def _editors(self) -> Section:
        """Return the section of the editors, each with a link to remove them."""
        groups = {
            one.kind: one.pk
            for one in EditorsGroup.objects.filter(department__organisation=self.place)
        }
        rows = [
            Row(
                (person.full_name, kind.label),
                links=[
                    Link(
                        reverse("administration:editor_end", args=[groups[kind], person.pk]),
                        gettext("Remove"),
                        f"{person.full_name}, {kind.label}",
                    )
                ],
            )
            for kind, people in editors_of(self.place).items()
            for person in people
        ]
        return Section(
            heading=gettext("Editors"),
            name="editors",
            columns=(gettext("Person"), gettext("What they do"), gettext("Action")),
            rows=rows,
            none=gettext("No one writes, reviews or publishes here yet."),
            links=[self._grant("editor_grant", gettext("Add editor"))],
        )

    def _roles(self) -> Section:
        current = RoleGrant.objects.current(today()).filter(organisation=self.place)
        found = current.select_related("person").order_by("role", "person__full_name", "pk")
        links = [self._grant("grant", gettext("Give somebody a role"))]
        if not self.provided:
            here = reverse("administration:department", args=[self.place.pk])
            links.append(Link(here, gettext("Let it write courses"), post=True))
        return Section(
            heading=gettext("Roles"),
            name="roles",
            columns=(gettext("Person"), gettext("Role"), gettext("Last day")),
            rows=[
                Row(
                    (
                        one.person.full_name,
                        one.get_role_display(),
                        date_format(one.until) if one.until else "–",
                    ),
                    url=reverse("administration:role", args=[one.pk]),
                )
                for one in found
            ],
            none=gettext("No one has a role for it."),
            links=links,
            token=get_token(self.request),
        )

    def _grant(self, name: str, words: str) -> Link:
        return Link(
            f"{reverse(f'administration:{name}')}?organisation={self.place.pk}",
            words,
            kind="button",
        )

    def _history(self) -> Section:
        return Section(
            heading=gettext("History"),
            name="history",
            columns=(gettext("Date"), gettext("What was done"), gettext("By")),
            rows=[
                Row(
                    (
                        date_format(timezone.localtime(entry.timestamp), "DATETIME_FORMAT"),
                        entry.message,
                        entry.user_display_name,
                    )
                )
                for entry in history_of(self.place)
            ],
            none=gettext("Nothing was changed here yet."),
        )
