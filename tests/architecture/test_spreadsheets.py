"""One place writes tables for spreadsheets, so that one place makes their cells safe."""

from __future__ import annotations

import re

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from tests.architecture.own_code import modules

PLACE = "learning.ui.spreadsheets"
WRITES = re.compile(r"\bcsv\.(?:Dict)?[wW]riter\b|openpyxl|xlsxwriter|WriteOnlyCell")


def test_nothing_else_writes_them() -> None:
    found = {module.name for module in modules().values() if WRITES.search(module.path.read_text())}
    assert found == {PLACE}


def subclasses(of: type) -> set[type]:
    return {of} | {one for below in of.__subclasses__() for one in subclasses(below)}


def test_no_view_goes_past_it() -> None:
    """A view may say what is in a cell, and not how it is written."""
    for view in subclasses(SpreadsheetExportMixin):
        for name in ("preprocess_field_value", "get_heading"):
            assert hasattr(getattr(view, name), "__wrapped__"), f"{view.__qualname__}.{name}"
        if view is not SpreadsheetExportMixin and not view.__module__.startswith("wagtail.contrib"):
            for name in ("write_csv_row", "generate_xlsx_row", "stream_csv", "write_xlsx"):
                assert name not in vars(view), f"{view.__qualname__}.{name}"
