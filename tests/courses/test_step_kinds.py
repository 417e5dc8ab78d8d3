"""Two kinds of step besides lessons: with another provider, and one that only the tests know.

Each is written, reviewed, published, taken between two lessons, sent, copied, translated, previewed
and counted. The second is done by passing, and no room of courses has a word about it.
"""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation

from cms.publishing.gate import PublishRefused
from courses.content.copying.courses import copy_course
from courses.content.exchange.exporting import export_course
from courses.content.exchange.importing import import_archive
from courses.content.models import CoursePage, CourseVersion, LessonPage, Step
from courses.content.review.comparing import StepChange, compared_steps
from courses.content.review.misspelt import misspelt_words
from courses.content.translation.courses import begin_translation, bring_up_to_date, take_over
from courses.progress.models import CourseRegistration
from courses.progress.selectors import course_progress
from learning.catalogue.models import Activity
from tests.authorisation.editor import course_form
from tests.factories.courses import (
    Writing,
    approve,
    draft_course,
    publish,
    started,
)
from tests.factories.step_kinds import (
    BLOCK,
    EXTERNAL,
    SLUG,
    Kind,
    ask_again,
    client_of,
    do,
    with_step,
)

pytestmark = pytest.mark.django_db


def test_it_is_written_reviewed_and_published_in_the_editor(
    writing: Writing, kind: Kind, django_assert_max_num_queries: Any
) -> None:
    page = draft_course(writing)
    author = client_of(writing.cast.author)
    edit = f"/cms-admin/pages/{page.pk}/edit/"
    assert f"&quot;{kind.name}&quot;" in author.get(edit).content.decode()
    form = course_form(with_step(page, kind), **{"action-submit": "1"})
    author.post(edit, form)
    reviewer, publisher = client_of(writing.cast.reviewer), client_of(writing.cast.publisher)
    for who in (reviewer, publisher):
        task = CoursePage.objects.get(pk=page.pk).current_workflow_task_state
        who.post(f"/cms-admin/pages/workflow/action/{page.pk}/approve/{task.pk}/", {"comment": ""})
    version = CourseVersion.objects.get(current=True)
    assert [step.kind for step in version.steps.all()] == ["lesson", kind.name, "lesson"]
    (step,) = version.steps.filter(kind=kind.name)
    assert (step.title, step.minutes, step.required) == (kind.title, kind.value["minutes"], True)
    assert version.minutes == 20 + kind.value["minutes"]


def test_what_is_wrong_with_it_is_said_before_publishing(writing: Writing, kind: Kind) -> None:
    wrong = (
        {"address": "javascript:alert(1)", "provider": ""}
        if kind is EXTERNAL
        else {"question": "Twelve"}
    )
    page = with_step(draft_course(writing), kind, **wrong)
    shown = client_of(writing.cast.author).get(f"/cms-admin/pages/{page.pk}/before-publishing/")
    words = shown.content.decode()
    if kind is EXTERNAL:
        assert "“Provider” is empty." in words
        assert "Enter a valid URL" in words or "starts with https://" in words
    else:
        assert "The quiz answers itself." in words


def test_it_stands_among_the_steps_once(writing: Writing, kind: Kind) -> None:
    draft = with_step(draft_course(writing), kind).get_latest_revision_as_object()
    raw = draft.steps.get_prep_value()
    draft.steps = CoursePage._meta.get_field("steps").to_python(json.dumps([*raw, raw[1]]))
    draft.save_revision()
    with pytest.raises(PublishRefused, match=f"The step “{kind.title}” is there twice"):
        publish(draft)


