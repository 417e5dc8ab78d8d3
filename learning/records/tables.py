"""Records as a spreadsheet reads them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from learning.records.models import Record

# A spreadsheet runs a cell that begins with one of these as a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that hands back what is written to it, so that rows can be streamed."""

    def write(self, text: str) -> str:
        return text


def safe_cell(text: str) -> str:
    """Return ``text`` so that a spreadsheet shows it and never runs it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_rows(records: Iterable[Record]) -> Iterator[str]:
    """Yield the lines of a CSV file, UTF-8 with a byte order mark so that Excel reads Welsh."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(
        [_("Title"), _("Kind"), _("Topic"), _("Status"), _("Started"), _("Completed"), _("Minutes")]
    )
    language = get_language() or ""
    for record in records:
        activity = record.activity.activity
        yield writer.writerow(
            [
                safe_cell(activity.title),
                str(activity.get_kind_display()),
                safe_cell(activity.topic.name_in(language)),
                _("Completed") if record.completed_at else _("In progress"),
                _day(record.registered_at or record.first_at),
                _day(record.completed_at),
                activity.minutes,
            ]
        )


def _day(moment: datetime | None) -> str:
    return localtime(moment).date().isoformat() if moment else ""
