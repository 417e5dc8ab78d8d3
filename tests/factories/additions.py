"""What departments add to courses, made the way their authors make it."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid5

from courses.additions.models import AdditionPage
from courses.content.models import CoursePage
from learning.people.models import User
from tests.factories.courses import NAMESPACE, approve, check, text

NOTE = "Our own data is in the <b>orange</b> warehouse."


def note(words: str = NOTE, lesson: int | None = None) -> dict[str, Any]:
    """Return a note, on the page of the course or at a lesson."""
    key = str(uuid5(NAMESPACE, f"note {words}"))
    return {"type": "note", "id": key, "value": {"lesson": lesson, "text": f"<p>{words}</p>"}}


def lesson(title: str = "How we do it here", **values: Any) -> dict[str, Any]:
    """Return a lesson of five minutes with a text and a knowledge check."""
    body = [text(f"The words of {title}."), check(f"What of {title}?")]
    return {
        "type": "lesson",
        "id": str(uuid5(NAMESPACE, f"added {title}")),
        "value": {"title": title, "summary": "", "minutes": 5, "body": body, **values},
    }


def draft_addition(
    course: CoursePage,
    *,
    below: Any,
    author: User,
    notes: list[dict[str, Any]] | None = None,
    lessons: list[dict[str, Any]] | None = None,
    **fields: Any,
) -> AdditionPage:
    """Return a draft of an addition to ``course``, below a department's page."""
    page = AdditionPage(
        title=f"Our part of {course.title}", course=course, owner=author, live=False, **fields
    )
    page.notes = AdditionPage._meta.get_field("notes").to_python(json.dumps(notes or []))
    page.lessons = AdditionPage._meta.get_field("lessons").to_python(json.dumps(lessons or []))
    below.add_child(instance=page)
    page.save_revision(user=author)
    return AdditionPage.objects.get(pk=page.pk)


def publish_addition(page: AdditionPage, by: User | None = None) -> AdditionPage:
    """Approve and publish the latest revision of an addition."""
    approve(page, by)
    page.get_latest_revision().publish(user=by, skip_permission_checks=True)
    return AdditionPage.objects.get(pk=page.pk)
