"""The note in the address of a page: read by whom it is meant for, and never acted on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from learning.lrs.models import Statement
from learning.people.models import User
from learning.returning.models import KeptForm
from tests.returning.conftest import LESSON, Browser, going, notice
from tests.returning.test_whose_form import NIGHT, SECRET, open_form, send
from tests.travelling import Travel

pytestmark = pytest.mark.django_db
__all__ = ["open_form"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note[:-2] + "aa",
        lambda note: "x" + note,
        lambda note: note + "a" * 3000,
        lambda note: "é\x00",
    ],
)
def test_a_note_that_is_not_ours_is_not_read(
    open_form: Browser, learner: User, travel: Travel, spoil: Callable[[str], str]
) -> None:
    travel(NIGHT)
    address, _, note = going(send(open_form)).partition("?unsaved=")
    open_form.sign_in(learner)
    page = open_form.get(address, {"unsaved": spoil(note)})
    assert page.status_code == 200
    assert notice(page) == ""
    assert SECRET not in page.content.decode()


def test_a_note_is_of_no_use_at_another_page(
    open_form: Browser, learner: User, travel: Travel
) -> None:
    travel(NIGHT)
    _, _, note = going(send(open_form)).partition("?unsaved=")
    open_form.sign_in(learner)
    page = open_form.get(LESSON, {"unsaved": note})
    assert SECRET not in page.content.decode()


def test_visitors_are_shown_nothing(open_form: Browser, travel: Travel) -> None:
    travel(NIGHT)
    address = going(send(open_form))
    assert Client().get(address).status_code == 302
    note = address.partition("?")[2]
    assert SECRET not in Client().get(f"/?{note}").content.decode()


def test_sending_it_many_times_keeps_one(open_form: Browser, travel: Travel) -> None:
    travel(NIGHT)
    for _time in range(20):
        send(open_form)
    assert KeptForm.objects.count() == 1


def test_nothing_is_done_with_it(open_form: Browser, learner: User, travel: Travel) -> None:
    """Neither signing in nor opening the page sends it: only anyone who presses the button."""
    travel(NIGHT)
    address = going(send(open_form))
    before = Statement.objects.count()
    open_form.sign_in(learner, address)
    open_form.open(address)
    assert Statement.objects.count() == before
    assert KeptForm.objects.count() == 1
