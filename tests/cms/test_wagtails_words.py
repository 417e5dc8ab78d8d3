"""What Wagtail says of reviews is said in the words of this service."""

from __future__ import annotations

from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation

OURS = settings.BASE_DIR / "cms/publishing/locale/en/LC_MESSAGES/django.po"
THEIRS = [
    Path(wagtail.__file__).parent / place / "locale/en/LC_MESSAGES/django.po"
    for place in ("admin", ".")
]


def read(path: Path) -> dict[object, object]:
    with path.open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale="en") if message.id}


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Page '%(page_title)s' has been submitted for moderation.", "has been sent for review."),
        ('The page "%(title)s" has been rejected', "needs changes"),
        ("Rejected", "Needs changes"),
        ("in moderation", "in review"),
    ],
)
def test_a_review_is_called_a_review(theirs: str, ours: str) -> None:
    for language in ("en-gb", "en"):
        with translation.override(language):
            assert ours in translation.gettext(theirs)


def test_each_is_something_that_wagtail_says() -> None:
    said = {message for path in THEIRS for message in read(path)}
    assert read(OURS).keys() <= said
    assert len(read(OURS)) > 40


def test_none_says_moderation_or_rejected() -> None:
    words = str(list(read(OURS).values())).replace("%(rejector)s", "").lower()
    assert "moderation" not in words
    assert "reject" not in words
