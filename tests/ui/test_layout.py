"""Words that the frame and the pages in it share."""

from __future__ import annotations

import pytest
from django.utils import translation

from learning.ui.durations import duration


@pytest.mark.parametrize(
    ("minutes", "english", "welsh"),
    [
        (0, "0 minutes", "0 munud"),
        (1, "1 minute", "1 funud"),
        (45, "45 minutes", "45 munud"),
        (60, "1 hour", "1 awr"),
        (80, "1 hour 20 minutes", "1 awr 20 munud"),
        (122, "2 hours 2 minutes", "2 awr 2 funud"),
    ],
)
def test_how_long_something_takes_is_said_as_people_say_it(
    minutes: int, english: str, welsh: str
) -> None:
    with translation.override("en-gb"):
        assert duration(minutes) == english
    with translation.override("cy"):
        assert duration(minutes) == welsh
