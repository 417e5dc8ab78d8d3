"""Seams are read once, in order, and checked at start-up."""

from __future__ import annotations

import pytest

from learning.seams.checks import check_seams
from learning.seams.named import seam

NOT_CALLABLE = "a text"


def first() -> None: ...


def second() -> None: ...


def test_a_seam_is_its_functions_in_their_order(settings):
    settings.HOME_PANELS = [f"{__name__}.second", f"{__name__}.first"]
    assert seam("HOME_PANELS") == (second, first)
    settings.HOME_PANELS = []
    assert seam("HOME_PANELS") == ()


def test_a_seam_that_the_settings_leave_out_is_empty(settings):
    # Leaving a setting out is told to nobody, neither now nor when it is put back.
    with pytest.MonkeyPatch.context() as patched:
        patched.delattr(settings, "HOME_PANELS")
        seam.cache_clear()
        assert seam("HOME_PANELS") == ()
    seam.cache_clear()


def test_a_seam_that_nobody_offers_is_an_error():
    with pytest.raises(LookupError, match="NO_SUCH_SEAM"):
        seam("NO_SUCH_SEAM")


def test_every_name_of_this_project_imports():
    assert check_seams() == []


@pytest.mark.parametrize(
    ("dotted", "id"),
    [
        ("learning.no_such_room.panel", "seams.E001"),
        (f"{__name__}.no_such_function", "seams.E001"),
        ("nothing", "seams.E001"),
        (f"{__name__}.NOT_CALLABLE", "seams.E002"),
    ],
)
def test_a_name_that_leads_nowhere_is_found_at_start_up(settings, dotted, id):
    settings.LRS_GATES = [dotted]
    [error] = check_seams()
    assert error.id == id
    assert dotted in error.msg
