"""Promises that hold about learning data: those of the nearest organisation above somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject, Left, Length
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from learning.people.leading import parts_led_by
from learning.people.models import Organisation, User
from learning.rights.models import UsePromise


@dataclass(frozen=True)
class Said:
    """A promise as a page shows it: who says it, the words, and their language."""

    by: str
    text: str
    language: str


@dataclass(frozen=True)
class Line:
    """An organisation, what holds there, and whether it says so itself."""

    organisation: Organisation
    said: Said
    own: bool


def with_promise(people: QuerySet[User]) -> QuerySet[User]:
    """Read with each person what their organisation promises, as ``promise``; no further query.

    One of WITH_THE_PERSON: the foot of every page shows it.
    """
    above = (
        UsePromise.objects.filter(ended_at__isnull=True)
        .alias(
            beginning=Left(OuterRef("organisation__path"), Length("organisation__path")),
        )
        .filter(Q(organisation__isnull=True) | Q(organisation__path=F("beginning")))
        # Each of these paths begins the next, so the last of them is the nearest.
        .order_by(F("organisation__path").desc(nulls_last=True))
        .values(found=JSONObject(texts=F("texts"), by=F("organisation__name")))
    )
    return people.annotate(promise=Subquery(above[:1]))


def promise_for(person: Any) -> Said:
    """Return what is promised to ``person`` (or to somebody who is not signed in)."""
    if not person.is_authenticated:
        return services_promise()
    if not hasattr(person, "promise"):
        person = with_promise(User.objects.filter(pk=person.pk)).get()
    found: Mapping[str, Any] | None = person.promise
    return _said(found["texts"], found["by"] or "") if found else as_it_comes()


def services_promise() -> Said:
    """Return what the service itself says, where no organisation says anything."""
    own = current(None)
    return _said(own.texts, "") if own else as_it_comes()


def current(organisation: Organisation | None) -> UsePromise | None:
    """Return what ``organisation`` itself says now, or the service where it is None."""
    return UsePromise.objects.filter(organisation=organisation, ended_at__isnull=True).first()


def history_of(organisation: Organisation | None) -> QuerySet[UsePromise]:
    """Return everything that ``organisation`` has said, the newest first."""
    said = UsePromise.objects.filter(organisation=organisation)
    return said.select_related("said_by", "ended_by").order_by("-said_at", "-pk")


def organisations_to_speak_for(person: User) -> QuerySet[Organisation]:
    """Return the organisations whose promise ``person`` may write: those they are L&D lead of.

    Administrators write it for all.
    """
    if person.is_superuser:
        return Organisation.objects.order_by("path")
    within = Q(pk__in=[])
    for part in parts_led_by(person):
        within |= Q(path__startswith=part.path)
    return Organisation.objects.filter(within).order_by("path")


def lines_of(organisations: Iterable[Organisation]) -> list[Line]:
    """Return what holds in each of ``organisations``, in one query."""
    wanted = list(organisations)
    above = {pk for organisation in wanted for pk in organisation.lineage}
    promises = {
        promise.organisation_id: promise
        for promise in UsePromise.objects.filter(ended_at__isnull=True)
        .filter(Q(organisation__isnull=True) | Q(organisation__in=above))
        .select_related("organisation")
    }
    return [
        Line(organisation, _nearest(organisation, promises), organisation.pk in promises)
        for organisation in wanted
    ]


def inherited_by(organisation: Organisation) -> Said:
    """Return what would hold in ``organisation`` if it said nothing itself."""
    above = [pk for pk in organisation.lineage if pk != organisation.pk]
    promises = {
        promise.organisation_id: promise
        for promise in UsePromise.objects.filter(ended_at__isnull=True)
        .filter(Q(organisation__isnull=True) | Q(organisation__in=above))
        .select_related("organisation")
    }
    return _nearest(organisation, promises)


def _nearest(organisation: Organisation, promises: Mapping[int | None, UsePromise]) -> Said:
    for key in (*reversed(organisation.lineage), None):
        if promise := promises.get(key):
            by = promise.organisation.name if promise.organisation else ""
            return _said(promise.texts, by)
    return as_it_comes()


def _said(texts: Mapping[str, str], by: str) -> Said:
    wanted = get_language() or settings.LANGUAGE_CODE
    language = next(
        (code for code in (wanted, settings.LANGUAGE_CODE) if texts.get(code)), next(iter(texts))
    )
    return Said(by or str(settings.SERVICE_NAME), texts[language], language)


def as_it_comes() -> Said:
    """Return what the service says where nobody has written anything."""
    # True of the service wherever it runs: it cannot know what an organisation does with its data.
    return Said(
        str(settings.SERVICE_NAME),
        _("The service ranks nobody, and decides nothing about you by itself."),
        get_language() or settings.LANGUAGE_CODE,
    )
