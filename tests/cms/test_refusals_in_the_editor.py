"""A publisher whom the gate refuses reads why, on the page where it can be fixed."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from cms.publishing.faults import Fault
from cms.publishing.gate import PublishRefused
from cms.publishing.middleware import PublishRefusedMiddleware
from courses.content.models import CoursePage
from tests.authorisation.editor import course_form
from tests.factories.courses import Writing, approve, draft_course

pytestmark = pytest.mark.django_db


def test_only_a_refusal_is_turned_into_messages() -> None:
    middleware = PublishRefusedMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ValueError()) is None


def test_the_first_faults_are_told_each_with_its_place(writing: Writing) -> None:
    page = draft_course(writing)
    client = Client()
    client.force_login(writing.cast.admin, backend="learning.people.backends.EmployedBackend")
    request: HttpRequest = client.get("/cms-admin/").wsgi_request
    faults = [
        Fault(f"Fault <{number}>.", page.pk, path="summary", place="A & B") for number in range(7)
    ]
    middleware = PublishRefusedMiddleware(lambda request: HttpResponse())
    answer = middleware.process_exception(request, PublishRefused(page, faults))
    assert answer is not None
    edit = f"/cms-admin/pages/{page.pk}/edit/"
    assert answer["Location"] == edit
    (told,) = map(str, get_messages(request))
    assert told.count("<li>") == 6
    link = f'href="{edit}#:w:contentpath=summary">A &amp; B: Fault &lt;4&gt;.</a>'
    assert link in told
    assert "Fault &lt;5&gt;" not in told
    assert "and 2 more" in told
    assert f'href="/cms-admin/pages/{page.pk}/before-publishing/"' in told


def test_what_was_typed_is_kept_when_publishing_is_refused(writing: Writing) -> None:
    page = approve(draft_course(writing))
    client = Client()
    client.force_login(writing.cast.publisher, backend="learning.people.backends.EmployedBackend")
    form = course_form(page, summary="Typed before publishing", **{"action-publish": "1"})
    answer = client.post(f"/cms-admin/pages/{page.pk}/edit/", form, follow=True)
    assert "This version has not been approved" in answer.content.decode()
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.summary == "Typed before publishing"
    assert not CoursePage.objects.get(pk=page.pk).live
