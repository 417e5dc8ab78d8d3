"""Numbers and dates as Welsh says them: four forms, and the mutation that goes with each."""

from __future__ import annotations

import datetime
import gettext
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po
from django.utils import timezone, translation

from learning.config.bootstrap.messages import LOCALE
from learning.ui.environment import clock, long_date


@pytest.fixture(autouse=True)
def welsh() -> Iterator[None]:
    with translation.override("cy"):
        yield


# What Welsh says for a number, and with which of its forms.
FORMS = {0: 2, 1: 0, 2: 1, 3: 2, 8: 3, 11: 3}


def test_the_plural_forms_are_those_of_django() -> None:
    own = LOCALE / "cy" / "LC_MESSAGES" / "django.po"
    theirs = Path(django.__file__).parent / "conf" / "locale" / "cy" / "LC_MESSAGES" / "django.po"
    for path in (own, theirs):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="cy")
        assert catalogue.num_plurals == 4
        form = gettext.c2py(catalogue.plural_expr)
        assert {number: form(number) for number in FORMS} == FORMS


@pytest.mark.parametrize(
    ("one", "many", "said"),
    [
        ("%(num)s minute", "%(num)s minutes",
         {0: "0 munud", 1: "1 funud", 2: "2 funud", 3: "3 munud", 8: "8 munud", 11: "11 munud"}),
        ("%(num)s result", "%(num)s results",
         {0: "0 canlyniad", 1: "1 canlyniad", 2: "2 ganlyniad", 3: "3 canlyniad",
          8: "8 canlyniad", 11: "11 canlyniad"}),
        ("%(num)s statement", "%(num)s statements",
         {0: "0 datganiad", 1: "1 datganiad", 2: "2 ddatganiad", 3: "3 datganiad",
          8: "8 datganiad", 11: "11 datganiad"}),
    ],
)  # fmt: skip
def test_a_number_has_the_form_and_the_mutation_that_belong_to_it(
    one: str, many: str, said: dict[int, str]
) -> None:
    assert {n: translation.ngettext(one, many, n) % {"num": n} for n in FORMS} == said


def test_dates_and_times_are_in_welsh() -> None:
    moment = datetime.datetime(2026, 7, 6, 14, 5, tzinfo=timezone.get_default_timezone())
    assert (long_date(moment), clock(moment)) == ("6 Gorffennaf 2026", "2:05yh")
