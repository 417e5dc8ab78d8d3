"""No way through the admin publishes what a reviewer has not approved, and no lesson by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page, TaskState

from cms.publishing.models import PublishTask, ReviewTask
from courses.content.models import CoursePage, CourseVersion, LessonPage, Step
from learning.catalogue.models import Activity
from tests.authorisation.editor import course_form, lesson_form
from tests.authorisation.world import World, undone
from tests.factories.courses import add_lesson, approve

pytestmark = pytest.mark.django_db
EDITORS = ("author", "reviewer", "publisher", "admin")
BULK = "/cms-admin/bulk/wagtailcore/page"


def edit(page: Page) -> str:
    return f"/cms-admin/pages/{page.pk}/edit/"


def published_words() -> set[tuple[int, str]]:
    """Return what learners can read now, by course."""
    return set(CourseVersion.objects.filter(current=True).values_list("page_id", "summary"))


def later() -> str:
    return (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")


# Every way that an editor's browser has to make a page live.
WAYS: dict[str, Callable[[CoursePage], tuple[str, dict[str, Any]]]] = {
    "the publish button": lambda page: (edit(page), course_form(page, **{"action-publish": "1"})),
    "the publish button with a change": lambda page: (
        edit(page),
        course_form(page, summary="Changed", **{"action-publish": "1"}),
    ),
    "publish an older revision": lambda page: (
        edit(page),
        course_form(
            page, revision=page.revisions.earliest("pk").pk, **{"action-publish": "1"}
        ),
    ),
    "a schedule": lambda page: (
        edit(page),
        course_form(page, go_live_at=later(), **{"action-publish": "1"}),
    ),
    "the bulk action": lambda page: (
        f"{BULK}/publish/?id={page.pk}",
        {"include_descendants": "on", "next": "/cms-admin/"},
    ),
    "the bulk action on everything": lambda page: (
        f"{BULK}/publish/?id=all&parentId={page.get_parent().pk}",
        {"include_descendants": "on", "next": "/cms-admin/"},
    ),
    "a new page, published at once": lambda page: (
        f"/cms-admin/pages/add/content/coursepage/{page.get_parent().pk}/",
        course_form(page, slug="at-once", steps=[], **{"action-publish": "1"})
        | {"steps-count": "0"},
    ),
    "a published copy": lambda page: (
        f"/cms-admin/pages/{page.pk}/copy/",
        {
            "new_title": "Copy", "new_slug": "copy", "copy_subpages": "on",
            "new_parent_page": str(page.get_parent().pk), "publish_copies": "on",
        },
    ),
    "an alias": lambda page: (
        f"/cms-admin/pages/{page.pk}/copy/",
        {
            "new_title": "Alias", "new_slug": "alias", "alias": "on", "copy_subpages": "on",
            "new_parent_page": str(page.get_parent().pk),
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("role", EDITORS)
@pytest.mark.parametrize("way", WAYS)
def test_a_draft_that_nobody_approved_stays_a_draft(world: World, way: str, role: str) -> None:
    page = CoursePage.objects.get(pk=world.courses["draft"].pk)
    words, offered = published_words(), Activity.objects.count()
    with undone():
        address, form = WAYS[way](page)
        response = world.client(role).post(address, form)
        assert response.status_code in (200, 302), response.status_code
        assert published_words() == words
        assert Activity.objects.count() == offered
        assert not CoursePage.objects.get(pk=page.pk).live
        assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()


@pytest.mark.parametrize("role", EDITORS)
@pytest.mark.parametrize("way", WAYS)
def test_a_change_that_nobody_approved_stays_a_draft(world: World, way: str, role: str) -> None:
    """A live course, edited: what learners read stays what was approved."""
    page = CoursePage.objects.get(pk=world.courses["open"].pk)
    words = published_words()
    with undone():
        draft = page.get_latest_revision_as_object()
        draft.summary = "Nobody approved this."
        draft.save_revision(user=world.people.author)
        address, form = WAYS[way](CoursePage.objects.get(pk=page.pk))
        world.client(role).post(address, form)
        assert published_words() == words


@pytest.mark.parametrize("role", ["publisher", "admin"])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("live", [False, True])
def test_a_change_made_while_publishing_is_not_approved(
    world: World, way: str, role: str, live: bool
) -> None:
    """What was approved may go live; what somebody typed just before pressing the button not."""
    page = CoursePage.objects.get(pk=world.courses["open" if live else "draft"].pk)
    if live:
        draft = page.get_latest_revision_as_object()
        draft.summary = "Approved."
        draft.save_revision(user=world.people.author)
    page = approve(page, world.people.reviewer)
    approved = page.get_latest_revision_as_object().summary
    before = published_words()
    with undone():
        address, form = WAYS[way](page)
        if "summary" in form:
            form["summary"] = "Slipped in"
        response = world.client(role).post(address, form)
        assert response.status_code in (200, 302), response.status_code
        assert published_words() <= before | {(page.pk, approved)}
        now = CoursePage.objects.get(pk=page.pk)
        assert now.summary != "Slipped in" or not now.live
        # Whatever is live has been frozen, so that what Wagtail says is what learners get.
        assert now.live is CourseVersion.objects.filter(page=page, current=True).exists()
        scheduled = now.revisions.filter(approved_go_live_at__isnull=False)
        assert all(hasattr(revision, "approval") for revision in scheduled)


@pytest.mark.parametrize("role", EDITORS)
def test_a_lesson_is_never_published_or_taken_down_alone(world: World, role: str) -> None:
    course = world.courses["open"]
    lesson = add_lesson(course, world.people.author, title="Lesson 3", slug="lesson-3")
    live = LessonPage.objects.child_of(course).get(slug="lesson-1")
    client = world.client(role)
    for address, form in (
        (edit(lesson), lesson_form(lesson, **{"action-publish": "1"})),
        (f"{BULK}/publish/?id={lesson.pk}", {"next": "/cms-admin/"}),
        (f"/cms-admin/pages/{live.pk}/unpublish/", {}),
        (f"{BULK}/unpublish/?id={live.pk}", {"next": "/cms-admin/"}),
        (edit(live), lesson_form(live, title="By itself", **{"action-publish": "1"})),
        (edit(live), lesson_form(live, **{"action-submit": "1"})),
    ):
        with undone():
            response = client.post(address, form)
            assert response.status_code < 500, address
            assert not LessonPage.objects.get(pk=lesson.pk).live
            now = LessonPage.objects.get(pk=live.pk)
            assert (now.live, now.title) == (True, live.title), address
            assert now.current_workflow_state is None


@pytest.mark.parametrize(("role", "may"), [("author", False), ("reviewer", False),
                                           ("publisher", True), ("admin", True)])  # fmt: skip
def test_who_may_take_a_course_down(world: World, role: str, may: bool) -> None:
    page = world.courses["open"]
    with undone():
        world.client(role).post(f"/cms-admin/pages/{page.pk}/unpublish/", {})
        assert CoursePage.objects.get(pk=page.pk).live is not may
        assert Activity.objects.get(slug="course-open").offered is not may


def submitted(world: World) -> CoursePage:
    """Return the draft after its author has submitted it for review."""
    page = world.courses["draft"]
    world.client("author").post(edit(page), course_form(page, **{"action-submit": "1"}))
    page = CoursePage.objects.get(pk=page.pk)
    assert page.current_workflow_task.specific_class is ReviewTask
    return page


def act_on_task(world: World, role: str, page: CoursePage, action: str = "approve") -> None:
    """Do what the button of the workflow does; the task may be one that is not this person's."""
    task = CoursePage.objects.get(pk=page.pk).current_workflow_task_state
    address = f"/cms-admin/pages/workflow/action/{page.pk}/{action}/{task.pk}/"
    world.client(role).post(address, {"comment": ""})


