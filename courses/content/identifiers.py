"""The IRIs that name courses and what is in them; part of every statement, so never changed."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings


def course_iri(work: UUID, language: str) -> str:
    """Name the course ``work`` as written in ``language``."""
    return f"{settings.XAPI_HOME}/activities/courses/{work}/{language}"


def lesson_iri(course: str, step: UUID) -> str:
    """Name the step ``step`` of the course with the IRI ``course``."""
    return f"{course}/lessons/{step}"


def added_lesson_iri(addition: UUID, language: str, step: UUID) -> str:
    """Name a lesson that a department has added to a course.

    Never below the course's own IRI: whoever writes an addition may choose its steps.
    """
    return f"{settings.XAPI_HOME}/activities/additions/{addition}/{language}/lessons/{step}"


def check_iri(lesson: str, key: str) -> str:
    """Name the knowledge check ``key`` of the lesson with the IRI ``lesson``."""
    return f"{lesson}/checks/{key}"
