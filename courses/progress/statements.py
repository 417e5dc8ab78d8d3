"""How courses, lessons and checks are named and described in statements."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from courses.content.identifiers import check_iri
from courses.content.knowledge_checks import Check, CheckKind
from courses.content.models import CourseVersion, FrozenLesson
from courses.progress.models import CourseRegistration
from learning.lrs.facts import fact
from learning.xapi import activity_types, builders, verbs

INTERACTIONS = {
    CheckKind.SINGLE: "choice",
    CheckKind.MULTIPLE: "choice",
    CheckKind.TRUE_FALSE: "choice",
    CheckKind.ORDERING: "sequencing",
}


def course_activity(version: CourseVersion) -> dict[str, Any]:
    """Describe a course as the activity of a statement."""
    return builders.activity(
        version.activity.term.iri,
        type=activity_types.COURSE,
        name={version.language: version.title},
    )


def lesson_activity(lesson: FrozenLesson, language: str) -> dict[str, Any]:
    """Describe a lesson, of a course or added to one, as the activity of a statement."""
    return builders.activity(
        lesson.term.iri, type=activity_types.LESSON, name={language: lesson.title}
    )


def check_activity(lesson: FrozenLesson, check: Check, language: str) -> dict[str, Any]:
    """Describe a knowledge check as an interaction; the right answer is not part of it.

    Statements travel to other systems, and learners may read their own: whoever has not answered
    yet should not find the answer there (xAPI 1.0.3, Data 2.4.4.1, interaction activities).
    """
    return builders.activity(
        check_iri(lesson.term.iri, check.key),
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


def course_completed(registration: CourseRegistration, *, timestamp: datetime) -> dict[str, Any]:
    """State that whoever is registered has completed the course, in the version they are on."""
    return fact(
        person_actor=registration.registration.actor,
        verb=verbs.COMPLETED,
        activity=course_activity(registration.version),
        timestamp=timestamp,
        registration=registration.pk,
        result=builders.result(completion=True),
        revision=str(registration.version.number),
        language=registration.version.language,
    )
