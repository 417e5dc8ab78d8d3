"""Records as a spreadsheet reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from learning.records.models import Record
from learning.ui.spreadsheets import csv_lines


def csv_rows(records: Iterable[Record]) -> Iterator[str]:
    """Yield the lines of a CSV file of ``records``."""
    return csv_lines(_rows(records))


def _rows(records: Iterable[Record]) -> Iterator[list[Any]]:
    yield [
        _("Title"), _("Kind"), _("Topic"), _("Status"), _("Started"), _("Completed"), _("Minutes"),
    ]  # fmt: skip
    language = get_language() or ""
    for record in records:
        activity = record.activity.activity
        yield [
            activity.title,
            activity.kind_label,
            activity.topic.name_in(language),
            _status(record),
            _day(record.registered_at or record.first_at),
            _day(record.completed_at),
            activity.minutes,
        ]


def _status(record: Record) -> str:
    if record.completed_at:
        return _("Completed")
    return pgettext("course", "Removed") if getattr(record, "removed", False) else _("In progress")


def _day(moment: datetime | None) -> str:
    return localtime(moment).date().isoformat() if moment else ""
