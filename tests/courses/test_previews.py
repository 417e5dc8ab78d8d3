"""A draft as a learner would have it: the learner's own pages, and nothing of it is kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from wagtail.models import Locale

from courses.content.freezing.rendering import check_of
from courses.content.knowledge.checks import Check, CheckKind, a_wrong_answer
from courses.content.models import CoursePage, LessonPage
from courses.content.translation.courses import begin_translation
from courses.progress.models import CourseRegistration
from learning.lrs.models import Statement
from learning.records.models import Record, Registration
from tests.authorisation.editor import course_form
from tests.courses.previewing import browser, lesson_of, modes, seen
from tests.factories.courses import (
    Writing,
    check,
    complete_lessons,
    draft_course,
    published_course,
    started,
    text,
)

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"
ORDER = check("In which order?", "ordering", (("First", True), ("Then", True), ("Last", True)))
SEVERAL = check("Which two?", "multiple", (("One", True), ("Two", True), ("Three", False)))
BODY = [text("The words."), check("Which comes first?"), SEVERAL, ORDER]
# What differs and says nothing: tokens, ids of answers, and where links and forms lead.
PASSING = re.compile(r'(name="(csrfmiddlewaretoken|previous)" value|href|action)="[^"#]*')


def main_of(html: str) -> str:
    """Return the learner's part of a page, without what differs each time."""
    found = re.search(r"<main.*?</main>", html, re.DOTALL)
    assert found, html[:500]
    main = PASSING.sub(r'\1="', found[0])
    return re.sub(r'(href|action)="#"', r'\1=""', main)


def kept() -> tuple[int, ...]:
    return tuple(kind.objects.count() for kind in (Statement, Registration, Record))


@pytest.fixture
def page(writing: Writing) -> CoursePage:
    return published_course(writing, lessons=3, body=BODY)


def test_a_course_is_what_a_learner_gets_before_in_the_middle_and_after(
    writing: Writing, page: CoursePage
) -> None:
    learner = browser(writing.cast.learner)

    def theirs() -> str:
        return main_of(learner.get(f"/courses/{SLUG}/").content.decode())

    assert main_of(seen(writing, page, "new-en-gb")) == theirs()
    assert main_of(seen(writing, page)) == theirs(), "the first is for anyone who has not started"
    started(writing.cast.learner, SLUG)
    complete_lessons(writing.cast.learner, SLUG, 1)
    learner.get(f"/courses/{SLUG}/lesson-2/")
    assert main_of(seen(writing, page, "middle-en-gb")) == theirs()
    complete_lessons(writing.cast.learner, SLUG, 2, 3)
    shown = main_of(seen(writing, page, "finished-en-gb"))
    # On the day of the preview, not of the test's clock.
    assert re.sub(r"on \d+ \w+ \d+", "", shown) == re.sub(r"on \d+ \w+ \d+", "", theirs())
    end = main_of(seen(writing, page, "end-en-gb"))
    assert "Course completed" in end
    assert "You completed all 3 lessons" in end


@pytest.mark.parametrize(("mode", "right"), [("reading", None), ("right", True), ("wrong", False)])
def test_a_lesson_is_what_a_learner_gets_before_and_after_answering(
    writing: Writing, page: CoursePage, mode: str, right: bool | None
) -> None:
    lesson = lesson_of(page, 2)
    learner = browser(writing.cast.learner)
    learner.post(f"/courses/{SLUG}/start/")
    learner.post(f"/courses/{SLUG}/lesson-1/complete/")
    place = f"/courses/{SLUG}/lesson-2/"
    learner.get(place)  # and with it the sentence about the lesson before
    if right is not None:
        for block in lesson.body:
            if block.block_type == "check":
                asked = check_of(block.id, block.value)
                learner.post(f"{place}checks/{asked.key}/", answer_to(asked, right=right))
    shown = main_of(seen(writing, lesson, f"{mode}-en-gb"))
    assert shown == main_of(learner.get(place).content.decode())
    assert ("About: The question" in shown) is (right is True)
    assert ("About: The chart" in shown) is (right is False)
    assert shown.count(">Right<") == (3 if right else 0)
    assert shown.count(">Not quite<") == (3 if right is False else 0)


def answer_to(asked: Check, *, right: bool) -> dict[str, Any]:
    chosen = asked.correct if right else a_wrong_answer(asked)
    if asked.kind is CheckKind.ORDERING:
        return {f"place-{key}": str(place) for place, key in enumerate(chosen, start=1)}
    return {"answer": list(chosen)}


def test_a_completed_lesson_says_so(writing: Writing, page: CoursePage) -> None:
    shown = seen(writing, lesson_of(page, 3), "completed-en-gb")
    assert "You completed this lesson" in shown
    assert "Lesson 3 of 3" in shown
    assert "See what we recorded" in shown


