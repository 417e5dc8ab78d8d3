"""What is not saved, half written or gone is shown as far as it goes."""

from __future__ import annotations

import json
import re

import pytest
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from courses.content.knowledge.checks import Check, CheckKind, a_wrong_answer, mark
from courses.content.models import CoursePage, LessonPage
from tests.authorisation.editor import course_form, lesson_form
from tests.courses.previewing import browser, lesson_of, modes, seen
from tests.factories.courses import (
    Writing,
    check,
    draft_course,
    published_course,
    text,
)

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"
ORDER = check("In which order?", "ordering", (("First", True), ("Then", True), ("Last", True)))
SEVERAL = check("Which two?", "multiple", (("One", True), ("Two", True), ("Three", False)))
BODY = [text("The words."), check("Which comes first?"), SEVERAL, ORDER]
# What differs and says nothing: tokens, ids of answers, and where links and forms lead.
PASSING = re.compile(r'(name="(csrfmiddlewaretoken|previous)" value|href|action)="[^"#]*')


@pytest.fixture
def page(writing: Writing) -> CoursePage:
    return published_course(writing, lessons=3, body=BODY)


def test_words_that_are_not_saved_are_shown(writing: Writing, page: CoursePage) -> None:
    author, lesson = browser(writing.cast.author), lesson_of(page, 2)
    place = f"/cms-admin/pages/{lesson.pk}/edit/preview/"
    assert author.post(place, lesson_form(lesson, title="Not saved")).json()["is_valid"]
    shown = author.get(f"{place}?mode=reading-en-gb&in_preview_panel=true").content.decode()
    assert "Not saved</h1>" in shown
    assert "See it as somebody else" not in shown, "the panel has its own list"
    assert "Lesson 2 of 3" in shown
    removed = author.get(f"{place}?mode=right-en-gb").content.decode()
    assert "Not saved</h1>" in removed, "the question went, and its previews with it"
    course = f"/cms-admin/pages/{page.pk}/edit/preview/"
    assert author.post(course, course_form(page, title="Not saved", summary="")).json()["is_valid"]
    assert "Not saved</h1>" in author.get(course).content.decode()


def test_a_page_that_was_never_saved_is_shown(writing: Writing, page: CoursePage) -> None:
    author = browser(writing.cast.author)
    empty = {"title": "", "slug": "", "summary": "", "comments": inline_formset([])}
    topic = page.topic_id
    course = {"outcomes": streamfield([]), "steps": streamfield([]), "topic": topic, "level": ""}
    lesson = {"body": streamfield([]), "minutes": "10"}
    department = writing.department.page
    for kind, below, form in (
        ("coursepage", department, course),
        ("lessonpage", page, lesson),
    ):
        place = f"/cms-admin/pages/add/content/{kind}/{below.pk}/preview/"
        sent = author.post(place, nested_form_data(empty | form)).json()
        assert sent["is_valid"], kind
        answer = author.get(place)
        assert answer.status_code == 200
        assert "Placeholder title</h1>" in answer.content.decode()
    assert "Lesson 4 of 4" in answer.content.decode(), "it will join as the last"


HALF = {
    "no kind": {"kind": "", "question": "", "options": [], "explanation": ""},
    "no right answer": {
        "kind": "single",
        "question": "?",
        "options": [{"text": "", "correct": False, "feedback": ""}] * 2,
        "explanation": "",
    },
    "nothing wrong": {
        "kind": "true_false",
        "question": "?",
        "options": [{"text": "Yes", "correct": True, "feedback": ""}],
        "explanation": "",
    },
    "nothing to order": {"kind": "ordering", "question": "?", "options": [], "explanation": ""},
}


@pytest.mark.parametrize("half", HALF)
def test_a_question_half_written_is_shown_as_far_as_it_goes(
    writing: Writing, page: CoursePage, half: str
) -> None:
    lesson = lesson_of(page, 1).get_latest_revision_as_object()
    blocks = [{"type": "check", "value": HALF[half]}]
    lesson.body = LessonPage._meta.get_field("body").to_python(json.dumps(blocks))
    lesson.save_revision()
    for mode in modes(lesson):
        assert 'class="app-check"' in seen(writing, lesson, mode), mode


def test_a_course_whose_lessons_are_gone_is_shown(writing: Writing, page: CoursePage) -> None:
    gone = draft_course(writing, title="Gone", slug="gone", lessons=1)
    Page.objects.filter(pk=lesson_of(gone, 1).pk).delete()
    for mode in ("new", "middle", "finished", "end"):
        assert "Gone</h1>" in seen(writing, gone, f"{mode}-en-gb")


def test_a_draft_that_was_published_is_still_the_draft(writing: Writing, page: CoursePage) -> None:
    draft = page.get_latest_revision_as_object()
    draft.title = "The next title"
    draft.save_revision()
    assert "The next title</h1>" in seen(writing, page)
    theirs = browser(writing.cast.learner).get(f"/courses/{SLUG}/")
    assert "The next title" not in theirs.content.decode()


@pytest.mark.parametrize("kind", CheckKind)
def test_a_wrong_answer_is_one_that_can_be_given_and_is_wrong(kind: CheckKind) -> None:
    value = check("?", kind.value, (("a", True), ("b", kind is CheckKind.ORDERING)))["value"]
    options = [
        {"key": str(number), "text": one["value"]["text"], "correct": one["value"]["correct"],
         "feedback": ""}
        for number, one in enumerate(value["options"])
    ]  # fmt: skip
    asked = Check.from_json(
        {"key": "k", "kind": kind.value, "question": "?", "options": options, "explanation": ""}
    )
    assert not mark(asked, a_wrong_answer(asked)).correct
    assert mark(asked, asked.correct).correct
