"""Invitations in the Wagtail admin: who was invited, who came, and sending one again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn

from cms.administration import services
from cms.administration.page import ForAPart, Link, ListView, Section, Words, today
from cms.administration.selectors import Invited, invitations, invited_so_far
from cms.publishing.components import FromJinja
from learning.people.invitations import NotToBeInvited
from learning.people.models import User

STATES: dict[str, Words] = {
    Invited.NOT_YET: _("Not invited yet"),
    Invited.WAITING: _("Invited, has not signed in yet"),
    Invited.EXPIRED: _("Invited, the link has expired"),
    Invited.FAILED: _("The email could not be sent"),
    Invited.CAME: _("Has signed in"),
}
# Who can be invited all at once, and as what.
AT_ONCE = {Invited.NOT_YET: "new", Invited.EXPIRED: "expired", Invited.FAILED: "failed"}
MOST_AT_ONCE = 5000


def filters_of(request: HttpRequest) -> dict[str, str]:
    """Return the list's filters as parameters of an address, to come back to the same list."""
    return {name: request.GET[name] for name in ("state", "q") if request.GET.get(name)}


class InvitationFilters(WagtailFilterSet):
    """The filters of the list of invitations."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=list(STATES.items()), empty_label=_("All")
    )

    class Meta:
        model = User
        fields: list[str] = []


class SendButton(FromJinja, Component):
    """The cell with the button that sends an invitation, or sends it again."""

    template_name = "administration/send_cell.html"

    def __init__(self, person: Any, token: str, kept: dict[str, str]) -> None:
        self.person, self.token, self.kept = person, token, kept

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        words = {Invited.CAME: "", Invited.NOT_YET: gettext("Invite")}
        return {
            "query": urlencode({"who": self.person.pk, **self.kept}),
            "person": self.person,
            "words": words.get(self.person.state, gettext("Send again")),
            "csrf_token": self.token,
        }


class SendColumn(Column):
    """A column of buttons; none for somebody who came."""

    def render_cell_html(self, instance: Any, parent_context: Any) -> Any:
        request = parent_context["request"]
        button = SendButton(instance, get_token(request), filters_of(request))
        return button.render_html(parent_context)


class InvitationsView(ListView):
    """The list of the people of my part, each with the state of their invitation."""

    page_title = _("Invitations")
    verbose_name = _("person")
    verbose_name_plural = _("people")
    header_icon = "mail"
    index_url_name = "administration:invitations"
    index_results_url_name = "administration:invitations_results"
    filterset_class = InvitationFilters
    default_ordering = ("full_name", "pk")
    search_fields = ("full_name", "email", "organisation__name", "organisation__code")
    columns = (
        Column("full_name", label=_("Person"), sort_key="full_name"),
        Column("email", label=_("Email address"), sort_key="email"),
        Column(
            "organisation",
            label=_("Works in"),
            accessor="organisation.name",
            sort_key="organisation__name",
        ),
        DateColumn("invited_at", label=_("Invited"), sort_key="invited_at"),
        Column("state", label=_("State"), accessor=lambda one: STATES[one.state], sort_key="state"),
        SendColumn("send", label=_("Action")),
    )

    def get_base_queryset(self) -> QuerySet[User]:
        return invitations(self.part, timezone.now(), today())

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(*args, **kwargs),
            "above_list": self._together(),
        }

    def _together(self) -> Section:
        """Return the section on how many have come, with buttons that invite many at once."""
        counted = invited_so_far(self.part, timezone.now(), today())
        came, everybody = counted.get(Invited.CAME, 0), sum(counted.values())
        buttons = []

        def button(who: str, words: str) -> None:
            query = urlencode({"who": who, **filters_of(self.request)})
            send = reverse("administration:invitations_send")
            buttons.append(Link(f"{send}?{query}", words, post=True))

        if number := counted.get(Invited.NOT_YET, 0):
            words = ngettext(
                "Invite %(num)s person who was not invited yet",
                "Invite %(num)s people who were not invited yet",
                number,
            )
            button("new", words % {"num": number})
        if number := counted.get(Invited.EXPIRED, 0):
            words = ngettext(
                "Send again to %(num)s person whose link has expired",
                "Send again to %(num)s people whose link has expired",
                number,
            )
            button("expired", words % {"num": number})
        failed = ""
        if number := counted.get(Invited.FAILED, 0):
            button("failed", gettext("Send again to those that could not be sent"))
            failed = " " + ngettext(
                "%(num)s invitation could not be sent.",
                "%(num)s invitations could not be sent.",
                number,
            ) % {"num": number}
        words = ngettext(
            "%(came)s of %(num)s person has signed in.",
            "%(came)s of %(num)s people have signed in.",
            everybody,
        )
        return Section(
            heading="",
            name="invite",
            paragraphs=[
                words % {"num": everybody, "came": came} + failed,
                gettext("An invitation is an email with a link that works once, for %(days)s days.")
                % {"days": settings.INVITATION_DAYS},
            ],
            links=buttons,
            token=get_token(self.request),
        )


class SendInvitationsView(ForAPart, View):
    """The view that invites one person, or everybody who waits for it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Go back to the list: people come here who had to sign in after pressing the button."""
        messages.warning(request, gettext("No invitation was sent. Send it again from this list."))
        return self._list(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        found = invitations(self.part, now, today())
        who = request.GET.get("who", "")
        if who in AT_ONCE.values():
            [state] = [state for state, name in AT_ONCE.items() if name == who]
            found = found.filter(state=state)  # type: ignore[misc]
            wanted = list(found.order_by("pk")[:MOST_AT_ONCE])
        elif who.isdecimal() and len(who) < 12:
            wanted = list(found.filter(pk=int(who)))
            if not wanted:
                raise Http404
        else:
            raise Http404
        try:
            sent = services.send_invitations(by=self.part.person, people=wanted, now=now)
        except NotToBeInvited:
            messages.error(
                request,
                gettext("Somebody has signed in since this page was made. Nobody was invited."),
            )
            return self._list(request)
        self._say(request, wanted, sent)
        return self._list(request)

    def _list(self, request: HttpRequest) -> HttpResponse:
        """Go back to the list, with its filters as they were."""
        query = urlencode(filters_of(request))
        return redirect(f"{reverse('administration:invitations')}{'?' if query else ''}{query}")

    def _say(self, request: HttpRequest, wanted: list[User], sent: list[User]) -> None:
        if sent:
            words = ngettext(
                "%(num)s invitation is on its way.", "%(num)s invitations are on their way.",
                len(sent),
            )  # fmt: skip
            messages.success(request, words % {"num": len(sent)})
        if late := len(wanted) - len(sent):
            words = (
                ngettext(
                    "%(num)s person was invited today already. You can invite them again tomorrow.",
                    "%(num)s people were invited today already. You can invite them again "
                    "tomorrow.",
                    late,
                )
                if sent
                else ngettext(
                    "This person was invited today already. You can invite them again tomorrow.",
                    "These people were invited today already. You can invite them again tomorrow.",
                    late,
                )
            )
            messages.warning(request, words % {"num": late})
        if not wanted:
            messages.warning(request, gettext("Nobody is waiting for an invitation."))
