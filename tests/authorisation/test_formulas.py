"""What somebody typed is never a formula in a spreadsheet that leaves the service."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from openpyxl import load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Page

from cms.snippets.models import GlossaryTerm
from courses.content.models import CoursePage
from learning.catalogue.models import Activity
from learning.people.models import User
from learning.ui.spreadsheets import safe_cell
from tests.authorisation.world import World

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("https://evil.example";"+-@")'
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("start", [*STARTS, " =", "\ufeff=", "\0+", "  \t-"])
def test_a_text_that_could_run_is_shown(start: str) -> None:
    assert safe_cell(f"{start}1") == f"'{start}1"


@pytest.mark.parametrize("value", ["", "a=b", "'=1", "1", " words", -5, 3.5, None, True])
def test_everything_else_stays_as_it_is(value: Any) -> None:
    assert safe_cell(value) is value


def exports(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    """Yield the address of every view that exports and needs no more than its address."""
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern).removeprefix("^").removesuffix("$").removesuffix(
            "\\Z"
        )
        if isinstance(entry, URLResolver):
            yield from exports(entry, address)
        elif isinstance(entry, URLPattern) and "<" not in address and "(" not in address:
            view = getattr(entry.callback, "view_class", None)
            if view is not None and issubclass(view, SpreadsheetExportMixin):
                yield address


def cells(answer: Any, kind: str) -> list[str]:
    content = answer.getvalue()
    if kind == "csv":
        rows: Any = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    else:
        sheet = load_workbook(io.BytesIO(content)).active
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        rows = sheet.iter_rows(values_only=True)
    return [cell for row in rows for cell in row if isinstance(cell, str)]


@pytest.fixture
def hostile(world: World) -> World:
    """Everybody and everything is called a formula."""
    User.objects.update(full_name=FORMULA)
    Page.objects.filter(depth__gt=2).update(title=FORMULA, draft_title=FORMULA)
    for course in CoursePage.objects.all():
        course.title = FORMULA
        course.save_revision(user=world.people.author)
        course.locked, course.locked_by = True, world.people.admin
        course.save()
    GlossaryTerm.objects.update(term=FORMULA)
    return world


def test_no_export_of_the_admin_holds_a_formula(hostile: World) -> None:
    client = Client()
    client.force_login(
        get_user_model().objects.get(pk=hostile.people.admin.pk),
        backend="learning.people.backends.EmployedBackend",
    )
    asked = sorted(set(exports(get_resolver())))
    assert len(asked) > 10
    found, exported = 0, []
    for address in asked:
        for kind in ("csv", "xlsx"):
            answer = client.get(address, {"export": kind})
            if not any(word in answer.get("Content-Type", "") for word in ("csv", "spreadsheet")):
                continue  # a view that has nothing to export, or only parts of a page
            exported.append(address)
            for cell in cells(answer, kind):
                assert not cell.lstrip().startswith(STARTS), (address, kind, cell)
                found += FORMULA in cell
    assert len(set(exported)) >= 5, exported
    assert found >= 4, "the formulas were there to be made safe"


def test_nor_does_ones_own_record(hostile: World) -> None:
    client = hostile.client("learner")
    Activity.objects.update(title=FORMULA)
    answer = client.get(reverse("records:my-learning-csv"))
    got = cells(answer, "csv")
    assert f"'{FORMULA}" in got
    assert not any(cell.startswith(STARTS) for cell in got)
