"""Passages and words that courses share: change once, every draft follows, learners keep theirs."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError
from django.test import Client
from wagtail.models import Collection, Locale

from cms.publishing.departments import provide_department
from cms.publishing.gate import PublishRefused
from cms.snippets.models import GlossaryTerm, SharedPassage
from courses.content.models import CoursePage, CourseVersion, LessonPage
from courses.content.review.misspelt import misspelt_words
from courses.content.review.reach import Reach
from courses.content.snippet_changes import courses_with
from learning.people.models import User
from tests.authorisation.editor import lesson_form, streamfield
from tests.factories.courses import Writing, approve, body_of, draft_course, publish, text
from tests.factories.people import Cast


def passage(collection: Collection, words: str = "Ring 4000.") -> SharedPassage:
    return SharedPassage.objects.create(
        title="How to report",
        collection=collection,
        locale=Locale.get_default(),
        body=json.dumps([text(words)]),
    )


def word(collection: Collection, term: str = "median", **parts: str) -> GlossaryTerm:
    return GlossaryTerm.objects.create(
        term=term,
        collection=collection,
        locale=Locale.get_default(),
        **{"meaning": "The one in the middle.", **parts},
    )


def holding(*snippets: Any) -> list[dict[str, Any]]:
    """Return the blocks of a lesson that names what is shared."""
    blocks: list[dict[str, Any]] = [text("The Median is no mean: the median is in the middle.")]
    for number, snippet in enumerate(snippets):
        if isinstance(snippet, SharedPassage):
            blocks.append({"type": "passage", "id": str(UUID(int=number)), "value": snippet.pk})
        else:
            words = [{"type": "item", "id": str(UUID(int=99)), "value": snippet.pk}]
            blocks.append({"type": "words", "id": str(UUID(int=number)), "value": {"words": words}})
    return blocks


def shown(page: CoursePage) -> str:
    """Return what new learners see."""
    version = CourseVersion.objects.get(page=page, current=True)
    return "".join(part["html"] for part in body_of(version.steps.first()))


def reworded(snippet: SharedPassage, words: str) -> None:
    changed = SharedPassage.objects.get(pk=snippet.pk)
    changed.body = json.dumps([text(words)])
    changed.save()


def again(page: CoursePage) -> CoursePage:
    return CoursePage.objects.get(pk=page.pk)


def browser_of(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client


def test_a_passage_changes_every_draft_and_nothing_that_is_published(writing: Writing) -> None:
    shared = passage(writing.department.collection)
    first = publish(draft_course(writing, lessons=1, body=holding(shared)))
    other = publish(draft_course(writing, title="Other", slug="other", lessons=1))
    draft = draft_course(writing, title="Draft", slug="draft", lessons=1, body=holding(shared))
    assert "Ring 4000." in shown(first)
    assert not first.has_unpublished_changes
    assert {use.title: use.state for use in courses_with(snippet=shared)} == {
        "Asking good questions": "published as it is now",
        "Draft": "draft, not published with this",
    }
    before = again(draft).latest_revision_id

    reworded(shared, "Ring 5000.")
    assert "Ring 4000." in shown(first)
    assert again(first).has_unpublished_changes
    assert again(draft).latest_revision_id != before
    assert not again(other).has_unpublished_changes
    lesson = again(first).pinned_lessons()[0]
    assert "Ring 5000." in str(lesson.body.render_as_block())
    shared = SharedPassage.objects.get()
    states = {use.title: use.state for use in courses_with(snippet=shared)}
    assert "earlier words" in states["Asking good questions"]

    publish(first)
    assert "Ring 5000." in shown(first)
    assert CourseVersion.objects.filter(page=first).count() == 2
    # Saving it once more without a change makes no work for anybody.
    latest = again(first).latest_revision_id
    shared.save()
    assert again(first).latest_revision_id == latest


def test_what_was_approved_with_other_words_is_not_published(writing: Writing) -> None:
    shared = passage(writing.department.collection)
    page = approve(draft_course(writing, lessons=1, body=holding(shared)))
    approved = page.get_latest_revision()
    reworded(shared, "Ring 5000.")
    with pytest.raises(PublishRefused) as refused:
        approved.publish()
    assert ["has changed since" in fault.message for fault in refused.value.faults] == [True]
    assert not CourseVersion.objects.exists()


def test_other_words_in_a_passage_are_no_small_correction(writing: Writing) -> None:
    shared = passage(writing.department.collection)
    page = publish(draft_course(writing, lessons=1, body=holding(shared)))

    def corrected() -> bool:
        draft = again(page).get_latest_revision_as_object()
        draft.reach = Reach.CORRECTION
        return misspelt_words(page=again(page), revision=draft.save_revision()) is not None

    assert corrected()
    reworded(shared, "Ring 5000.")
    assert not corrected()


def test_a_passage_that_is_gone_or_belongs_to_others_is_refused(
    writing: Writing, people: Cast
) -> None:
    shared = passage(writing.department.collection)
    gone = word(writing.department.collection)
    page = draft_course(writing, lessons=1, body=holding(shared, gone))
    shared.delete()
    gone.delete()
    with pytest.raises(PublishRefused) as refused:
        publish(page)
    messages = [fault.message for fault in refused.value.faults]
    assert messages == ["“Shared content” is empty.", "“Word” is empty."]

    other = provide_department(organisation=people.other_department).collection
    theirs = draft_course(
        writing, title="Theirs", slug="theirs", lessons=1, body=holding(passage(other))
    )
    with pytest.raises(PublishRefused) as refused:
        publish(theirs)
    assert "belongs to another department" in refused.value.faults[0].message
    everybodys = passage(Collection.get_first_root_node())
    publish(draft_course(writing, title="Ours", slug="ours", lessons=1, body=holding(everybodys)))


def test_words_are_linked_where_they_are_first_used_and_frozen(writing: Writing) -> None:
    term = word(writing.department.collection, also="medians", meaning="In the <middle>.")
    page = publish(draft_course(writing, lessons=1, body=holding(term)))
    html = shown(page)
    assert html.count('href="#word-median"') == 1
    assert '<a class="govuk-link app-word" href="#word-median">Median</a> is no mean' in html
    assert "<dfn>median</dfn>" in html
    assert "In the &lt;middle&gt;." in html
    term.meaning = "Half are below it."
    term.save()
    assert "Half are below" not in shown(page)
    assert again(page).has_unpublished_changes
    with pytest.raises(IntegrityError):
        word(writing.department.collection, term="MEDIAN")


def test_a_passage_cannot_come_to_hold_itself(writing: Writing) -> None:
    shared = passage(writing.department.collection)
    inside = {"type": "passage", "id": str(UUID(int=5)), "value": shared.pk}
    shared.body = json.dumps([inside, text("Ring 6000.")])
    shared.save()
    page = publish(draft_course(writing, lessons=1, body=holding(shared)))
    assert shown(page).count("Ring 6000.") == 1
    assert [block.block_type for block in SharedPassage.objects.get().body] == ["text"]


def test_editors_write_and_use_what_is_in_their_own_folders(writing: Writing, people: Cast) -> None:
    other = provide_department(organisation=people.other_department).collection
    mine, theirs = passage(writing.department.collection), passage(other)
    everybodys = passage(Collection.get_first_root_node())
    author, place = browser_of(people.author), "/cms-admin/snippets/snippets/sharedpassage/"
    listed = author.get(place).content.decode()
    assert f"edit/{mine.pk}/" in listed
    for stranger in (theirs, everybodys):
        assert f"edit/{stranger.pk}/" not in listed
        for act in ("edit", "delete", "usage", "history", "copy"):
            answer = author.get(f"{place}{act}/{stranger.pk}/")
            assert answer.status_code in (302, 403, 404), (act, answer.status_code)
    page = author.get(f"{place}edit/{mine.pk}/").content.decode()
    assert "No course uses this." in page
    assert f'<option value="{other.pk}"' not in page
    chooser = author.get("/cms-admin/snippets/choose/snippets/sharedpassage/").content.decode()
    assert f"chosen/{mine.pk}/" in chooser
    assert f"chosen/{everybodys.pk}/" in chooser
    assert f"chosen/{theirs.pk}/" not in chooser


def test_the_number_of_anothers_passage_shows_nothing(writing: Writing, people: Cast) -> None:
    other = provide_department(organisation=people.other_department).collection
    theirs, mine = passage(other, "Only for them."), passage(writing.department.collection)
    page = draft_course(writing, lessons=1)
    lesson = LessonPage.objects.child_of(page).get()
    author, before = browser_of(people.author), lesson.latest_revision_id
    bulk = "/cms-admin/bulk/snippets/sharedpassage/delete/"
    author.post(f"{bulk}?id={theirs.pk}&id={mine.pk}", {"next": "/cms-admin/"})
    assert SharedPassage.objects.count() == 2
    for snippet, taken in ((theirs, False), (mine, True)):
        form = lesson_form(lesson, body=streamfield([("passage", str(snippet.pk))]))
        place = f"/cms-admin/pages/{lesson.pk}/edit/"
        assert author.post(f"{place}preview/", form).json()["is_valid"] is taken
        author.post(place, form)
        assert (LessonPage.objects.get().latest_revision_id != before) is taken


def test_a_word_that_is_there_already_gets_a_sentence(writing: Writing, people: Cast) -> None:
    word(writing.department.collection)
    author = browser_of(people.author)
    form = {
        "term": "Median",
        "also": "",
        "meaning": "Another one.",
        "collection": str(writing.department.collection.pk),
    }
    place = "/cms-admin/snippets/snippets/glossaryterm/add/"
    answer = author.post(place, form)
    assert answer.status_code == 200
    assert "in the glossary of this folder already" in answer.content.decode()
    assert author.post(place, {**form, "term": "mode"}).status_code == 302
    assert set(GlossaryTerm.objects.values_list("term", flat=True)) == {"median", "mode"}