def test_only_previews_that_make_sense_are_offered(writing: Writing) -> None:
    plain = draft_course(writing, title="Plain", slug="plain", lessons=1, body=[text("Words.")])
    lesson = lesson_of(plain, 1)
    assert modes(lesson) == ["reading-en-gb", "completed-en-gb", "reading-cy", "completed-cy"]
    asking = draft_course(writing, lessons=1)
    assert modes(lesson_of(asking, 1))[:3] == ["reading-en-gb", "right-en-gb", "wrong-en-gb"]
    empty = draft_course(writing, title="Empty", slug="empty", lessons=0)
    assert modes(empty) == ["new-en-gb", "new-cy"]
    assert "outsider-en-gb" not in modes(asking)


def test_the_page_around_an_english_lesson_is_welsh_to_whoever_reads_welsh(
    writing: Writing, page: CoursePage
) -> None:
    learner = browser(writing.cast.learner)
    learner.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    learner.post(f"/courses/{SLUG}/start/")
    learner.get(f"/courses/{SLUG}/lesson-1/")
    theirs = learner.get(f"/courses/{SLUG}/lesson-1/")
    place = f"/cms-admin/pages/{lesson_of(page, 1).pk}/view_draft/?mode=reading-cy"
    answer = browser(writing.cast.author).get(place)
    shown = answer.content.decode()
    assert 'lang="cy"' in shown.split("<body")[0]
    assert '<article lang="en-GB">' in shown
    assert main_of(shown) == main_of(theirs.content.decode())
    assert answer.headers["Content-Language"] == "cy"
    assert '<aside class="govuk-width-container" aria-label="Preview" lang="en-GB">' in shown, (
        "what is for the author is in the author's language"
    )


def test_a_translated_course_leads_to_the_preview_of_its_translation(
    writing: Writing, page: CoursePage
) -> None:
    welsh = Locale.objects.get_or_create(language_code="cy")[0]
    other = begin_translation(course=page, locale=welsh, user=writing.cast.author)
    lesson = lesson_of(page, 1)
    theirs = LessonPage.objects.get(translation_key=lesson.translation_key, locale=welsh)
    writing.cast.author.is_superuser = True
    writing.cast.author.save()
    for here, there in ((page, other), (other, page), (lesson, theirs), (theirs, lesson)):
        assert f'href="/cms-admin/pages/{there.pk}/view_draft/"' in seen(writing, here)
    assert modes(other)[0] == "new-cy", "a Welsh course is seen in Welsh first"


def test_somebody_of_another_department_does_not_find_a_scoped_course(
    writing: Writing,
) -> None:
    page = published_course(writing, scope=writing.cast.department)
    assert browser(writing.cast.outsider).get(f"/courses/{SLUG}/").status_code == 404
    shown = seen(writing, page, "outsider-en-gb")
    assert "They do not find this course" in shown
    assert f"is only for {writing.cast.department.name}" in shown
    assert f"This course is only for {writing.cast.department.name}." in seen(writing, page)


def test_nothing_is_stored_and_nothing_can_be_sent(writing: Writing, page: CoursePage) -> None:
    before = kept()
    for one in (page, lesson_of(page, 2)):
        for mode in modes(one):
            place = f"/cms-admin/pages/{one.pk}/view_draft/?mode={mode}"
            answer = browser(writing.cast.author).get(place)
            assert "form-action 'none'" in answer.headers["Content-Security-Policy"]
            shown = main_of(answer.content.decode())
            assert not re.findall(r'(?:href|action)="/courses/', answer.content.decode()), mode
            assert "<main" in shown
    assert kept() == before
    assert not CourseRegistration.objects.exists()


def test_what_the_editor_has_to_say_stays_there(writing: Writing, page: CoursePage) -> None:
    author = browser(writing.cast.author)
    saved = author.post(f"/cms-admin/pages/{page.pk}/edit/", course_form(page, title="Changed"))
    assert list(get_messages(saved.wsgi_request))
    shown = author.get(f"/cms-admin/pages/{page.pk}/view_draft/").content.decode()
    assert "has been" not in main_of(shown)


def test_nobody_sees_the_draft_of_another_department(writing: Writing, page: CoursePage) -> None:
    lesson = lesson_of(page, 1)
    for person in (writing.cast.learner, writing.cast.outsider):
        for one in (page, lesson):
            for place in ("view_draft", "edit/preview"):
                answer = browser(person).get(f"/cms-admin/pages/{one.pk}/{place}/")
                assert answer.status_code in (302, 403)


def test_a_phone_and_a_desktop_are_offered(writing: Writing, page: CoursePage) -> None:
    for one in (page, lesson_of(page, 1)):
        assert [size["device_width"] for size in one.preview_sizes] == [320, 375, 1280]
        editor = browser(writing.cast.author).get(f"/cms-admin/pages/{one.pk}/edit/")
        assert 'data-device-width="320"' in editor.content.decode()
    assert "After wrong answers – in Welsh" in editor.content.decode()
