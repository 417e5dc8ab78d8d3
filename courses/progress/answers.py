"""Between a knowledge check's form and its answer: reading one, and showing it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from courses.content.knowledge_checks import Check, CheckKind, Marked, Option, UnusableAnswer, mark
from courses.progress.selectors import AddedStep, Step
from learning.records.models import Record
from learning.xapi import builders


@dataclass(frozen=True)
class ShownCheck:
    """A check as the page shows it: what was chosen, and what it deserved.

    ``places`` are the numbers in the fields of an ordering check, by option. ``previous`` is the
    id of the answer shown, which the form sends along; ``missing`` says that the form was just
    sent without a usable answer.
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


def shown_checks(
    step: Step | AddedStep,
    answers: Mapping[str, Record],
    wrong: tuple[Check, QueryDict] | None = None,
) -> dict[str, ShownCheck]:
    """Return the checks of a lesson by key, with the learner's latest answer to each."""
    shown = {}
    for segment in step.lesson.body:
        if "check" not in segment:
            continue
        check = Check.from_json(segment["check"])
        missing = wrong is not None and wrong[0].key == check.key
        record = answers.get(check.key)
        marked = None if missing else _marked(check, record)
        sent = wrong[1] if wrong and missing else None
        chosen: tuple[str, ...] = marked.answer if marked else ()
        if sent is not None:
            chosen = chosen_answer(check, sent)
        options = check.offered if sent is not None else _in_order(check, chosen)
        shown[check.key] = ShownCheck(
            check=check,
            options=options,
            chosen=chosen,
            places=_places(options, sent, marked),
            marked=marked,
            previous=str(record.answer_id) if record and record.answer_id else "",
            missing=missing,
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
