"""Choosing an organisation and a person for a form, one after the other, by searching.

Every step is a page with an address, so it works the same for five people and for 50,000, without
scripts, and the Back button goes back one step.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext

from cms.administration.page import ForAPart, Page, Parts, Row, Search, Section, Words, today
from cms.administration.selectors import candidates, places
from learning.people.models import Organisation, User

SHOWN = 25
ORGANISATION, PERSON = "organisation", "person"


class PickingView(Page, ForAPart):
    """A page that needs an organisation, and perhaps a person, before it can ask its own question.

    ``writing`` offers only organisations that can write courses, ``below_open`` only those that
    something can be put below; ``apart_from`` is one that is not offered, nor anything below it,
    and ``not_offered`` one that is not, but what is below it is.
    """

    writing = False
    below_open = False
    apart_from: Organisation | None = None
    not_offered: Organisation | None = None

    @cached_property
    def picked_organisation(self) -> Organisation | None:
        """The organisation that was chosen, if one was. Http404 for one of another part."""
        key = self.request.GET.get(ORGANISATION)
        return self.organisation(key) if key else None

    @cached_property
    def picked_person(self) -> User | None:
        """The person who was chosen, if one was. Http404 for one of another part."""
        key = self.request.GET.get(PERSON)
        if not key:
            return None
        try:
            wanted = UUID(key)
        except ValueError as error:
            raise Http404 from error
        found = candidates(self.part, "", today()).filter(public_id=wanted).first()
        if found is None:
            raise Http404
        return found

    @property
    def chosen(self) -> dict[str, str]:
        """The choices made so far, as parameters of an address."""
        found = {}
        if self.picked_organisation is not None:
            found[ORGANISATION] = str(self.picked_organisation.pk)
        if self.picked_person is not None:
            found[PERSON] = str(self.picked_person.public_id)
        return found

    def pick_organisation(self, intro: str = "", **parts: Any) -> HttpResponse:
        """Show the page that asks for an organisation."""
        words = self.request.GET.get("place", "").strip()[:200]
        found = places(
            self.part,
            words,
            writing=self.writing,
            below_open=self.below_open,
            apart_from=self.apart_from,
        )
        if self.not_offered is not None:
            found = found.exclude(pk=self.not_offered.pk)
        return self._pick(
            Search(
                "place",
                gettext("Department"),
                words,
                gettext("Search by name or code."),
                kept=self._kept,
            ),
            columns=(gettext("Department"), gettext("Code"), gettext("Part of")),
            rows=[
                Row(
                    (one.name, one.code, one.parent.name if one.parent else "–"),
                    url=self._with(ORGANISATION, str(one.pk)),
                )
                for one in found[: SHOWN + 1]
            ],
            intro=intro,
            none=self.nothing_to_pick(words),
            **parts,
        )

    def pick_person(self, intro: str = "") -> HttpResponse:
        """Show the page that asks for a person."""
        words = self.request.GET.get("who", "").strip()[:200]
        found = list(candidates(self.part, words, today())[: SHOWN + 1]) if words else []
        return self._pick(
            Search(
                "who",
                gettext("Person"),
                words,
                gettext("Search by name or email address."),
                kept=self._kept,
            ),
            columns=(gettext("Person"), gettext("Email address"), gettext("Works in")),
            rows=[
                Row(
                    (
                        one.full_name,
                        one.email,
                        one.organisation.name if one.organisation else "–",
                    ),
                    url=self._with(PERSON, str(one.public_id)),
                )
                for one in found
            ],
            intro=intro,
            none=(
                gettext(
                    "No one with this name or address works in your department. People are "
                    "added by the HR file."
                )
                if words
                else ""
            ),
        )

    def nothing_to_pick(self, words: str) -> str:
        """Return a sentence on why there is no organisation to choose."""
        if words:
            return gettext("No department of this name or code was found.")
        return gettext("There is no department to choose.")

    def _pick(
        self,
        search: Search,
        *,
        columns: tuple[str, ...],
        rows: list[Row],
        intro: str,
        none: str,
        **parts: Any,
    ) -> HttpResponse:
        more = (
            ngettext(
                "Only the first %(num)s is shown. Search for more of the name.",
                "Only the first %(num)s are shown. Search for more of the name.",
                SHOWN,
            )
            % {"num": SHOWN}
            if len(rows) > SHOWN
            else ""
        )
        found = Section(
            heading=gettext("Choose one") if rows else "",
            name="found",
            columns=columns,
            rows=rows[:SHOWN],
            none=none,
            paragraphs=[more] if more else [],
        )
        intros = [intro] if intro else []
        return self.page(Parts(paragraphs=intros, search=search, sections=[found], **parts))

    @property
    def _kept(self) -> list[tuple[str, str]]:
        """The parameters of the address besides the words that are searched for."""
        asked = self.request.GET
        return [(name, asked[name]) for name in asked if name not in ("place", "who")]

    def _with(self, name: str, value: str) -> str:
        return f"?{urlencode({**self.chosen, name: value})}"


class GivingView(PickingView):
    """A page that gives a person something for an organisation.

    ``submit`` is on its button; ``and_below`` says that it is for everything below as well.
    """

    and_below = False
    submit: Words = ""

    @property
    def both(self) -> tuple[Organisation, User]:
        """The organisation and the person that were chosen. Http404 where one is missing."""
        if self.picked_organisation is None or self.picked_person is None:
            raise Http404
        return self.picked_organisation, self.picked_person

    def ask(self, form: Form, status: int = 200) -> HttpResponse:
        """Show the form for what the person gets for the organisation."""
        place, person = self.both
        named = {"name": place.name}
        return self.page(
            Parts(
                facts=[
                    (gettext("Person"), f"{person.full_name}, {person.email}"),
                    (
                        gettext("For"),
                        gettext("%(name)s and below") % named if self.and_below else place.name,
                    ),
                ],
                form=form,
                submit=self.submit,
                back=reverse("administration:department", args=[place.pk]),
            ),
            status=status,
        )
