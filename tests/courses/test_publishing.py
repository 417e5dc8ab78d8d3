"""The course is the unit: what is approved is what is published, and what is frozen stays."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from wagtail.models import Page, Revision

from cms.publishing.gate import PublishRefused
from courses.content.models import CoursePage, CourseVersion, LessonPage, Step
from courses.progress.selectors import course_progress
from learning.catalogue.models import Activity
from learning.people.models import User
from tests.factories.courses import (
    Writing,
    add_lesson,
    approve,
    body_of,
    complete_lessons,
    draft_course,
    publish,
    published_course,
    started,
    text,
)

SLUG = "asking-good-questions"


def lesson_of(page: CoursePage, slug: str = "lesson-1") -> LessonPage:
    return LessonPage.objects.child_of(page).get(slug=slug)


def rewrite(page: CoursePage, words: str, slug: str = "lesson-1") -> None:
    lesson = lesson_of(page, slug).get_latest_revision_as_object()
    lesson.body = [("text", f"<p>{words}</p>")]
    lesson.save_revision(user=lesson.owner)


def words_at(version: CourseVersion, slug: str = "lesson-1") -> str:
    return str(body_of(version.steps.get(slug=slug)))


def test_a_lesson_joins_the_steps_of_its_course_by_itself(writing: Writing) -> None:
    draft = draft_course(writing, lessons=3).get_latest_revision_as_object()
    assert [step.value["lesson"].slug for step in draft.steps] == [
        "lesson-1",
        "lesson-2",
        "lesson-3",
    ]
    assert set(draft.lesson_revisions) == {str(lesson.pk) for lesson in draft.get_children()}


def test_nothing_goes_live_without_approval(writing: Writing) -> None:
    page = draft_course(writing)
    with pytest.raises(PublishRefused, match="has not been approved"):
        page.get_latest_revision().publish()
    assert not CoursePage.objects.get(pk=page.pk).live
    assert not Activity.objects.exists()


def test_editing_a_lesson_after_approval_asks_for_approval_again(writing: Writing) -> None:
    page = approve(draft_course(writing))
    approved = page.get_latest_revision()
    rewrite(page, "Changed after it was approved.")
    page = CoursePage.objects.get(pk=page.pk)
    assert page.get_latest_revision() != approved
    with pytest.raises(PublishRefused, match="has not been approved"):
        page.get_latest_revision().publish()


def test_what_was_approved_is_published_even_if_a_lesson_changed_since(writing: Writing) -> None:
    page = approve(draft_course(writing))
    approved = page.get_latest_revision()
    rewrite(page, "Nobody approved this.")
    approved.publish()
    version = CourseVersion.objects.get(current=True)
    assert "Nobody approved this" not in words_at(version)
    assert "The words of Lesson 1" in words_at(version)


def test_a_lesson_is_not_published_by_itself(writing: Writing) -> None:
    page = published_course(writing)
    rewrite(page, "Only this lesson.")
    with pytest.raises(PublishRefused, match="published with their course"):
        lesson_of(page).get_latest_revision().publish()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda draft: setattr(draft, "outcomes", []), "at least one learning outcome"),
        (lambda draft: setattr(draft, "course_owner", None), "who owns this course"),
        (lambda draft: setattr(draft, "review_date", None), "to be reviewed"),
        (lambda draft: setattr(draft, "steps", []), "at least one lesson"),
    ],
)
def test_the_gate_says_what_is_missing(writing: Writing, change: object, message: str) -> None:
    draft = draft_course(writing).get_latest_revision_as_object()
    change(draft)  # type: ignore[operator]
    draft.save_revision(clean=False)
    page = approve(draft)
    with pytest.raises(PublishRefused, match=message):
        page.get_latest_revision().publish()


def test_an_empty_lesson_is_named(writing: Writing) -> None:
    page = draft_course(writing)
    lesson = lesson_of(page).get_latest_revision_as_object()
    lesson.body = []
    lesson.save_revision()
    with pytest.raises(PublishRefused, match="“Lesson 1”: it is empty"):
        approve(page).get_latest_revision().publish()


def test_a_refusal_changes_nothing(writing: Writing) -> None:
    page = published_course(writing)
    rewrite(page, "A new text.")
    before = (CourseVersion.objects.count(), CoursePage.objects.get(pk=page.pk).live_revision_id)
    with pytest.raises(PublishRefused), transaction.atomic():
        CoursePage.objects.get(pk=page.pk).get_latest_revision().publish()
    after = (CourseVersion.objects.count(), CoursePage.objects.get(pk=page.pk).live_revision_id)
    assert before == after


def test_publishing_freezes_and_registers(writing: Writing) -> None:
    page = published_course(writing)
    version = CourseVersion.objects.get()
    assert (version.number, version.current, version.minutes) == (1, True, 20)
    assert [step.key for step in version.steps.all()] == [
        lesson_of(page, slug).step for slug in ("lesson-1", "lesson-2")
    ]
    activity = Activity.objects.get()
    assert activity.title == page.title
    assert activity.offered
    assert all(lesson.live for lesson in LessonPage.objects.child_of(page))


def test_who_has_started_stays_on_their_version(writing: Writing) -> None:
    page = published_course(writing)
    learner, newcomer = writing.cast.learner, writing.cast.mentor
    started(learner, SLUG)
    rewrite(page, "Rewritten for everybody new.")
    publish(page)
    assert "The words of Lesson 1" in str(body_of(course_progress(learner, SLUG).steps[0]))
    assert "Rewritten" in str(body_of(course_progress(newcomer, SLUG).steps[0]))


def test_a_correction_takes_everybody_along_and_keeps_their_progress(writing: Writing) -> None:
    page = published_course(writing)
    learner = writing.cast.learner
    started(learner, SLUG)
    complete_lessons(learner, SLUG, 1)
    rewrite(page, "A typo fixed.")
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.reach = "correction"
    draft.save_revision()
    publish(page)
    progress = course_progress(learner, SLUG)
    assert "A typo fixed" in str(body_of(progress.steps[0]))
    assert [step.is_done for step in progress.steps] == [True, False]
    assert CoursePage.objects.get(pk=page.pk).reach == "new-starters"


def test_a_correction_does_not_pull_along_who_stayed_on_an_older_version(
    writing: Writing,
) -> None:
    page = published_course(writing)
    learner = writing.cast.learner
    started(learner, SLUG)
    rewrite(page, "A material change.")
    publish(page)
    rewrite(page, "A typo in the material change.")
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.reach = "correction"
    draft.save_revision()
    publish(page)
    assert course_progress(learner, SLUG).version.number == 1


def test_a_correction_cannot_add_a_lesson(writing: Writing) -> None:
    page = published_course(writing)
    add_lesson(page, writing.cast.author, title="One more", slug="one-more")
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.reach = "correction"
    draft.save_revision()
    with pytest.raises(PublishRefused, match="cannot add or remove lessons"):
        approve(page).get_latest_revision().publish()


def test_learners_keep_what_wagtail_forgets(writing: Writing) -> None:
    page = published_course(writing)
    learner = writing.cast.learner
    started(learner, SLUG)
    Revision.objects.all().delete()
    Page.objects.get(pk=page.pk).specific.delete()
    progress = course_progress(learner, SLUG)
    assert "The words of Lesson 1" in str(body_of(progress.steps[0]))
    assert Step.objects.count() == 2


def test_unpublishing_withdraws_from_the_catalogue_and_leaves_learners_in(writing: Writing) -> None:
    page = published_course(writing)
    started(writing.cast.learner, SLUG)
    page.unpublish()
    assert not Activity.objects.get().offered
    finished = complete_lessons(writing.cast.learner, SLUG, 1, 2)
    assert finished.completed_at is not None


def test_publishing_again_offers_it_again(writing: Writing) -> None:
    page = published_course(writing)
    page.unpublish()
    publish(page)
    assert Activity.objects.get().offered


def test_autosave_does_not_write_over_what_is_under_review(writing: Writing) -> None:
    page = draft_course(writing)
    author = writing.cast.author
    lesson = lesson_of(page).get_latest_revision_as_object()
    first = lesson.save_revision(user=author)
    approve(page)
    lesson.body = [("text", "<p>Slipped in.</p>")]
    second = lesson.save_revision(user=author, overwrite_revision=first)
    assert second != first
    assert "Slipped in" not in str(Revision.objects.get(pk=first.pk).content["body"])


def test_two_courses_cannot_share_an_address(writing: Writing) -> None:
    draft_course(writing)
    other = draft_course(writing, title="Another", slug="another")
    other.slug = SLUG
    with pytest.raises(Exception, match=r"already has this address|already in use"):
        other.full_clean()


def test_search_reads_the_body_but_not_the_answers(writing: Writing) -> None:
    published_course(writing, body=[text("Heteroscedasticity explained.")])
    body = Activity.objects.get().body
    assert "Heteroscedasticity" in body


def versions() -> list[tuple[int, bool]]:
    return list(CourseVersion.objects.order_by("number").values_list("number", "current"))


def press_publish_for_all(page: CoursePage, by: User) -> None:
    client = Client()
    client.force_login(by, backend="learning.people.backends.EmployedBackend")
    answer = client.post(f"/cms-admin/bulk/wagtailcore/page/publish/?id={page.pk}")
    assert answer.status_code == 302


def test_publishing_all_of_what_is_live_and_unchanged_makes_no_version(writing: Writing) -> None:
    page = published_course(writing)
    press_publish_for_all(page, writing.cast.publisher)
    assert versions() == [(1, True)]


def test_publishing_another_revision_of_the_same_words_makes_no_version(writing: Writing) -> None:
    page = published_course(writing)
    learner = writing.cast.learner
    started(learner, SLUG)
    lesson_of(page).get_latest_revision_as_object().save_revision()
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.reach = "correction"
    draft.level = "expert"  # the catalogue's, no part of what a learner takes
    draft.save_revision()
    press_publish_for_all(approve(page), writing.cast.publisher)
    page = CoursePage.objects.get(pk=page.pk)
    assert page.live_revision_id == page.latest_revision_id
    assert versions() == [(1, True)]
    assert Activity.objects.get().level == "expert"
    assert course_progress(learner, SLUG).version.number == 1
    assert page.reach == "new-starters"
    rewrite(page, "Now something is new.")
    publish(page)
    assert versions() == [(1, False), (2, True)]
    assert course_progress(learner, SLUG).version.number == 1
    assert lesson_of(page).live_revision_id == lesson_of(page).latest_revision_id


def test_going_back_to_what_was_published_before_makes_a_version(writing: Writing) -> None:
    page = published_course(writing)
    for words in ("Second.", "The words of Lesson 1."):
        rewrite(page, words)
        publish(page)
    assert versions() == [(1, False), (2, False), (3, True)]