def test_the_way_it_is_meant_to_be(world: World) -> None:
    with undone():
        page = submitted(world)
        act_on_task(world, "reviewer", page)
        assert (
            CoursePage.objects.get(pk=page.pk).current_workflow_task.specific_class is PublishTask
        )
        act_on_task(world, "publisher", page)
        assert CoursePage.objects.get(pk=page.pk).live
        assert CourseVersion.objects.filter(page=page, current=True).exists()


@pytest.mark.parametrize("role", ["author", "publisher", "learner", "outsider"])
def test_only_a_reviewer_approves_a_review(world: World, role: str) -> None:
    with undone():
        page = submitted(world)
        act_on_task(world, role, page)
        assert page.current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS
        now = CoursePage.objects.get(pk=page.pk)
        assert now.current_workflow_task.specific_class is ReviewTask
        assert not hasattr(now.get_latest_revision(), "approval")


@pytest.mark.parametrize("role", ["author", "reviewer", "learner", "outsider"])
def test_only_a_publisher_approves_a_publication(world: World, role: str) -> None:
    with undone():
        page = submitted(world)
        act_on_task(world, "reviewer", page)
        act_on_task(world, role, page)
        assert not CoursePage.objects.get(pk=page.pk).live


@pytest.mark.parametrize("editor", ["author", "reviewer", "publisher"])
@pytest.mark.parametrize("what", ["course", "lesson"])
def test_editing_after_approval_asks_for_approval_again(
    world: World, editor: str, what: str
) -> None:
    with undone():
        page = submitted(world)
        act_on_task(world, "reviewer", page)
        client = world.client(editor)
        if what == "course":
            client.post(edit(page), course_form(page, summary="Changed after approval"))
        else:
            lesson = LessonPage.objects.child_of(page).first()
            lesson = lesson.get_latest_revision_as_object()
            lesson.title = "Changed after approval"
            lesson.save_revision(user=world.person(editor))
        act_on_task(world, "publisher", page)
        client.post(edit(page), course_form(page, **{"action-publish": "1"}))
        # While a publisher decides, the editor is locked for everybody else: then what was
        # approved goes live, and nothing else ever does.
        frozen = [version.raw for version in CourseVersion.objects.filter(page=page)]
        assert not any("Changed after approval" in str(raw) for raw in frozen)
        steps = Step.objects.filter(course__page=page)
        assert not steps.filter(title="Changed after approval").exists()
        assert bool(frozen) is (what == "course" and editor != "publisher")


def test_editing_and_approving_with_one_button_publishes_nothing(world: World) -> None:
    """The editor's "Approve" saves the form first: the words approved are not the words seen."""
    with undone():
        page = submitted(world)
        act_on_task(world, "reviewer", page)
        form = course_form(page, summary="Slipped in with the approval")
        form |= {"action-workflow-action": "1", "workflow-action-name": "approve"}
        world.client("publisher").post(edit(page), form)
        assert not CoursePage.objects.get(pk=page.pk).live


def test_an_approved_draft_is_published_by_its_publisher_alone(world: World) -> None:
    page = approve(world.courses["draft"], world.people.reviewer)
    for role in ("author", "reviewer", "publisher"):
        with undone():
            form = {"include_descendants": "", "next": "/cms-admin/"}
            world.client(role).post(f"{BULK}/publish/?id={page.pk}", form)
            assert CoursePage.objects.get(pk=page.pk).live is (role == "publisher"), role
