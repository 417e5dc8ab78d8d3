"""An editor finds other editors, and the names of nobody else."""

from __future__ import annotations

import pytest

from tests.authorisation.editor import course_form
from tests.factories.clients import client_of
from tests.factories.courses import published_course, writing_department
from tests.factories.people import cast

pytestmark = pytest.mark.django_db


def test_the_number_of_somebody_who_is_no_editor_names_nobody() -> None:
    writing = writing_department(cast())
    client, people = client_of(writing.cast.author), writing.cast
    address = "/cms-admin/editor_chooser/chosen"
    assert client.get(f"{address}/{people.outsider.pk}/").status_code == 404
    both = f"{address}-multiple/?id={people.outsider.pk}&id={people.reviewer.pk}"
    assert [one["title"] for one in client.get(both).json()["result"]] == ["Reviewer"]


def test_a_number_sent_as_the_owner_names_nobody() -> None:
    writing = writing_department(cast())
    page = published_course(writing)
    client, edit = client_of(writing.cast.author), f"/cms-admin/pages/{page.pk}/edit/"
    answer = client.post(edit, course_form(page, course_owner=writing.cast.outsider.pk))
    assert "Outsider" not in answer.content.decode()
    assert "Outsider" not in client.get(edit).content.decode()
    client.post(edit, course_form(page, course_owner=writing.cast.reviewer.pk))
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().course_owner == writing.cast.reviewer


def test_an_owner_who_stopped_editing_may_stay() -> None:
    writing = writing_department(cast())
    page = published_course(writing)
    page.course_owner = writing.cast.outsider
    page.save_revision()
    client = client_of(writing.cast.author)
    client.post(
        f"/cms-admin/pages/{page.pk}/edit/",
        course_form(page, summary="Another summary.", course_owner=writing.cast.outsider.pk),
    )
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().summary == "Another summary."
