"""A typing error is gone within a minute; whatever else changes is seen by a second person."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.publishing.gate import PublishRefused
from cms.publishing.models import Approval, ApprovalBasis
from courses.content.models import CoursePage, LessonPage
from courses.content.review.corrections import corrections
from courses.content.review.spelling import is_misspelling
from courses.progress.selectors import course_progress
from learning.people.models import User
from tests.factories.clients import client_of
from tests.factories.courses import (
    Writing,
    add_lesson,
    body_of,
    check,
    complete_lessons,
    published_course,
    started,
    text,
)

SLUG = "asking-good-questions"
RECEIVE, SEPARATE = [("recieve", "receive")], ("seperate", "separate")
KNOWN = frozenset(
    re.findall(
        r"\w+",
        "report forget now not can must may share keep send delete public private safe trust "
        "unsafe encrypt decrypt allow forbid always never before after with without phone email",
    )
)
WORDS = '<p>You have <b>28 days</b> to answer, <a href="https://x.example/a">see here</a>.</p>'


EN, CY = "en-gb", "cy"


def fixed(before: str, after: str, language: str = EN) -> list[tuple[str, str]] | None:
    return corrections({"text": before}, {"text": after}, language=language)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (WORDS, WORDS, []),
        (WORDS.replace("answer", "anwser"), WORDS, [("anwser", "answer")]),
        ("I recieve a seperate one.", "I receive a separate one.", [*RECEIVE, SEPARATE]),
        ("If teh goverment", "If the government", [("teh", "the"), ("goverment", "government")]),
        ("Check the the link.", "Check the link.", [("the the", "the")]),
        ("It's the user's “own”.", "It’s  the user’s \"own\".", []),
    ],
)  # fmt: skip
def test_misspelt_words_become_the_ones_that_were_meant(
    before: str, after: str, found: list[tuple[str, str]]
) -> None:
    assert fixed(before, after) == found


def test_in_welsh_everything_is_reviewed() -> None:
    """No list of Welsh words is good enough to tell what is none."""
    assert fixed("Defnyddiwch gyfriniair cryf.", "Defnyddiwch gyfrinair cryf.", CY) is None
    assert fixed("Diffyg annhegwch yma.", "Diffyg anrhegwch yma.", CY) is None


ANOTHER_MEANING = {
    "report it": "forget about it",
    "Report it now.": "Forget it now.",
    "Do not click.": "Do now click.",
    "You may share it.": "You must share it.",
    "You can share it.": "You can't share it.",
    "Encrypt the file first.": "Decrypt the file first.",
    "It is safe here.": "It is unsafe here.",
    "It is illegal here.": "It is legal here.",
    "Wait 28 days.": "Wait 30 days.",
    "Wait ten days.": "Wait two days.",
    "See x.example/a first.": "See x.example/b first.",
    "Ask ann@demo.example first.": "Ask abe@demo.example first.",
    "Use Entra for it.": "Use Entry for it.",
    "Entra is for it.": "Entry is for it.",
    "Ask Sian for it.": "Ask Stan for it.",
    "Turn VLAN off.": "Turn PLAN off.",
    "Tell us first.": "Tell US first.",
    "No, report it.": "No report it.",
    "Stop. Do it.": "Stop Do it.",
    "Ask first, then share.": "Ask, then share first.",
    "It is never right.": "It is ever right.",
    "A public body.": "A pubic body.",
    "Send it there.": "Send it their.",
    "It is not here.": "It is here.",
    "Leave it.": "Leave it, please do.",
    "It is imposible here.": "It is possible here.",
    "It is incorect here.": "It is correct here.",
    "Press ctrl+x now.": "Press ctrl+v now.",
    "Grow by -5 then.": "Grow by 5 then.",
    "The fil is here.": "The fill are here.",
    "Prevnt the loss.": "Present the loss.",
    "You recieve it here.": "You relieve it here.",
    "Ask the the Reading office.": "Ask the reading office.",
    "Call nine nine nine now.": "Call nine nine now.",
    "You must not not share.": "You must not share.",
    "Pick x x y now.": "Pick x y now.",
    "It is what it is is clear.": "It is what it is clear.",
    "Press the the the key.": "Press the the key.",
    "Run rm - rf now.": "Run rm -rf now.",
    "An intradepartmental note.": "An interdepartmental note.",
    "Ten kibibytes of it.": "Ten kilobytes of it.",
    "Ten mbps of it.": "Ten maps of it.",
    "It is smishing again.": "It is smashing again.",
    "Keep a denylist here.": "Keep a dentist here.",
    "The extranet page.": "The extract page.",
    "It isnt safe.": "It int safe.",
    "You cannt share.": "You cant share.",
    "A quishing mail.": "A quashing mail.",
    "A pubilc body.": "A pubic body.",
    "There is a tpyo here.": "There is a type here.",
    "Then hte end.": "Then hat end.",
    "A lawfull order.": "A lawless order.",
    "The goverment did.": "The goverments did.",
    "You dont go.": "You don't go.",
    "Go alot there.": "Go a lot there.",
    "For no where else.": "For nowhere else.",
    "Pay £5 here.": "Pay $5 here.",
    "Take 5 kg there.": "Take 5 mg there.",
    "Read (all of) it.": "Read all of it.",
    "Ask a@hepl.example now.": "Ask a@help.example now.",
    "Open datat.csv now.": "Open data.csv now.",
    "The polish team.": "The Polish team.",
    "It a b c.": "It a c.",
    "The a b.": "The b a.",
}


@pytest.mark.parametrize("before", ANOTHER_MEANING)
def test_no_word_becomes_another_word(before: str) -> None:
    assert fixed(before, ANOTHER_MEANING[before]) is None
    assert fixed(ANOTHER_MEANING[before], before) is None


def test_a_language_whose_words_are_not_known_is_always_reviewed() -> None:
    assert fixed("Teh file.", "The file.", "fr") is None


def test_a_word_that_stays_elsewhere_is_a_word_of_the_course() -> None:
    before = [{"a": "A fooba is a tool."}, {"b": "Use the fooba now."}]
    assert corrections(before, [{"a": "A foobar is a tool."}, before[1]], language=EN) is None


def test_ten_words_are_a_slip_and_more_are_not() -> None:
    words = "answer receive separate member market garden winter number second person system"
    right = words.split()
    wrong = [word[:2] + word[3] + word[2] + word[4:] if len(word) > 3 else word for word in right]
    for number, small in ((10, True), (11, False)):
        found = fixed(" ".join(wrong[:number]), " ".join(right[:number]))
        assert (found is not None) is small, found


@given(st.text(alphabet=ascii_lowercase, min_size=1, max_size=12), st.sampled_from(sorted(KNOWN)))
def test_nothing_can_be_made_of_a_word_whatever_is_tried(other: str, word: str) -> None:
    assert not is_misspelling(word, other, language=EN)


@given(st.lists(st.sampled_from(sorted(KNOWN)), min_size=2, max_size=8), st.data())
def test_a_text_of_words_can_only_be_changed_with_a_review(words: list[str], data: Any) -> None:
    place = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(st.sampled_from(sorted(KNOWN - {words[place]})))
    changed = [*words[:place], other, *words[place + 1 :]]
    assert fixed(" ".join(words), " ".join(changed)) is None


def test_other_blocks_files_answers_and_code_are_never_small() -> None:
    for before, after in (
        ({"image": 1}, {"image": 2}),
        ({"correct": True}, {"correct": False}),
        ([{"a": "b c"}], [{"a": "b c"}, {"a": "b c"}]),
        ({"id": "one"}, {"id": "two"}),
        ({"a": 1}, {"b": 1}),
        ({"a": "x y"}, {"a": None}),
        ({"code": "SELCT a b"}, {"code": "SELECT a b"}),
        ({"a": "<b>Teh file</b> now"}, {"a": "<i>The file</i> now"}),
        ({"a": "<a>Teh file</a> now"}, {"a": "<a>The</a> file now"}),
    ):
        assert corrections(before, after, language=EN) is None


@pytest.fixture
def page(writing: Writing) -> CoursePage:
    return published_course(
        writing, body=[text("There is a tpyo in this sentence."), check("Why?")]
    )


def change(page: CoursePage, old: str, new: str, reach: str = "correction") -> None:
    for one in LessonPage.objects.child_of(page):
        lesson = one.get_latest_revision_as_object()
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
    assert "a typo in this sentence" in str(body_of(progress.steps[0]))
    assert [step.is_done for step in progress.steps] == [True, False]
    approval = Approval.objects.get(revision=CoursePage.objects.get(pk=page.pk).live_revision)
    assert (approval.basis, approval.approved_by) == (
        ApprovalBasis.CORRECTION,
        writing.cast.publisher,
    )
    assert approval.corrected == [["tpyo", "typo"]]


@pytest.mark.django_db
def test_reviewers_see_afterwards_what_was_corrected(writing: Writing, page: CoursePage) -> None:
    change(page, "tpyo", "typo")
    publish_now(page, writing.cast.publisher)
    reviewer, author = client_of(writing.cast.reviewer), client_of(writing.cast.author)
    seen = reviewer.get("/cms-admin/").content.decode()
    assert "Corrections published without a review" in seen
    assert "<del>tpyo</del>" in seen
    assert "<ins>typo</ins>" in seen
    assert writing.cast.publisher.full_name in seen
    approval = Approval.objects.get(basis=ApprovalBasis.CORRECTION)
    address = f"/cms-admin/corrections/{approval.pk}/read/"
    for somebody in (author, client_of(writing.cast.publisher)):
        assert "Corrections published" not in somebody.get("/cms-admin/").content.decode()
        answer = somebody.post(address, follow=True).content.decode()
        assert "not on your list" in answer
    assert "Marked as read" in reviewer.post(address, follow=True).content.decode()
    approval.refresh_from_db()
    assert approval.seen_by == writing.cast.reviewer
    assert "Corrections published" not in reviewer.get("/cms-admin/").content.decode()


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
