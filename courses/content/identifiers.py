"""The IRIs that name courses and what is in them; part of every statement, so never changed."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings


def course_iri(work: UUID, language: str) -> str:
    """Return the IRI of the course ``work`` as written in ``language``."""
    return f"{settings.XAPI_HOME}/activities/courses/{work}/{language}"


def step_iri(course: str, path: str, key: UUID) -> str:
    """Return the IRI of the step ``key`` of ``course``, which is an IRI; ``path`` is its kind's."""
    return f"{course}/{path}/{key}"


def added_step_iri(addition: UUID, language: str, path: str, key: UUID) -> str:
    """Return the IRI of a step that a department has added to a course.

    Never below the course's own IRI: anyone who writes an addition may choose its steps.
    """
    return f"{settings.XAPI_HOME}/activities/additions/{addition}/{language}/{path}/{key}"


def check_iri(lesson: str, key: str) -> str:
    """Return the IRI of the knowledge check ``key`` of the lesson with the IRI ``lesson``."""
    return f"{lesson}/checks/{key}"
