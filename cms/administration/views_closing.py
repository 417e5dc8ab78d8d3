"""Merging, closing and opening a department, each once it is confirmed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cms.administration import reorganising
from cms.administration.forms import CloseForm, MergeForm
from cms.administration.page import Link, today
from cms.administration.views_reorganising import Reorganising, leads_longer
from cms.publishing.handing_over import published_by, writing_within
from learning.people.models import Organisation
from learning.people.reorganising import CannotMerge, StillHasPeople, working_within

LEFT_TO_ADMINISTRATORS = _(
    "What only an administrator gives ends in any case: a data protection officer, and roles and "
    "editing of people who work elsewhere."
)

NOT_ONESELF = _(
    "If you edit for it yourself, that ends too. Ask an administrator or another L&D lead to make "
    "you an editor again."
)


class MergeView(Reorganising):
    """The page that merges a department into another one, after which nobody sees it any more."""

    page_title = _("Merge departments")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        place = self.place(pk)
        if self.picked_organisation is None:
            return self.pick_organisation(
                gettext("Choose what %(name)s is merged into.") % {"name": place.name}
            )
        return self._confirm(place, MergeForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if already := self.done_already(pk):
            return already
        place, into = self.place(pk), self.picked_organisation
        if into is None:
            raise Http404
        form = MergeForm(request.POST)
        if not form.is_valid():
            return self._confirm(place, form, status=422)
        try:
            whole = reorganising.merge(
                by=self.part.person,
                organisation=place,
                into=into,
                keeps_rights=form.cleaned_data["rights"] == "keep",
                now=timezone.now(),
            )
        except reorganising.LeadsLongerThere as refused:
            form.add_error(None, leads_longer(refused))
            return self._confirm(place, form, status=422)
        except CannotMerge:
            words = gettext(
                "%(name)s cannot be merged into itself, into a part of it or into something that "
                "is closed. Move the part out of it first."
            )
            return self.refused(words % {"name": place.name}, place)
        said = gettext("%(name)s is merged into %(whole)s.")
        return self.done(said % {"name": place.name, "whole": whole.name}, whole)

    def _confirm(self, place: Organisation, form: MergeForm, status: int = 200) -> HttpResponse:
        into = self.picked_organisation
        if into is None:
            raise Http404
        named = {"name": place.name, "whole": into.name, "code": place.code}
        return self.ask(
            place,
            status,
            paragraphs=[
                gettext(
                    "The people of %(name)s, what is below it, its courses and its files go to "
                    "%(whole)s. Reviews that are under way go on there."
                )
                % named,
                gettext("HR files may go on saying %(code)s: it is read as %(whole)s.") % named,
                gettext("%(name)s can be opened again later, but its courses stay there.") % named,
                *([] if self.part.everything else [LEFT_TO_ADMINISTRATORS, NOT_ONESELF]),
            ],
            form=form,
            submit=gettext("Merge departments"),
            serious=True,
        )


class CloseView(Reorganising):
    """The page that closes a department in which nobody works any more."""

    page_title = _("Close department")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        place = self.place(pk)
        if working := working_within(place, today()):
            return self._not_yet(place, working)
        if request.GET.get("give") == "1" and self.picked_organisation is None:
            return self.pick_organisation(gettext("Choose which department gets its courses."))
        return self._confirm(place, self._form(place))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if already := self.done_already(pk):
            return already
        place = self.place(pk)
        form = self._form(place, request.POST)
        if not form.is_valid():
            return self._confirm(place, form, status=422)
        over = form.cleaned_data.get("courses") == "over"
        try:
            reorganising.close(
                by=self.part.person,
                organisation=place,
                courses_to=self.picked_organisation if over else None,
                now=timezone.now(),
            )
        except StillHasPeople as people:
            return self.refused(_still_there(people.number), place)
        except reorganising.LeadsLongerThere as refused:
            form.add_error(None, leads_longer(refused))
            return self._confirm(place, form, status=422)
        except reorganising.CannotTakeOver:
            form.add_error("courses", _cannot_take_over(place, self.picked_organisation))
            return self._confirm(place, form, status=422)
        return self.done(gettext("%(name)s is closed.") % {"name": place.name}, place)

    def _form(self, place: Organisation, data: Any = None) -> CloseForm:
        to = self.picked_organisation
        any_courses = published_by(writing_within(place)) > 0
        initial = {"courses": "over" if to else "down"}
        return CloseForm(data, to=to, any_courses=any_courses, initial=initial)

    def _not_yet(self, place: Organisation, working: int) -> HttpResponse:
        """Show how many people still work there, and what can be done with it instead."""
        ways = (
            ("move", gettext("Move department")),
            ("merge", gettext("Merge departments")),
        )
        return self.ask(
            place,
            warnings=[_still_there(working)],
            links=[
                Link(reverse(f"administration:department_{way}", args=[place.pk]), words)
                for way, words in ways
            ],
            back_words=gettext("Go back"),
        )

    def _confirm(self, place: Organisation, form: CloseForm, status: int = 200) -> HttpResponse:
        writing = list(writing_within(place))
        number = published_by(writing)
        courses = ngettext(
            "%(num)s course or addition is published.",
            "%(num)s courses and additions are published.",
            number,
        ) % {"num": number}
        if number == 0:
            courses = gettext("Nothing is published.")
        elif any(one.pk != place.pk for one in writing):
            courses += " " + gettext("This includes those of the departments below it.")
        give = Link("?give=1", gettext("Give its courses to another department"), kind="link")
        return self.ask(
            place,
            status,
            paragraphs=[
                gettext(
                    "Roles for it and for all that is below it end, and nobody edits there any "
                    "more. A department is closed when nobody works in it; an HR file that places "
                    "people in it opens it again."
                ),
                courses,
            ],
            links=[give] if number and (self.picked_organisation is None or form.errors) else [],
            form=form,
            submit=gettext("Close department"),
            serious=True,
        )


def _cannot_take_over(place: Organisation, to: Organisation | None) -> str:
    words = gettext(
        "%(name)s cannot take over the courses, because it is closed or part of %(closing)s. "
        "Choose another department."
    )
    return words % {"name": to.name if to else "", "closing": place.name}


def _still_there(number: int) -> str:
    words = ngettext(
        "%(num)s person works there. Merge it into another department instead, or wait for the "
        "HR file in which nobody does.",
        "%(num)s people work there. Merge it into another department instead, or wait for the HR "
        "file in which nobody does.",
        number,
    )
    return words % {"num": number}


class OpenView(Reorganising):
    """The page that opens a closed or merged department again."""

    page_title = _("Reopen department")
    is_open = False

    def place(self, pk: int) -> Organisation:
        """Return the department; Http404 where something of another part would open with it."""
        found = super().place(pk)
        if not reorganising.may_open(self.part, found):
            raise Http404
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        place = self.place(pk)
        return self.ask(
            place,
            paragraphs=[
                gettext("People come back with the next HR file."),
                gettext("Roles and editors do not come back. Give them again."),
            ],
            submit=gettext("Reopen department"),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        place = self.place(pk)
        reorganising.open_again(by=self.part.person, organisation=place, now=timezone.now())
        return self.done(gettext("%(name)s is open again.") % {"name": place.name}, place)
