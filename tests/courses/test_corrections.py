"""A typing error is gone within a minute; whatever else changes is seen by a second person."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from cms.publishing.gate import PublishRefused
from cms.publishing.models import Approval, ApprovalBasis
from courses.content.corrections import is_small
from courses.content.models import CoursePage, LessonPage
from courses.progress.selectors import course_progress
from learning.people.models import User
from tests.factories.clients import client_of
from tests.factories.courses import (
    Writing,
    add_lesson,
    check,
    complete_lessons,
    published_course,
    started,
    text,
)

SLUG = "asking-good-questions"
WORDS = '<p>You have <b>28 days</b> to answer, <a href="https://x.example/a">see here</a>.</p>'


@pytest.mark.parametrize(
    ("after", "small"),
    [
        (WORDS, True),
        (WORDS.replace("answer", "anwser"), True),
        (WORDS.replace("see here", "see there"), True),
        (WORDS.replace("28", "30"), False),
        (WORDS.replace("x.example/a", "x.example/b"), False),
        (WORDS.replace("You have", "You do not have"), False),
        (WORDS.replace("<b>", "").replace("</b>", ""), False),
        (WORDS.replace("to answer", "to answer " + "and more and more " * 5), False),
    ],
)
def test_small_is_a_few_letters_and_no_other_number_link_or_meaning(
    after: str, small: bool
) -> None:
    assert is_small({"text": WORDS}, {"text": after}) is small


def test_other_blocks_files_and_answers_are_never_small() -> None:
    for before, after in (
        ({"image": 1}, {"image": 2}),
        ({"correct": True}, {"correct": False}),
        ([{"a": "b c"}], [{"a": "b c"}, {"a": "b c"}]),
        ({"id": "one"}, {"id": "two"}),
        ({"a": 1}, {"b": 1}),
        ({"a": "x y"}, {"a": None}),
    ):
        assert not is_small(before, after)


@pytest.fixture
def page(writing: Writing) -> CoursePage:
    return published_course(
        writing, body=[text("There is a tpyo in this sentence."), check("Why?")]
    )


def change(page: CoursePage, old: str, new: str, reach: str = "correction") -> None:
    lesson = LessonPage.objects.child_of(page).first().get_latest_revision_as_object()
    raw = json.loads(json.dumps(list(lesson.body.raw_data)).replace(old, new))
    lesson.body = LessonPage._meta.get_field("body").to_python(json.dumps(raw))
    lesson.save_revision(user=lesson.owner)
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.reach = reach
    draft.save_revision()


def publish_now(page: CoursePage, by: User) -> int:
    answer = client_of(by).post(f"/cms-admin/bulk/wagtailcore/page/publish/?id={page.pk}")
    return int(answer.status_code)


@pytest.mark.django_db
def test_a_publisher_corrects_a_typo_at_once_and_the_audit_says_who(
    writing: Writing, page: CoursePage
) -> None:
    learner = writing.cast.learner
    started(learner, SLUG)
    complete_lessons(learner, SLUG, 1)
    change(page, "tpyo", "typo")
    form = client_of(writing.cast.publisher).get(f"/cms-admin/pages/{page.pk}/edit/")
    assert 'name="action-publish"' in form.content.decode()
    assert publish_now(page, writing.cast.publisher) == 302
    progress = course_progress(learner, SLUG)
    assert "a typo in this sentence" in str(progress.steps[0].lesson.body)
    assert [step.is_completed for step in progress.steps] == [True, False]
    approval = Approval.objects.get(revision=CoursePage.objects.get(pk=page.pk).live_revision)
    assert (approval.basis, approval.approved_by) == (
        ApprovalBasis.CORRECTION,
        writing.cast.publisher,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "do",
    [
        lambda page: change(page, "tpyo", "typo", reach="new-starters"),
        lambda page: change(page, "There is a tpyo", "There is no tpyo"),
        lambda page: change(page, '"correct": false', '"correct": true'),
        lambda page: add_lesson(page, page.owner, title="One more", slug="more"),
    ],
)
def test_everything_else_is_reviewed(
    writing: Writing, page: CoursePage, do: Callable[[CoursePage], object]
) -> None:
    do(page)
    draft = CoursePage.objects.get(pk=page.pk)
    assert not draft.permissions_for_user(writing.cast.publisher).can_publish()
    with pytest.raises(PublishRefused, match="has not been approved"):
        draft.get_latest_revision().publish()


@pytest.mark.django_db
def test_an_author_still_asks_a_publisher(writing: Writing, page: CoursePage) -> None:
    change(page, "tpyo", "typo")
    draft = CoursePage.objects.get(pk=page.pk)
    assert not draft.permissions_for_user(writing.cast.author).can_publish()
