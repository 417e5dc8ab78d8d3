"""A fault keeps a course from going live on every way there is, though a reviewer approved it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.contrib.messages import get_messages
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.publishing.gate import PublishRefused
from cms.publishing.models import PublishTask
from cms.publishing.sweeps import publish_due
from courses.content.management.commands.import_course_files import STARTER
from courses.content.models import CoursePage, CourseVersion, LessonPage
from learning.catalogue.models import Activity
from tests.authorisation.editor import course_form
from tests.authorisation.test_publishing_routes import WAYS, act_on_task, edit
from tests.authorisation.world import World, undone
from tests.factories.courses import approve

pytestmark = pytest.mark.django_db
API = "/cms-admin/api/main/pages"
# These make a page of their own, which nobody has approved; nothing of the draft goes live.
ANOTHER_PAGE = {"a new page, published at once", "a published copy", "an alias"}


def with_a_fault(page: CoursePage) -> CoursePage:
    """Approve a draft with a link that says nothing, as if nobody had looked."""
    lesson = LessonPage.objects.child_of(page).first().get_latest_revision_as_object()
    lesson.body = [("text", '<p>Read it <a href="https://www.example.org/">click here</a>.</p>')]
    lesson.save_revision()
    return approve(page)


def assert_nothing_went_live(page: CoursePage) -> None:
    assert not CoursePage.objects.get(pk=page.pk).live
    assert not CourseVersion.objects.filter(page=page).exists()
    assert not Activity.objects.filter(slug=page.slug).exists()
    assert "click here" in str(
        LessonPage.objects.child_of(page).first().get_latest_revision_as_object().body
    )


@pytest.mark.parametrize("way", WAYS)
def test_no_button_publishes_a_fault(world: World, way: str) -> None:
    page = with_a_fault(world.courses["draft"])
    live = set(Page.objects.live().values_list("pk", flat=True))
    for role in ("publisher", "admin"):
        with undone():
            address, form = WAYS[way](page)
            response = world.client(role).post(address, form)
            assert_nothing_went_live(page)
            assert set(Page.objects.live().values_list("pk", flat=True)) == live
            assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()
            if way not in ANOTHER_PAGE and "with a change" not in way and "older" not in way:
                assert response.headers["Location"] == edit(page)
                told = " ".join(str(one) for one in get_messages(response.wsgi_request))
                assert "“click here” does not say where it leads" in told
                assert f"/cms-admin/pages/{page.pk}/before-publishing/" in told
                assert f"/edit/#:w:contentpath=body.{block_of(page)}" in told


def block_of(page: CoursePage) -> str:
    lesson = LessonPage.objects.child_of(page).first().get_latest_revision_as_object()
    return str(lesson.body[0].id)


def test_the_publish_task_refuses_and_the_review_goes_on(world: World) -> None:
    page = with_a_fault(world.courses["draft"])
    page.get_workflow().start(page, world.people.author)
    act_on_task(world, "reviewer", page)
    act_on_task(world, "publisher", page)
    assert_nothing_went_live(page)
    now = CoursePage.objects.get(pk=page.pk)
    assert now.current_workflow_task.specific_class is PublishTask
    act_on_task(world, "publisher", page, "reject")
    assert CoursePage.objects.get(pk=page.pk).current_workflow_state.status == "needs_changes"


def test_wagtails_own_interface_for_programs_answers_in_json(world: World) -> None:
    page = with_a_fault(world.courses["draft"])
    client = world.client("publisher")
    answer = client.post(f"{API}/{page.pk}/action/publish/", {}, "application/json")
    assert_nothing_went_live(page)
    assert answer.status_code == 409
    (fault,) = answer.json()["faults"]
    assert fault["block"] == block_of(page)
    assert fault["fix"]
    for action in ("copy", "copy_for_translation"):
        client.post(f"{API}/{page.pk}/action/{action}/", {"keep_live": True}, "application/json")
    assert not CoursePage.objects.filter(title=page.title, live=True).exists()


def test_code_that_publishes_or_saves_is_refused(world: World) -> None:
    page = with_a_fault(world.courses["draft"])
    with pytest.raises(PublishRefused, match="click here"):
        page.get_latest_revision().publish()
    draft = page.get_latest_revision_as_object()
    draft.live, draft.live_revision = True, page.latest_revision
    with pytest.raises(PublishRefused, match="click here"):
        draft.save()
    assert_nothing_went_live(page)


def by_the_sweep() -> None:
    publish_due(now=timezone.now())


def by_the_command() -> None:
    call_command("publish_scheduled")


@pytest.mark.parametrize("due", [by_the_sweep, by_the_command])
def test_what_is_due_is_refused_and_does_not_keep_the_others(
    world: World, due: Callable[[], None]
) -> None:
    page = with_a_fault(world.courses["draft"])
    other = approve(world.courses["other-draft"])
    past = timezone.now() - timedelta(minutes=1)
    Revision.objects.filter(pk__in=[page.latest_revision_id, other.latest_revision_id]).update(
        approved_go_live_at=past
    )
    due()
    assert_nothing_went_live(page)
    assert CoursePage.objects.get(pk=other.pk).live


def test_files_with_a_fault_are_not_loaded(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "course"
    shutil.copytree(next(path.parent for path in STARTER.glob("*/course.yaml")), folder)
    lesson = next(folder.glob("lessons/*.yaml"))
    content = yaml.safe_load(lesson.read_text())
    content["body"].insert(0, {"key": "slip", "text": "[click here](https://www.example.org/)"})
    lesson.write_text(yaml.safe_dump(content, allow_unicode=True))
    with pytest.raises(CommandError, match=r"Text: The link “click here” does not say"):
        call_command("import_course_files", str(folder), owner=world.people.author.email)
    title = yaml.safe_load((folder / "course.yaml").read_text())["title"]
    assert not CoursePage.objects.filter(title=title).exists()


def test_a_program_that_asks_for_json_gets_json(world: World) -> None:
    page = with_a_fault(world.courses["draft"])
    client: Client = world.client("publisher")
    form = course_form(page, **{"action-publish": "1"})
    answer = client.post(edit(page), form, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert json.loads(answer.content)["faults"]