def test_it_keeps_its_name_and_what_was_done_in_a_new_version(
    writing: Writing, kind: Kind, with_a_step: CoursePage
) -> None:
    learner = writing.cast.learner
    started(learner, SLUG)
    do(kind, client_of(learner), f"/courses/{SLUG}/{course_progress(learner, SLUG).steps[1].slug}/")
    slug = course_progress(learner, SLUG).steps[1].slug
    draft = with_step(with_a_step, kind, at=2, title="Another title")
    compared = {one.title: one.change for one in compared_steps(
        draft.get_latest_revision_as_object(), with_a_step.versions.get(current=True)
    )}  # fmt: skip
    assert compared["Another title"] is StepChange.REWRITTEN
    assert compared["Lesson 1"] is StepChange.SAME
    CoursePage.objects.filter(pk=with_a_step.pk).update(reach="everyone")
    publish(draft)
    keys = Step.objects.filter(kind=kind.name).values_list("key", flat=True)
    assert len(set(keys)) == 1
    CourseRegistration.objects.update(version=CourseVersion.objects.get(current=True))
    after = course_progress(learner, SLUG)
    assert [step.title for step in after.steps] == ["Lesson 1", "Lesson 2", "Another title"]
    assert [step.is_done for step in after.steps] == [False, False, True]
    assert after.steps[2].slug == slug, "its address is what it was"


def test_a_lesson_cannot_take_its_address(
    writing: Writing, kind: Kind, with_a_step: CoursePage
) -> None:
    lesson = LessonPage.objects.child_of(with_a_step).first().get_latest_revision_as_object()
    lesson.slug = with_a_step.versions.get().steps.get(kind=kind.name).slug
    lesson.save_revision()
    with pytest.raises(PublishRefused, match="Another step of this course has this address"):
        publish(with_a_step)


def test_a_correction_of_it_needs_no_review_and_nothing_more_does(
    writing: Writing, kind: Kind
) -> None:
    page = publish(with_step(draft_course(writing), kind, title="Ten mintues of counting"))
    CoursePage.objects.filter(pk=page.pk).update(reach="correction")
    for title, corrected in (
        ("Ten minutes of counting", [("mintues", "minutes")]),
        ("Eleven minutes of counting", None),
    ):
        draft = with_step(page, kind, title=title)
        revision = draft.get_latest_revision()
        revision.content["reach"] = "correction"
        assert misspelt_words(page=draft, revision=revision) == corrected


def test_it_is_sent_and_comes_in_as_it_was(
    writing: Writing, kind: Kind, with_a_step: CoursePage
) -> None:
    file = io.BytesIO()
    export_course(course=with_a_step, to=file, user=None)
    before = json.loads(with_a_step.get_latest_revision().content["steps"])
    received = import_archive(
        file=file, department=writing.department.page, user=writing.cast.author
    )
    copy = CoursePage.objects.get(pk=received.course.pk).get_latest_revision_as_object()
    after = copy.steps.get_prep_value()
    assert [step["type"] for step in after] == ["lesson", kind.name, "lesson"]
    assert after[1] == before[1]
    again = io.BytesIO()
    export_course(course=CoursePage.objects.get(pk=copy.pk), to=again, user=None)
    assert kind.title in again.getvalue().decode(errors="ignore")


def test_it_is_copied(writing: Writing, kind: Kind, with_a_step: CoursePage) -> None:
    copy = copy_course(
        course=with_a_step, to=writing.department.page, user=writing.cast.author,
        title="A copy", slug="a-copy",
    )  # fmt: skip
    publish(copy)
    steps = list(CourseVersion.objects.get(page=copy).steps.all())
    assert [step.kind for step in steps] == ["lesson", kind.name, "lesson"]
    original = with_a_step.versions.get().steps.get(kind=kind.name)
    assert steps[1].key != original.key, "what is done in the one does not count in the other"


