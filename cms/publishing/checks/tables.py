"""A table says what it is and what its columns are, or it cannot be read aloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.blocks.blocks import DataTableBlock
from cms.publishing.content import Draft, Piece
from cms.publishing.faults import Fault, Severity


def faults(draft: Draft) -> Iterator[Fault]:
    """Yield tables without a caption or headings, without rows, or with ambiguous headings."""
    for sheet in draft.sheets:
        for piece in sheet.of(DataTableBlock):
            yield from _of_a_table(piece)


def _of_a_table(piece: Piece) -> Iterator[Fault]:
    table = piece.value["table"]
    headings = [(column["heading"] or "").strip() for column in table.columns]
    if not headings or not table.row_data:
        yield piece.fault(
            _("The table is empty."), _("Add columns and rows, or remove the table."), field="table"
        )
        return
    if not (table.caption or "").strip():
        yield piece.fault(
            _("The table has no caption."), _("Say above it what the table shows."), field="table"
        )
    if empty := headings.count(""):
        yield piece.fault(
            ngettext(
                "%(empty)s column of the table has no heading.",
                "%(empty)s columns of the table have no heading.",
                empty,
            )
            % {"empty": empty},
            _("Write above each column what is in it."),
            field="table",
        )
    for heading, times in Counter(heading for heading in headings if heading).items():
        if times > 1:
            yield piece.fault(
                _("Two columns of the table have the heading “%(heading)s”.")
                % {"heading": heading},
                _("Give each column a heading of its own."),
                severity=Severity.WARNING,
                field="table",
            )
    if piece.value["row_headers"] and not all(str(row["values"][0]) for row in table.row_data):
        yield piece.fault(
            _("The first column is marked as the headings of the rows, and has empty cells."),
            _("Fill them in, or clear “The first column is a heading for its row”."),
            severity=Severity.WARNING,
            field="row_headers",
        )
