"""Languages are a setting: French is added to two lists, and nothing else is touched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import tables
from tests.architecture.own_code import ROOT

# Their one process is run once.
pytestmark = pytest.mark.xdist_group("french")
FRENCH = """
from django.utils.translation import gettext_lazy as _
from learning.config.settings.test import *

LANGUAGES = [*LANGUAGES, ("fr", _("French"))]
WAGTAIL_CONTENT_LANGUAGES = [*WAGTAIL_CONTENT_LANGUAGES, ("fr", _("French"))]
"""
RUN = "import django; django.setup(); from tests.i18n.in_french import main; main()"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What tests.i18n.in_french says, of a service with these settings."""
    folder: Path = tmp_path_factory.mktemp("settings")
    (folder / "settings_with_french.py").write_text(FRENCH)
    tables.provide()
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "settings_with_french",
            "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_no_model_and_no_migration_is_touched(told: dict[str, Any]) -> None:
    assert told["makemigrations"] == "No changes detected"
    assert told["faults"] == []


def test_pages_are_in_french_and_say_in_english_what_nobody_has_translated(
    told: dict[str, Any],
) -> None:
    assert told["pages"]["catalogue"] == [200, "fr", "Catalogue"]
    # What allauth says, it says in French.
    assert told["pages"]["sign-in"][:2] == [200, "fr"]
    assert told["pages"]["not found"] == [404, "fr", "Page not found"]
    assert told["pages"]["contact"][:2] == [200, "fr"]
    assert told["switch"] == ["Français"]


def test_a_french_course_is_found_by_french_words_whatever_their_endings(
    told: dict[str, Any],
) -> None:
    course = ["Protéger les données personnelles"]
    assert told["by itself"] == {"donnée": course, "protégées": course, "contentieux": []}


def test_search_words_in_french_widen_a_search(told: dict[str, Any]) -> None:
    assert list(dict.fromkeys(told["labels"])) == ["English words", "Welsh words", "French words"]
    assert told["refused"]
    assert told["added"] == 302
    assert told["kept"] == [{"en": "casework", "fr": "Contentieux\ndossiers"}]
    both = {"Casework in a nutshell", "Protéger les données personnelles"}
    assert {words: set(titles) for words, titles in told["widened"].items()} == {
        "contentieux": both,
        "casework": both,
    }


def test_a_topic_has_a_french_name(told: dict[str, Any]) -> None:
    assert told["topic"] == ["Data", "Data", "Données", "Data"]