def test_it_is_translated_with_its_course(
    writing: Writing, kind: Kind, with_a_step: CoursePage
) -> None:
    locale = Locale.objects.get_or_create(language_code="cy")[0]
    begin_translation(course=with_a_step, locale=locale, user=None)
    for translation in Translation.objects.filter(target_locale=locale):
        words = StringSegment.objects.filter(source=translation.source).values_list(
            "string__data", flat=True
        )
        take_over(translation, {one: f"CY {one}" for one in words})
    welsh = bring_up_to_date(course=with_a_step, locale=locale, user=None)
    publish(approve(welsh))
    step = CourseVersion.objects.get(page=welsh).steps.get(kind=kind.name)
    assert step.title == f"CY {kind.title}"
    assert step.key == with_a_step.versions.get().steps.get(kind=kind.name).key
    lessons = CourseVersion.objects.get(page=welsh).steps.filter(kind="lesson")
    assert [one.title for one in lessons] == ["CY Lesson 1", "CY Lesson 2"]


def test_its_author_sees_it_before_publishing(
    writing: Writing, kind: Kind, with_a_step: CoursePage
) -> None:
    author = client_of(writing.cast.author)
    view = f"/cms-admin/pages/{with_a_step.pk}/view_draft/"
    whole = author.get(f"{view}?mode=middle-en").content.decode()
    assert f"?mode=step-{BLOCK}-en" in whole
    shown = author.get(f"{view}?mode=step-{BLOCK}-cy").content.decode()
    assert kind.shows.replace("&", "&amp;") in shown
    assert "csrfmiddlewaretoken" not in shown or 'action="/quiz' not in shown


def test_its_words_are_found_and_it_is_withdrawn_with_its_course(
    writing: Writing, kind: Kind, with_a_step: CoursePage
) -> None:
    body = Activity.objects.get(slug=SLUG).body
    assert (kind.value.get("provider") or kind.value["question"]) in body
    Page.objects.get(pk=with_a_step.pk).specific.unpublish()
    assert not Activity.objects.get(slug=SLUG).offered


def test_where_nobody_answers_for_it_the_course_is_read_and_not_edited(
    writing: Writing, kind: Kind, with_a_step: CoursePage, settings: Any
) -> None:
    learner = writing.cast.learner
    started(learner, SLUG)
    settings.STEP_KINDS = ["courses.content.lesson_kind.LessonKind"]
    ask_again()
    client = client_of(learner)
    outline = client.get(f"/courses/{SLUG}/").content.decode()
    assert kind.title in outline
    assert "cannot be opened here" in outline
    slug = course_progress(learner, SLUG).steps[1].slug
    assert (
        "no longer offers this kind of step"
        in client.get(f"/courses/{SLUG}/{slug}/").content.decode()
    )
    refused = client.post(f"/courses/{SLUG}/{slug}/complete/")
    assert refused["Location"] == f"/courses/{SLUG}/{slug}/"
    assert not course_progress(learner, SLUG).done, "what cannot be opened cannot be completed"
    author = client_of(writing.cast.author)
    before = CoursePage.objects.get(pk=with_a_step.pk).latest_revision_id
    answer = author.get(f"/cms-admin/pages/{with_a_step.pk}/edit/", follow=True)
    assert "a step of a kind that this service no longer has" in answer.content.decode()
    lesson = with_a_step.get_children().first().specific
    author.post(f"/cms-admin/pages/{lesson.pk}/edit/", {"title": "Changed"})
    assert CoursePage.objects.get(pk=with_a_step.pk).latest_revision_id == before
    draft = CoursePage.objects.get(pk=with_a_step.pk)
    with pytest.raises(PublishRefused, match="no longer has"):
        draft.save_revision()
    form = {"new_title": "Copy", "new_slug": "copy", "copy_subpages": "on"}
    place = str(with_a_step.get_parent().pk)
    copied = author.post(
        f"/cms-admin/pages/{with_a_step.pk}/copy/", {**form, "new_parent_page": place}
    )
    assert "it cannot be copied with its lessons" in copied.content.decode()
    assert not CoursePage.objects.filter(slug="copy").exists()
    sent = author.get(reverse("content_export_course", args=[with_a_step.pk]), follow=True)
    assert f"it cannot be exported: {kind.name}." in sent.content.decode()
    draft.unpublish()
    with pytest.raises(PublishRefused, match="no longer has"):
        publish(CoursePage.objects.get(pk=with_a_step.pk))
