"""Forty searches of an ordinary week, the course each should find, and what else there is.

The three starter courses are the ones expected; among the other titles are close relatives, so
that finding them by chance is unlikely.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml

DATA = "working-with-data-in-government"
CYBER = "cyber-security-at-your-desk"
AI = "using-ai-well-at-work"
TOP = 3

# What is typed, the course it should find, and why it is not simple.
SEARCHES: list[tuple[str, str, str]] = [
    ("phishing", CYBER, "a plain word"),
    ("phising", CYBER, "a letter missing"),
    ("scam emails", CYBER, "synonym"),
    ("how do I spot a dodgy email", CYBER, "a question"),
    ("MFA", CYBER, "abbreviation"),
    ("2FA", CYBER, "abbreviation"),
    ("two-factor authentication", CYBER, "synonym, hyphen"),
    ("pasword manager", CYBER, "a letter missing"),
    ("passkeys", CYBER, "plural"),
    ("Cybersecurity training", CYBER, "two words as one"),
    ("cyber securty", CYBER, "a letter missing"),
    ("infosec", CYBER, "abbreviation"),
    ("report a security incident", CYBER, "a task"),
    ("WFH", CYBER, "abbreviation"),
    ("OFFICIAL-SENSITIVE", CYBER, "hyphen, capitals"),
    ("ransomware", CYBER, "a word no course has"),
    ("AI", AI, "abbreviation"),
    ("artifical intelligence", AI, "a letter missing"),
    ("ChatGPT", AI, "a product"),
    ("LLM", AI, "abbreviation"),
    ("copilot course", AI, "a product"),
    ("prompt engineering", AI, "synonym"),
    ("hallucinatoins", AI, "two letters swapped"),
    ("algorithmic bias", AI, "synonym"),
    ("GDPR", DATA, "abbreviation"),
    ("data protecton", DATA, "a letter missing"),
    ("misleading graphs", DATA, "synonym"),
    ("mean and median", DATA, "two words"),
    ("statistics for beginners", DATA, "synonym"),
    ("dataviz", DATA, "abbreviation"),
    ("gwe-rwydo", CYBER, "Welsh"),
    ("seiberddiogelwch", CYBER, "Welsh"),
    ("cyfrineiriau", CYBER, "Welsh plural"),
    ("gweithio gartref", CYBER, "Welsh, mutated"),
    ("deallusrwydd artiffisial", AI, "Welsh"),
    ("cwrs ar ddeallusrwyd artiffisial", AI, "Welsh, mutated, a letter missing"),
    ("modelau iaith", AI, "Welsh plural"),
    ("diogelu data", DATA, "Welsh"),
    ("ddata personol", DATA, "Welsh, mutated"),
    ("siartiau camarweiniol", DATA, "Welsh plural"),
]

FILE = Path(__file__).with_name("other_titles.yaml")
OTHERS: list[dict[str, str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def register_others() -> None:
    """Offer the other titles, as any room would register them."""
    for other in OTHERS:
        register_one(**other)


def register_one(
    *, title: str, about: str, topic: str, language: str = "en-gb", body: str = "", salt: str = ""
) -> None:
    """Offer one course of 30 minutes."""
    from courses.content.course_kind import COURSE
    from learning.catalogue.models import Topic
    from learning.catalogue.services import register
    from learning.lrs.terms import intern_activities

    work = uuid5(NAMESPACE_URL, f"https://example.test/{title}{salt}")
    iri = f"https://example.test/{work}"
    register(
        term=intern_activities([iri])[iri],
        work=work,
        kind=COURSE,
        slug=work.hex,
        title=title,
        summary=about,
        topic=Topic.objects.get(slug=topic),
        level="awareness",
        minutes=30,
        language=language,
        scope=None,
        outcomes=[part.strip() for part in about.rstrip(".").split(",")],
        body=body or f"{title}. {about}",
    )


def rank_of(viewer: Any, words: str, expected: str) -> int | None:
    """Return the rank, from 1, at which ``words`` find the course ``expected``; None for not."""
    from learning.catalogue.models import Activity
    from learning.catalogue.selectors import search

    ids = search(viewer, words=words, chosen={}).narrowed.ids
    wanted = Activity.objects.values_list("pk", flat=True).get(slug=expected)
    return ids.index(wanted) + 1 if wanted in ids else None
