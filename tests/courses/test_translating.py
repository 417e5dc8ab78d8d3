"""A course in Welsh beside the English one: begun, translated, reviewed, kept up to date."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from cms.publishing.gate import PublishRefused
from courses.content.models import CoursePage, CourseVersion, LessonPage
from courses.content.translation.courses import (
    NotToBeTranslated,
    begin_translation,
    bring_up_to_date,
    progress_of,
    take_over,
    translations_of,
)
from courses.progress.suggestions import suggestions_for
from learning.people.models import User
from tests.factories.courses import (
    Writing,
    body_of,
    check,
    draft_course,
    publish,
    published_course,
    text,
)

pytestmark = pytest.mark.django_db
TABLE = {
    "type": "table",
    "id": "7a6e8d0e-0d3c-4d0e-9b1c-0d6a3f6e8d11",
    "value": {
        "row_headers": True,
        "table": {
            "caption": "Visits",
            "columns": [
                {"type": "text", "heading": "Office"},
                {"type": "number", "heading": "People"},
            ],
            "rows": [{"values": ["Cardiff", "12"]}, {"values": ["Leeds", "7"]}],
        },
    },
}
CODE = {
    "type": "code",
    "id": "7a6e8d0e-0d3c-4d0e-9b1c-0d6a3f6e8d12",
    "value": {"caption": "A query", "language": "sql", "code": "SELECT 1"},
}


@pytest.fixture
def welsh() -> Locale:
    return Locale.objects.get_or_create(language_code="cy")[0]


@pytest.fixture
def page(writing: Writing) -> CoursePage:
    body = [text("The words of the lesson."), TABLE, CODE, check("What is asked?")]
    return published_course(writing, lessons=2, body=body)


def texts_of(course: CoursePage) -> dict[str, str]:
    """Return a translation of every text: the same in capitals."""
    segments = StringSegment.objects.filter(source__locale=course.locale_id)
    return {words: f"CY {words}" for words in segments.values_list("string__data", flat=True)}


def translate(course: CoursePage, locale: Locale) -> CoursePage:
    texts = texts_of(course)
    for translation in Translation.objects.filter(target_locale=locale):
        take_over(translation, texts)
    return bring_up_to_date(course=course, locale=locale, user=course.owner)


def test_a_course_and_its_lessons_are_translated_as_one(
    writing: Writing, page: CoursePage, welsh: Locale
) -> None:
    draft = begin_translation(course=page, locale=welsh, user=writing.cast.author)
    assert not draft.live
    assert draft.slug == "asking-good-questions-cy"
    assert draft.get_parent().specific.organisation == writing.department.page.organisation
    (state,) = translations_of(page)
    assert state.total == state.missing > 20
    assert [one.page.locale for one in state.pages] == [welsh] * 3

    draft = translate(page, welsh)
    state = progress_of(draft)
    assert state is not None
    assert state.missing == 0
    live = publish(draft)
    version = CourseVersion.objects.get(current=True, language="cy")
    assert version.title == "CY Asking good questions"
    assert [lesson.title for lesson in version.steps.all()] == ["CY Lesson 1", "CY Lesson 2"]
    shown = str(body_of(version.steps.first()))
    for words in ("CY The words of the lesson.", "CY Visits", "CY Office", "CY Cardiff", ">12<",
                  "SELECT 1", "CY What is asked?", "CY A query"):  # fmt: skip
        assert words in shown, words
    assert "CY SELECT" not in shown
    english = CourseVersion.objects.get(current=True, language="en-gb")
    assert english.activity.work == version.activity.work
    assert live.get_parent().locale == welsh


def test_what_changes_in_english_is_to_be_translated_again(
    writing: Writing, page: CoursePage, welsh: Locale
) -> None:
    begin_translation(course=page, locale=welsh, user=None)
    draft = publish(translate(page, welsh))
    lesson = LessonPage.objects.child_of(page).first().get_latest_revision_as_object()
    raw = list(lesson.body.raw_data)
    raw[0]["value"] = "<p>Other words.</p>"
    lesson.body = LessonPage._meta.get_field("body").to_python(json.dumps(raw))
    lesson.save_revision()
    publish(page)
    state = progress_of(draft)
    assert state is not None
    assert state.missing == 1
    assert CourseVersion.objects.get(current=True, language="cy").number == 1
    CoursePage.objects.get(pk=draft.pk).get_latest_revision_as_object().save_revision()
    with pytest.raises(PublishRefused, match="1 text of “CY Lesson 1”"):
        publish(draft)
    take_over(
        Translation.objects.get(source__object_id=lesson.translation_key),
        {"Other words.": "Geiriau eraill."},
    )
    publish(bring_up_to_date(course=page, locale=welsh, user=None))
    version = CourseVersion.objects.get(current=True, language="cy")
    assert "Geiriau eraill." in str(body_of(version.steps.first()))


def test_only_what_learners_have_is_translated(writing: Writing, welsh: Locale) -> None:
    with pytest.raises(NotToBeTranslated):
        begin_translation(course=draft_course(writing), locale=welsh, user=None)


def test_a_translation_is_not_translated(writing: Writing, page: CoursePage, welsh: Locale) -> None:
    begin_translation(course=page, locale=welsh, user=None)
    draft = publish(translate(page, welsh))
    with pytest.raises(NotToBeTranslated):
        begin_translation(course=draft, locale=page.locale, user=None)


def test_an_editor_does_it_from_one_page(writing: Writing, page: CoursePage, welsh: Locale) -> None:
    author = Client()
    author.force_login(writing.cast.author, backend="learning.people.backends.EmployedBackend")
    address = f"/cms-admin/courses/{page.pk}/translations/"
    assert address in author.get(f"/cms-admin/pages/{page.pk}/edit/").content.decode()
    assert "Begin the translation" in author.get(address).content.decode()
    author.post(address, {"action": "begin", "language": "xx"})
    assert not page.has_translation(welsh)
    begun = author.post(address, {"action": "begin", "language": "cy"}, follow=True)
    assert "are missing, or have changed" in begun.content.decode()
    draft = page.get_translation(welsh).specific
    segments = author.get(f"/cms-admin/pages/{draft.pk}/edit/")
    assert "Asking good questions" in segments.content.decode()
    early = author.post(address, {"action": "send", "language": "cy"}, follow=True)
    assert "still to be translated" in early.content.decode()
    assert not CoursePage.objects.get(pk=draft.pk).workflow_in_progress
    translate(page, welsh)
    sent = author.post(address, {"action": "send", "language": "cy"}, follow=True)
    assert "sent for review" in sent.content.decode()
    draft = CoursePage.objects.get(pk=draft.pk)
    assert draft.workflow_in_progress
    for person in (writing.cast.reviewer, writing.cast.publisher):
        state = CoursePage.objects.get(pk=draft.pk).current_workflow_task_state
        state.task.specific.on_action(state, person, "approve")
    assert CoursePage.objects.get(pk=draft.pk).live
    stranger = Client()
    stranger.force_login(writing.cast.learner, backend="learning.people.backends.EmployedBackend")
    assert stranger.get(address).status_code == 403


def test_a_text_is_saved_as_the_editor_sends_it(
    writing: Writing, page: CoursePage, welsh: Locale
) -> None:
    begin_translation(course=page, locale=welsh, user=None)
    segment = StringSegment.objects.get(string__data="Asking good questions")
    translation = Translation.objects.get(source=segment.source, target_locale=welsh)
    address = f"/cms-admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/"
    sent = encode_multipart(BOUNDARY, {"value": "Gofyn cwestiynau da"})
    done = {}
    for person in (writing.cast.outsider, writing.cast.author):
        client = Client()
        client.force_login(person, backend="learning.people.backends.EmployedBackend")
        done[person] = client.put(address, sent, content_type=MULTIPART_CONTENT).status_code
    assert done == {writing.cast.outsider: 403, writing.cast.author: 201}
    assert StringTranslation.objects.get().data == "Gofyn cwestiynau da"


def test_learners_are_offered_the_language_they_prefer(
    writing: Writing, page: CoursePage, welsh: Locale
) -> None:
    begin_translation(course=page, locale=welsh, user=None)
    publish(translate(page, welsh))
    english, cymraeg = writing.cast.learner, writing.cast.mentor
    User.objects.filter(pk=cymraeg.pk).update(preferred_language="cy")
    cymraeg.refresh_from_db()
    offered = {
        person: [one.activity.language for one in suggestions_for(person)]
        for person in (english, cymraeg)
    }
    assert offered == {english: ["en-gb"], cymraeg: ["cy"]}

    client = Client()
    client.force_login(cymraeg, backend="learning.people.backends.EmployedBackend")
    found = client.get("/catalogue/").content.decode()
    assert "/courses/asking-good-questions-cy/" in found
    assert "/courses/asking-good-questions/" not in found
    chosen = client.get("/catalogue/?language=en-gb").content.decode()
    assert "/courses/asking-good-questions/" in chosen
    shown = client.get("/courses/asking-good-questions/").content.decode()
    assert 'lang="cy"><a class="govuk-link" hreflang="cy"' in shown
    assert "Hefyd yn Gymraeg: CY Asking good questions" in shown
    client.post("/courses/asking-good-questions-cy/start/")
    assert suggestions_for(cymraeg) == [], "begun in one language is begun"
