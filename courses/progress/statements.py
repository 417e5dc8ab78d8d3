"""Naming and describing courses and their steps in statements."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from cms.steps.contract import FrozenStep
from cms.steps.kinds import kind_named
from courses.content.models import CourseVersion
from courses.progress.models import CourseRegistration
from learning.lrs.facts import fact, not_voided
from learning.xapi import activity_types, builders, verbs


def course_activity(version: CourseVersion) -> dict[str, Any]:
    """Describe a course as the activity of a statement."""
    return builders.activity(
        version.activity.term.iri,
        type=activity_types.COURSE,
        name={version.language: version.title},
    )


def step_activity(step: FrozenStep, language: str) -> dict[str, Any]:
    """Describe a step, of a course or added to one, as the activity of a statement."""
    return builders.activity(
        step.term.iri, type=kind_named(step.kind).activity_type, name={language: step.title}
    )


def course_completed(registration: CourseRegistration, *, timestamp: datetime) -> dict[str, Any]:
    """Return the statement that the person registered has completed the course in their version.

    Where that was said and taken back, it is said anew.
    """
    return not_voided(
        lambda occurrence: fact(
            person_actor=registration.registration.actor,
            verb=verbs.COMPLETED,
            activity=course_activity(registration.version),
            timestamp=timestamp,
            registration=registration.pk,
            occurrence=occurrence,
            result=builders.result(completion=True),
            revision=str(registration.version.number),
            language=registration.version.language,
        )
    )


def own_word_iri() -> str:
    """Return the IRI of the context's extension for what only the learner knows to be done."""
    return f"{settings.XAPI_HOME}/extensions/own-word"
