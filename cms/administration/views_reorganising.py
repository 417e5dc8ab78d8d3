"""Renaming and moving a department, each once it is confirmed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from cms.administration import reorganising
from cms.administration.forms import (
    IS_CLOSED,
    LEADS_LONGER_THERE,
    KeepForm,
    NameForm,
    add_faults,
)
from cms.administration.page import Link, Parts
from cms.administration.picking import PickingView
from learning.people.models import Organisation, User
from learning.people.organisations import OrganisationLoop
from learning.people.rights import rights_lost

TOP = "top"


class Reorganising(PickingView):
    """A page that changes one department; ``inside`` leaves out the top of one's own part."""

    inside = True
    is_open = True

    def place(self, pk: int) -> Organisation:
        """Return the department; Http404 where it is not ours to change, or not in this state."""
        found = self.organisation(pk)
        may = self.part.holds_inside(found) if self.inside else self.part.holds(found)
        if not may or (found.closed_at is None) is not self.is_open:
            raise Http404
        self.page_subtitle = found.name
        self.apart_from = found
        return found

    def done_already(self, pk: int) -> HttpResponse | None:
        """Answer a form sent again after it closed or merged the department; None otherwise."""
        found = self.organisation(pk)
        if found.closed_at is None or not self.part.holds_inside(found):
            return None
        merged = found.merged_into is not None
        words = gettext("It is merged already.") if merged else gettext("It is closed already.")
        messages.warning(self.request, words)
        return redirect("administration:department", found.pk)

    def done(self, words: str, organisation: Organisation) -> HttpResponse:
        """Go to the page of the department with a message on what was done."""
        messages.success(self.request, words)
        return redirect("administration:department", organisation.pk)

    def refused(self, words: str, organisation: Organisation) -> HttpResponse:
        """Go to the page of the department with a message on why nothing was done."""
        messages.error(self.request, words)
        return redirect("administration:department", organisation.pk)

    def ask(self, organisation: Organisation, status: int = 200, **parts: Any) -> HttpResponse:
        """Show the page that asks for a confirmation, or for what is missing."""
        back = reverse("administration:department", args=[organisation.pk])
        return self.page(Parts(back=back, **parts), status=status)


class RenameView(Reorganising):
    """The page that gives a department another name or code."""

    page_title = _("Rename department")
    inside = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        place = self.place(pk)
        known = {"name": place.name, "code": place.code, "keep": True}
        return self._form(place, NameForm(initial=known, part=self.part, organisation=place))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        place = self.place(pk)
        form = NameForm(request.POST, part=self.part, organisation=place)
        if not form.is_valid():
            return self._form(place, form, status=422)
        said = form.cleaned_data
        try:
            renamed = reorganising.rename(
                by=self.part.person,
                organisation=place,
                name=said["name"],
                code=said.get("code", place.code),
                keep=said["keep"],
                now=timezone.now(),
            )
        except ValidationError as error:
            add_faults(form, error)
            return self._form(place, form, status=422)
        return self.done(gettext("It is called %(name)s now.") % {"name": renamed.name}, renamed)

    def _form(self, place: Organisation, form: NameForm, status: int = 200) -> HttpResponse:
        intro = gettext(
            "The new name is on its page, its folder of files, its groups and its way of "
            "reviewing too."
        )
        return self.ask(place, status, paragraphs=[intro], form=form, submit=gettext("Save"))


class MoveView(Reorganising):
    """The page that makes a department a part of another one."""

    page_title = _("Move department")
    below_open = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        place = self.place(pk)
        if self.picked_organisation is None and not self._to_the_top:
            return self.pick_organisation(
                gettext("Choose what %(name)s is a part of.") % {"name": place.name}
            )
        return self._confirm(place, KeepForm(initial={"keep": True}, part=self.part))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        place = self.place(pk)
        above, form = self.picked_organisation, KeepForm(request.POST, part=self.part)
        if (above is None and not self._to_the_top) or not form.is_valid():
            raise Http404
        try:
            reorganising.move(
                by=self.part.person,
                organisation=place,
                parent=above,
                keep=form.cleaned_data.get("keep"),
                now=timezone.now(),
            )
        except reorganising.StandsThere:
            form.add_error(None, _stands_there(place, above))
            return self._confirm(place, form, status=422)
        except reorganising.IsClosed as closed:
            form.add_error(None, IS_CLOSED % {"name": closed.name})
            return self._confirm(place, form, status=422)
        except reorganising.LeadsLongerThere as refused:
            form.add_error(None, leads_longer(refused))
            return self._confirm(place, form, status=422)
        except OrganisationLoop as loop:
            return self.refused(str(loop), place)
        named = {"name": place.name, "above": above.name if above else ""}
        words = (
            gettext("%(name)s is a part of %(above)s now.")
            if above
            else gettext("%(name)s is at the top now.")
        )
        return self.done(words % named, place)

    @property
    def _to_the_top(self) -> bool:
        return self.part.everything and self.request.GET.get(TOP) == "1"

    def _confirm(self, place: Organisation, form: KeepForm, status: int = 200) -> HttpResponse:
        above = self.picked_organisation
        return self.ask(
            place,
            status,
            facts=[
                (gettext("Department"), place.name),
                (
                    gettext("It will be a part of"),
                    above.name if above else gettext("Nothing, it is at the top"),
                ),
            ],
            paragraphs=[
                gettext("Its people, and all that is below it, go with it."),
                _what_ends(place, above),
            ],
            form=form,
            submit=gettext("Move department"),
        )

    def pick_organisation(self, intro: str = "", **parts: Any) -> HttpResponse:
        """Show the page that asks for an organisation; administrators can choose the top too."""
        place = self.apart_from
        self.not_offered = place.parent if place else None
        if self.part.everything and self.not_offered is not None:
            parts["links"] = [Link(f"?{TOP}=1", gettext("Put it at the top"))]
        return super().pick_organisation(intro, **parts)


def leads_longer(refused: reorganising.LeadsLongerThere) -> str:
    """Return a sentence on why a lead cannot hand something to what they lead for longer."""
    named = {"place": refused.place.name, "target": refused.target.name}
    return str(LEADS_LONGER_THERE % named)


def _stands_there(place: Organisation, above: Organisation | None) -> str:
    if above is None:
        return gettext("%(name)s is at the top already.") % {"name": place.name}
    named = {"name": place.name, "above": above.name}
    return gettext("%(name)s is a part of %(above)s already.") % named


def _what_ends(place: Organisation, above: Organisation | None) -> str:
    """Return a sentence on how many roles and editors end with the move."""
    before = place.path.removesuffix(f"{place.pk}/")
    after = above.path if above else "/"
    people = User.objects.filter(organisation__in=Organisation.objects.within(place))
    paths = {
        pk: after + path.removeprefix(before)
        for pk, path in people.values_list("pk", "organisation__path")
    }
    lost = rights_lost(paths)
    if not lost:
        return gettext("No roles or editors end with this.")
    return ngettext(
        "%(num)s role or editor ends, because the person will no longer work in the department "
        "it is for.",
        "%(num)s roles or editors end, because the people will no longer work in the departments "
        "they are for.",
        lost,
    ) % {"num": lost}
