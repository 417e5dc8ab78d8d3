"""What an author does to see a draft, for tests."""

from __future__ import annotations

from django.test import Client
from wagtail.models import Page

from courses.content.models import CoursePage, LessonPage
from learning.people.models import User
from tests.factories.courses import (
    Writing,
)


def browser(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client


def seen(writing: Writing, page: Page, mode: str = "") -> str:
    """Return the preview of the latest draft, as the author gets it."""
    place = f"/cms-admin/pages/{page.pk}/view_draft/"
    answer = browser(writing.cast.author).get(place, {"mode": mode} if mode else {})
    assert answer.status_code == 200
    return answer.content.decode()


def modes(page: Page) -> list[str]:
    return [name for name, _label in page.specific.get_latest_revision_as_object().preview_modes]


def lesson_of(page: CoursePage, number: int) -> LessonPage:
    return LessonPage.objects.child_of(page).get(slug=f"lesson-{number}")
