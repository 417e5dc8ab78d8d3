"""Describing knowledge checks in statements."""

from __future__ import annotations

from typing import Any

from courses.content.identifiers import check_iri
from courses.content.knowledge.checks import Check, CheckKind
from learning.xapi import activity_types, builders

INTERACTIONS = {
    CheckKind.SINGLE: "choice",
    CheckKind.MULTIPLE: "choice",
    CheckKind.TRUE_FALSE: "choice",
    CheckKind.ORDERING: "sequencing",
}


def check_activity(lesson: str, check: Check, language: str) -> dict[str, Any]:
    """Describe a check of the lesson with the IRI ``lesson``; the right answer is not part of it.

    Statements travel to other systems, and learners may read their own: anyone who has not answered
    yet should not find the answer there (xAPI 1.0.3, Data 2.4.4.1, interaction activities).
    """
    return builders.activity(
        check_iri(lesson, check.key),
        type=activity_types.CMI_INTERACTION,
        name={language: check.question},
        interaction={
            "interactionType": INTERACTIONS[check.kind],
            "choices": [
                {"id": option.key, "description": {language: option.text}}
                for option in check.offered
            ],
        },
    )
