"""A course or a lesson: copied with all in it, and nothing of it shared."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from courses.content.copying.courses import copy_course, copy_lesson
from courses.content.models import CoursePage, LessonPage
from courses.content.translation.courses import begin_translation
from courses.progress.selectors import course_progress
from learning.catalogue.models import Activity
from tests.courses.copies import browser, draft_of, faults, lesson_of, prose, whole, with_words
from tests.factories.courses import (
    Writing,
    add_lesson,
    check,
    complete_lessons,
    draft_course,
    publish,
    published_course,
    started,
    text,
)

pytestmark = pytest.mark.django_db
SLUG = "asking-good-questions"


def test_a_copy_has_the_newest_words_in_the_order_of_the_steps(
    writing: Writing, course: CoursePage
) -> None:
    with_words(lesson_of(course, "lesson-2"), [text("Newer."), check("And now?")], title="Newer")
    draft = draft_of(course)
    draft.steps = [("lesson", step.value) for step in reversed(list(draft.steps))]
    draft.save_revision()
    copy = whole(writing, course)
    draft, original = draft_of(copy), draft_of(course)
    lessons = draft.pinned_lessons()
    assert [lesson.title for lesson in lessons] == ["Newer", "Lesson 1"]
    assert {lesson.pk for lesson in lessons} == set(
        Page.objects.child_of(copy).values_list("pk", flat=True)
    )
    assert [list(lesson.body.raw_data) for lesson in lessons] == [
        list(lesson.body.raw_data) for lesson in original.pinned_lessons()
    ]
    assert draft.lesson_revisions == {
        str(lesson.pk): LessonPage.objects.get(pk=lesson.pk).latest_revision_id
        for lesson in lessons
    }
    for name in ("summary", "topic", "level", "review_date", "course_owner", "locale"):
        assert getattr(draft, name) == getattr(original, name), name
    assert [one.value for one in draft.outcomes] == [one.value for one in original.outcomes]


def test_a_copy_is_a_draft_without_a_history(writing: Writing, course: CoursePage) -> None:
    copy = whole(writing, course)
    for page in (copy, *LessonPage.objects.child_of(copy)):
        page = Page.objects.get(pk=page.pk)
        assert not page.live
        assert page.live_revision_id is None
        assert page.has_unpublished_changes
        assert page.owner == writing.cast.author
        assert page.revisions.count() == 1
    assert faults(copy) == faults(course) == []
    assert not Activity.objects.filter(slug="copy").exists()


def test_what_is_wrong_with_the_original_is_wrong_with_its_copy(writing: Writing) -> None:
    page = draft_course(writing, lessons=2)
    with_words(
        lesson_of(page, "lesson-1"),
        [prose('<p>See <a href="https://www.example.org/">click here</a>.</p><h4>Deep</h4>')],
    )
    draft = draft_of(page)
    draft.review_date, draft.course_owner = None, None
    draft.save_revision()
    assert len(faults(page)) > 2
    assert faults(whole(writing, page)) == faults(page)


def test_progress_of_the_one_never_counts_for_the_other(
    writing: Writing, course: CoursePage
) -> None:
    learner = writing.cast.learner
    copy = publish(whole(writing, course))
    started(learner, SLUG)
    complete_lessons(learner, SLUG, 1, 2)
    there = course_progress(learner, "copy")
    assert there.registration is None
    assert there.done == 0
    started(learner, "copy")
    assert course_progress(learner, "copy").done == 0
    of_both = [
        {lesson.step for lesson in LessonPage.objects.child_of(one)} for one in (course, copy)
    ]
    assert not of_both[0] & of_both[1]
    assert course.translation_key != copy.translation_key


def test_links_inside_the_course_lead_into_the_copy(writing: Writing, course: CoursePage) -> None:
    first, second = lesson_of(course, "lesson-1"), lesson_of(course, "lesson-2")
    other = published_course(writing, title="Other", slug=f"{SLUG}-two", lessons=1)
    with_words(
        first,
        [
            prose(
                f'<p><a linktype="page" id="{second.pk}">next</a> '
                f'<a id="{course.pk}" linktype="page">course</a> '
                f'<a linktype="page" id="{other.pk}">other</a> '
                f'<a href="/courses/{SLUG}/lesson-2/#end">typed</a> '
                f'<a href="http://localhost:8000/courses/{SLUG}/">whole</a> '
                f'<a href="/courses/{SLUG}-two/">longer</a> '
                f'<a href="https://www.example.org/courses/{SLUG}/">far</a></p>'
            )
        ],
    )
    copy = whole(writing, course)
    mine = {lesson.slug: lesson for lesson in draft_of(copy).pinned_lessons()}
    words = mine["lesson-1"].body.raw_data[0]["value"]
    assert f'linktype="page" id="{mine["lesson-2"].pk}">next' in words
    assert f'id="{copy.pk}" linktype="page">course' in words
    assert f'id="{other.pk}">other' in words
    assert 'href="/courses/copy/lesson-2/#end">typed' in words
    assert f'href="/courses/{SLUG}-two/">longer' in words
    assert f'href="https://www.example.org/courses/{SLUG}/">far' in words
    row = lesson_of(copy, "lesson-1")
    assert row.body.raw_data[0]["value"] == words


def test_addresses_are_free_ones(writing: Writing, course: CoursePage) -> None:
    author, place = browser(writing.cast.author), f"/cms-admin/pages/{course.pk}/copy/"
    assert f'value="{SLUG}-2"' in author.get(place).content.decode()
    form = {"new_title": "Again", "new_parent_page": str(writing.department.page.pk)}
    for slug, words in ((SLUG, "already"), ("a b", "valid “slug”"), ("sŵn", "valid “slug”")):
        answer = author.post(place, form | {"new_slug": slug})
        assert answer.status_code == 200, slug
        assert words in answer.content.decode().replace("&#x27;", "'"), slug
    assert CoursePage.objects.count() == 1
    with pytest.raises(ValidationError):
        whole(writing, course, slug=SLUG)
    published = publish(whole(writing, course, slug="gone"))
    published.delete()
    answer = author.post(place, form | {"new_slug": "gone"})
    assert "Another course already has this address" in answer.content.decode()


def test_a_form_that_names_no_place_gets_a_sentence(writing: Writing, course: CoursePage) -> None:
    author, place = browser(writing.cast.author), f"/cms-admin/pages/{course.pk}/copy/"
    for parent in ({}, {"new_parent_page": "99999"}, {"new_parent_page": "x"}):
        answer = author.post(place, {"new_title": "Copy", "new_slug": "copy"} | parent)
        assert answer.status_code == 200
    assert CoursePage.objects.count() == 1


def test_a_lesson_outside_the_steps_comes_along_and_stays_outside(
    writing: Writing, course: CoursePage
) -> None:
    add_lesson(course, writing.cast.author, title="Spare", slug="spare")
    draft = draft_of(course)
    draft.lessons_shown = {step.value["lesson"].pk for step in draft.steps}
    draft.steps = [("lesson", step.value) for step in list(draft.steps)[:2]]
    draft.lesson_revisions.pop(str(lesson_of(course, "spare").pk))
    draft.save_revision()
    copy = whole(writing, course)
    assert [one.slug for one in draft_of(copy).pinned_lessons()] == ["lesson-1", "lesson-2"]
    assert lesson_of(copy, "spare").latest_revision_id


def test_a_lesson_joins_the_course_it_is_copied_to(writing: Writing, course: CoursePage) -> None:
    other = draft_course(writing, title="Other", slug="other", lessons=1)
    source = lesson_of(course, "lesson-1")
    with_words(source, [prose(f'<p><a linktype="page" id="{source.pk}">myself</a></p>')])
    for to, slugs in (
        (course, ["lesson-1", "lesson-2", "copied"]),
        (other, ["lesson-1", "copied"]),
    ):
        copy = copy_lesson(
            lesson=source, to=to, user=writing.cast.author, title="Copied", slug="copied"
        )
        draft = draft_of(to)
        assert [one.slug for one in draft.pinned_lessons()] == slugs
        assert copy.step != source.step
        assert not copy.live
        assert draft.pinned_lessons()[-1].title == "Copied"
        assert f'id="{copy.pk}">myself' in draft_of(copy).body.raw_data[0]["value"]
    publish(course)
    assert course.versions.get(current=True).steps.count() == 3


def test_the_page_for_a_lesson_offers_a_free_address(writing: Writing, course: CoursePage) -> None:
    lesson = lesson_of(course, "lesson-1")
    author, place = browser(writing.cast.author), f"/cms-admin/pages/{lesson.pk}/copy/"
    assert 'value="lesson-1-2"' in author.get(place).content.decode()
    form = {"new_title": "Copied", "new_parent_page": str(course.pk)}
    for slug in ("lesson-1", "finished"):
        assert author.post(place, form | {"new_slug": slug}).status_code == 200
    assert author.post(place, form | {"new_slug": "lesson-1-2"}).status_code == 302
    assert lesson_of(course, "lesson-1-2").title == "Copied"


def test_an_alias_is_copied_as_what_its_original_says(writing: Writing, course: CoursePage) -> None:
    alias = course.create_alias(recursive=True, parent=writing.department.page, update_slug="alias")
    copy = whole(writing, CoursePage.objects.get(pk=alias.pk))
    assert copy.alias_of_id is None
    assert len(draft_of(copy).pinned_lessons()) == 2
    assert faults(copy) == []


def test_a_translation_is_copied_as_a_course_of_its_own(
    writing: Writing, course: CoursePage
) -> None:
    welsh = Locale.objects.get_or_create(language_code="cy")[0]
    other = begin_translation(course=course, locale=welsh, user=writing.cast.author)
    copy = copy_course(
        course=other, to=other.get_parent().specific, user=writing.cast.admin, title="Copi",
        slug="copi",
    )  # fmt: skip
    assert copy.translation_key not in (other.translation_key, course.translation_key)
    assert copy.locale == welsh
    assert all(lesson.locale == welsh for lesson in LessonPage.objects.child_of(copy))
    form = {"new_title": "Copy", "new_slug": "copy-cy",
            "new_parent_page": str(writing.department.page.pk)}  # fmt: skip
    answer = browser(writing.cast.admin).post(f"/cms-admin/pages/{other.pk}/copy/", form)
    assert "Choose a place in the same language." in answer.content.decode()


def queries_to_copy(writing: Writing, lessons: int) -> int:
    slug = f"with-{lessons}"
    page = draft_course(writing, title=slug, slug=slug, lessons=lessons)
    for _revision in range(5):
        draft_of(page).save_revision()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        whole(writing, page, slug=f"copy-{lessons}")
    return len(asked)


def test_a_copy_asks_for_what_it_makes_and_no_more(writing: Writing) -> None:
    queries_to_copy(writing, 1)
    few, many = queries_to_copy(writing, 2), queries_to_copy(writing, 6)
    assert (many - few) / 4 < 60, (few, many)
    assert many < 420
