"""A service that has French in its settings, asked what it does; run in a process of its own.

Models, forms and the admin are made when a process starts, so no test can add a language to the
one it runs in. ``main`` writes what came of it, as JSON.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import setup_test_environment

from cms.pages.services import provide_information
from courses.content.topics import provide_topics
from learning.catalogue.models import SearchWords, Topic
from tests import tables
from tests.catalogue.offers import found, offer
from tests.factories.people import Cast, PersonFactory, cast

SNIPPETS = "/cms-admin/snippets/catalogue"
BACKEND = "learning.people.backends.EmployedBackend"


def without_database() -> dict[str, Any]:
    """What Django says of the models and the settings."""
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        said.write("(models and migrations differ)")
    faults = [str(fault) for fault in checks.run_checks() if fault.level >= checks.ERROR]
    return {"makemigrations": said.getvalue().strip(), "faults": faults}


def pages(people: Cast) -> dict[str, Any]:
    """Whether pages are in French, what they name and what they offer."""
    person = PersonFactory(preferred_language="fr", organisation=people.department)
    person.full_clean()
    reader = Client()
    reader.force_login(person, backend=BACKEND)
    visitor = Client(headers={"Accept-Language": "fr-FR,fr;q=0.9"})
    answers = {
        "catalogue": reader.get("/catalogue/"),
        "sign-in": visitor.get("/sign-in/"),
        "not found": visitor.get("/nowhere/"),
        "contact": visitor.get("/contact/"),
    }
    shown = {name: _shown(answer) for name, answer in answers.items()}
    switch = re.findall(r'<span [^>]*lang="fr"[^>]*>(.*?)</span>', _text(answers["sign-in"]))
    return {"pages": shown, "switch": switch}


def _text(answer: HttpResponse) -> str:
    return answer.content.decode()


def _shown(answer: HttpResponse) -> list[Any]:
    language = re.search(r'<html[^>]* lang="([^"]*)"', _text(answer))
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", _text(answer), re.DOTALL)
    return [
        answer.status_code,
        language and language[1],
        heading and " ".join(re.sub(r"<[^>]*>", " ", heading[1]).split()),
    ]


def searches(people: Cast) -> dict[str, Any]:
    """What is found by French words, as they stand in a course and as an editor adds them."""
    offer("Protéger les données personnelles", language="fr", body="Un dossier se ferme.")
    offer("Casework in a nutshell")
    by_itself = {words: found(people, words) for words in ("donnée", "protégées", "contentieux")}
    editor = Client()
    boss = PersonFactory(is_staff=True, is_superuser=True)
    editor.force_login(boss, backend=BACKEND)
    form = _text(editor.get(f"{SNIPPETS}/searchwords/add/"))
    refused = editor.post(f"{SNIPPETS}/searchwords/add/", {"words_fr": "!!!"})
    added = editor.post(
        f"{SNIPPETS}/searchwords/add/",
        {"words_en": "casework", "words_cy": "", "words_fr": "Contentieux\ndossiers", "also": ""},
    )
    topic = Topic.objects.get(slug="data")
    editor.post(
        f"{SNIPPETS}/topic/edit/{topic.pk}/",
        {"name_en": "Data", "name_cy": "Data", "name_fr": "Données", "slug": "data", "position": 1},
    )
    topic.refresh_from_db()
    return {
        "by itself": by_itself,
        "labels": re.findall(r"(?:English|Welsh|French) words", form),
        "refused": "“!!!” has no letter or number" in _text(refused),
        "added": added.status_code,
        "kept": [entry.words for entry in SearchWords.objects.all()],
        "widened": {words: found(people, words) for words in ("contentieux", "casework")},
        "topic": [topic.name_in(language) for language in ("en-gb", "cy", "fr", "de")],
    }


def main() -> None:
    """Ask on a database that is thrown away."""
    setup_test_environment()
    told = without_database()
    usual = settings.DATABASES["default"]["NAME"]
    connection.settings_dict["TEST"] |= {
        "NAME": f"test_{usual}_french_{os.getpid()}", "TEMPLATE": tables.provide(),
    }  # fmt: skip
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        provide_topics()
        provide_information()
        people = cast()
        told |= pages(people) | searches(people)
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)
    sys.stdout.write(json.dumps(told))
