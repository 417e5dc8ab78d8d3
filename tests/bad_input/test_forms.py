"""Forms that come too late, from elsewhere or from nowhere; and courses that go away."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from courses.content.models import CoursePage, LessonPage
from learning.lrs.models import Statement
from learning.people.models import User
from learning.records.models import Record
from tests.bad_input.conftest import SLUG
from tests.factories.courses import Writing, check, complete_lessons, publish, started, text

pytestmark = pytest.mark.django_db
LESSON = f"/courses/{SLUG}/lesson-1/"


def rewrite(page: CoursePage, body: list[dict]) -> None:
    """Publish other words for the first lesson as a correction, which reaches everybody."""
    lesson = LessonPage.objects.child_of(page).get(slug="lesson-1").get_latest_revision_as_object()
    field = LessonPage._meta.get_field("body")
    import json

    lesson.body = field.to_python(json.dumps(body))
    lesson.save_revision(user=lesson.owner)
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.reach = "correction"
    draft.save_revision(user=draft.owner)
    publish(page)


def answer_address(client: Client) -> str:
    """Return where the check on the lesson's page is sent to."""
    page = client.get(LESSON).content.decode()
    return (
        page.partition(f'action="{LESSON}checks/')[2]
        .partition('"')[0]
        .join((f"{LESSON}checks/", ""))
    )


def test_an_answer_to_a_question_that_is_gone_says_so(
    writing: Writing, course: CoursePage, browser_of: Callable[..., Client]
) -> None:
    learner = writing.cast.learner
    started(learner, SLUG)
    client = browser_of(learner)
    address = answer_address(client)
    rewrite(course, [text("No question any more.")])
    answer = client.post(address, {"answer": "anything"}, follow=True)
    assert answer.status_code == 200
    assert "This question has changed" in answer.content.decode()
    assert not Statement.objects.filter(verb__iri__endswith="/answered").exists()


def test_an_answer_whose_option_is_gone_asks_again(
    writing: Writing, course: CoursePage, browser_of: Callable[..., Client]
) -> None:
    learner = writing.cast.learner
    started(learner, SLUG)
    client = browser_of(learner)
    address = answer_address(client)
    page = client.get(LESSON).content.decode()
    old = page.partition('name="answer" value="')[2].partition('"')[0]
    assert old
    rewrite(
        course,
        [text("The same."), check("What of Lesson 1?", options=(("New", True), ("Newer", False)))],
    )
    answer = client.post(address, {"answer": old}, follow=True)
    assert answer.status_code == 200
    assert "govuk-error-message" in answer.content.decode()
    assert not Statement.objects.filter(verb__iri__endswith="/answered").exists()


@pytest.mark.parametrize(("language", "tag"), [("en-gb", "en-GB"), ("cy", "cy")])
@pytest.mark.parametrize("token", [{}, {"csrfmiddlewaretoken": "of another time"}])
def test_a_form_without_its_token_gets_a_page_of_ours(
    writing: Writing,
    course: CoursePage,
    browser_of: Callable[..., Client],
    language: str,
    tag: str,
    token: dict[str, str],
) -> None:
    learner = writing.cast.learner
    started(learner, SLUG)
    client = browser_of(learner, enforce_csrf_checks=True)
    client.cookies["django_language"] = language
    for address in (f"{LESSON}complete/", f"/courses/{SLUG}/start/", "/sign-in/", "/language/"):
        answer = client.post(address, token)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert f'lang="{tag}"' in page
        assert "govuk-heading-l" in page
        assert "CSRF" not in page
    assert not Statement.objects.filter(verb__iri__endswith="/completed").exists()


def test_a_lesson_of_another_departments_course_is_not_there(
    writing: Writing, browser_of: Callable[..., Client]
) -> None:
    from tests.factories.courses import published_course

    published_course(writing, scope=writing.cast.department)
    client = browser_of(writing.cast.outsider)
    for method, address in (
        ("get", f"/courses/{SLUG}/"),
        ("get", LESSON),
        ("post", f"/courses/{SLUG}/start/"),
        ("post", f"{LESSON}complete/"),
        ("post", f"{LESSON}checks/x/"),
    ):
        answer = getattr(client, method)(address)
        assert answer.status_code == 404
        assert "Lesson 1" not in answer.content.decode()
    assert "Asking" not in client.get("/catalogue/?q=asking").content.decode()
    assert not Record.objects.filter(actor=writing.cast.outsider.actor_id).exists()


@pytest.mark.parametrize("going", ["unpublish", "delete"])
def test_a_course_goes_away_while_somebody_is_in_it(
    writing: Writing, course: CoursePage, browser_of: Callable[..., Client], going: str
) -> None:
    learner, late = writing.cast.learner, writing.cast.mentor
    started(learner, SLUG)
    complete_lessons(learner, SLUG, 1)
    getattr(CoursePage.objects.get(pk=course.pk), going)()
    client = browser_of(learner)
    page = client.get(f"/courses/{SLUG}/")
    assert page.status_code == 200
    assert "no longer offered" in page.content.decode()
    assert client.get(f"/courses/{SLUG}/lesson-2/").status_code == 200
    done = client.post(f"/courses/{SLUG}/lesson-2/complete/", follow=True)
    assert "Course completed" in done.content.decode()
    assert Record.objects.filter(
        actor=learner.actor_id, activity__activity__slug=SLUG, completed_at__isnull=False
    ).exists()
    newcomer = browser_of(late)
    assert newcomer.get(f"/courses/{SLUG}/").status_code == 404
    assert newcomer.post(f"/courses/{SLUG}/start/").status_code == 404
    assert "Asking good" not in newcomer.get("/catalogue/").content.decode()


def test_doing_things_in_a_course_before_starting_it_leads_to_its_page(
    course: CoursePage, writing: Writing, browser_of: Callable[..., Client]
) -> None:
    client = browser_of(writing.cast.learner)
    for address in (f"{LESSON}complete/",):
        assert client.post(address)["Location"] == f"/courses/{SLUG}/"
    assert client.get(LESSON)["Location"] == f"/courses/{SLUG}/"
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x00\x00", b"\xff\xfe\x00", "ä".encode("utf-16"), b"a,b\n1,2\n", b"\n" * 1_000,
        b'email,full_name\n"never closed', b"email;full_name\nx;y\n", b"PK\x03\x04 a spreadsheet",
        b"email,email\nx@y.example,z@y.example\n", b"," * 100_000,
        b"email,full_name\n" + b"a" * 200_000 + b",x\n",
    ],
    ids=["empty", "zeros", "not text", "utf-16", "other columns", "blank lines", "open quote",
         "semicolons", "xlsx", "twice", "commas", "long cell"],
)  # fmt: skip
def test_a_broken_staff_list_changes_nobody_and_says_why(
    writing: Writing, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    before = list(User.objects.order_by("pk").values())
    with pytest.raises(CommandError) as refused:
        call_command("import_people", str(file), stdout=StringIO(), stderr=StringIO())
    assert len(str(refused.value)) > 20
    assert "Traceback" not in str(refused.value)
    assert list(User.objects.order_by("pk").values()) == before
