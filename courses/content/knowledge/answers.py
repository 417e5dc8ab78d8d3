"""Reading the answer in a knowledge check's form, and showing it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from cms.steps.contract import Sent
from courses.content.identifiers import check_iri
from courses.content.knowledge.checks import (
    Check,
    CheckKind,
    Marked,
    Option,
    UnusableAnswer,
    checks_in,
    mark,
)
from learning.records.models import Record
from learning.xapi import builders


@dataclass(frozen=True)
class ShownCheck:
    """A check as the page shows it: what was chosen, and what it deserved.

    ``places`` are the numbers in the fields of an ordering check, by option. ``previous`` is the
    id of the last answer, which the form sends along; ``missing`` says that the form was sent
    without a usable answer.
    """

    check: Check
    options: tuple[Option, ...]
    chosen: tuple[str, ...]
    marked: Marked | None
    places: Mapping[str, str]
    previous: str
    missing: bool


def chosen_answer(check: Check, form: QueryDict) -> tuple[str, ...]:
    """Read the chosen keys from a form; for ordering, the keys by the numbers given to them.

    Numbers missing, unreadable or given twice leave an answer that ``mark`` refuses.
    """
    if check.kind is not CheckKind.ORDERING:
        return tuple(form.getlist("answer"))[: len(check.options) + 1]
    places: dict[int, str] = {}
    for option in check.options:
        number = form.get(f"place-{option.key}", "")
        if number.isascii() and number.isdigit() and len(number) <= 2:
            places[int(number)] = option.key
    return tuple(places[number] for number in sorted(places))


def answers_in(
    lesson: str, segments: Sequence[Mapping[str, Any]], records: Mapping[int, Record]
) -> dict[str, Record]:
    """Return the latest answers in the lesson with the IRI ``lesson`` by the key of the check.

    ``records`` are those of a registration, by the key of the activity.
    """
    by_iri = {record.activity.iri: record for record in records.values()}
    named = {check.key: check_iri(lesson, check.key) for check in checks_in(segments)}
    return {key: by_iri[iri] for key, iri in named.items() if iri in by_iri}


def shown_checks(
    segments: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Record],
    sent: Sent | None = None,
) -> dict[str, ShownCheck]:
    """Return the checks of a lesson by key, with the learner's latest answer to each.

    ``sent`` is an answer that was sent and not saved, to the check that is its part.
    """
    shown = {}
    for check in checks_in(segments):
        typed = sent.fields if sent is not None and sent.part == check.key else None
        record = answers.get(check.key)
        marked = None if typed is not None else _marked(check, record)
        chosen: tuple[str, ...] = marked.answer if marked else ()
        if typed is not None:
            chosen = chosen_answer(check, typed)
        options = check.offered if typed is not None else _in_order(check, chosen)
        shown[check.key] = ShownCheck(
            check=check,
            options=options,
            chosen=chosen,
            places=_places(options, typed, marked),
            marked=marked,
            previous=str(record.answer_id) if record and record.answer_id else "",
            missing=typed is not None and sent is not None and sent.has_faults,
        )
    return shown


def _marked(check: Check, record: Record | None) -> Marked | None:
    if record is None or record.answer is None:
        return None
    try:
        return mark(check, builders.split_response(record.answer))
    except UnusableAnswer:
        # A minor change replaced an option: the old answer no longer says anything.
        return None


def _places(
    options: tuple[Option, ...], sent: QueryDict | None, marked: Marked | None
) -> dict[str, str]:
    if sent is not None:
        return {option.key: sent.get(f"place-{option.key}", "") for option in options}
    return {option.key: str(place) for place, option in enumerate(options, 1)} if marked else {}


def _in_order(check: Check, chosen: tuple[str, ...]) -> tuple[Option, ...]:
    if check.kind is CheckKind.ORDERING and len(chosen) == len(check.options):
        by_key: dict[str, Any] = {option.key: option for option in check.options}
        return tuple(by_key[key] for key in chosen)
    return check.offered
