"""A course that is deleted is not offered any longer, whichever way it was deleted."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page

from courses.progress.selectors import course_progress
from learning.catalogue.models import Activity
from tests.factories.courses import published_course, started, writing_department
from tests.factories.people import cast

BULK = "/cms-admin/bulk/wagtailcore/page/delete/"


@pytest.mark.parametrize("way", ["one", "bulk", "department"])
def test_a_deleted_course_is_withdrawn(db: None, way: str) -> None:
    writing = writing_department(cast())
    course, people = published_course(writing), writing.cast
    started(people.learner, course.slug)
    client = Client()
    client.force_login(people.admin, backend="learning.people.backends.EmployedBackend")
    deleted = course.get_parent() if way == "department" else course
    address = (
        f"{BULK}?id={deleted.pk}" if way == "bulk" else f"/cms-admin/pages/{deleted.pk}/delete/"
    )
    client.post(address, {"next": "/cms-admin/", "confirm_site_name": str(settings.SERVICE_NAME)})
    assert not Page.objects.filter(pk=course.pk).exists()
    assert not Activity.objects.get().offered
    assert course_progress(people.learner, course.slug).registration
