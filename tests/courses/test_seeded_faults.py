"""Faults are sown in drafts: each is found, at its page and its block, and nothing else is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Page

from cms.media.models import LibraryDocument
from cms.publishing.checking import OF_CONTENT, checks_in
from cms.publishing.departments import provide_department
from cms.publishing.faults import Fault, Severity
from cms.publishing.gate import findings_in
from courses.content.checking.drafts import course_draft
from courses.content.checking.gate import OF_COURSES
from courses.content.models import CoursePage, LessonPage
from courses.content.review.reach import Reach
from learning.people.models import User
from tests.courses.seeds import in_things, in_words
from tests.courses.seeds.sowing import Ground, a_picture, prose
from tests.factories.additions import draft_addition
from tests.factories.additions import lesson as added_lesson
from tests.factories.courses import (
    Writing,
    add_lesson,
    check,
    draft_course,
    publish,
    published_course,
    text,
)

HARD = (
    "Notwithstanding considerable organisational heterogeneity, departmental administrators "
    "systematically operationalise interoperability considerations, whereby inconsistencies "
    "accumulating throughout intermediary repositories unavoidably compromise statistical "
    "credibility, comparability and accountability across governmental jurisdictions. "
)
SEEDS = [*in_words.SEEDS, *in_things.SEEDS]
EASY = "We count. You count. They count too. So do we all, day by day. "

# The page, the block, how much it weighs and a part of what is said.
Expected = tuple[int, str | None, Severity, str]


@pytest.fixture
def ground(writing: Writing) -> Ground:
    withdrawn = published_course(writing, slug="withdrawn", title="Withdrawn", lessons=1)
    withdrawn.unpublish()
    other = provide_department(organisation=writing.cast.other_department).collection
    return Ground(
        published=published_course(writing, slug="published", title="Published", lessons=1),
        unpublished=draft_course(writing, slug="unpublished", title="Unpublished", lessons=1),
        withdrawn=withdrawn,
        picture=a_picture(writing.department.collection),
        theirs=a_picture(other),
        their_document=LibraryDocument.objects.create(
            title="Theirs", file=ContentFile(b"Theirs", name="theirs.txt"), collection=other
        ),
        collection=writing.department.collection,
    )


def found_in(page: CoursePage) -> list[Fault]:
    """Return what is found in the newest draft; how easy it is to read is no fault."""
    revision = CoursePage.objects.get(pk=page.pk).latest_revision
    return [one for one in findings_in(revision) if one.severity is not Severity.NOTE]


def assert_these_and_no_others(found: list[Fault], expected: list[Expected]) -> None:
    left = list(found)
    for page, block, severity, says in expected:
        same = [
            one
            for one in left
            if (one.page_id, one.block_id, one.severity) == (page, block, severity)
            and says in one.message
        ]
        assert same, f"not found: {says} ({page}, {block})\n" + "\n".join(map(repr, left))
        left.remove(same[0])
    assert not left, "a false alarm:\n" + "\n".join(map(repr, left))
    assert all(one.fix for one in found)
    assert [one.severity for one in found] == sorted(one.severity for one in found)


def test_every_fault_in_a_lesson_is_found_where_it_is(writing: Writing, ground: Ground) -> None:
    page = draft_course(writing, lessons=0)
    expected: list[Expected] = []
    for name in dict.fromkeys(seed.lesson for seed in SEEDS):
        seeds = [seed for seed in SEEDS if seed.lesson == name]
        blocks = [seed.block(ground) for seed in seeds]
        start = [] if name.startswith("begins") else [prose("<h2>To begin with</h2>")]
        lesson = add_lesson(
            page,
            writing.cast.author,
            title=name,
            slug=name.replace(" ", "-"),
            body=[*start, *blocks],
        )
        expected += [
            (lesson.pk, seed.inner(block), seed.severity, seed.says)
            for seed, block in zip(seeds, blocks, strict=True)
        ]
    assert len(expected) == len(set(expected)) >= 50
    found = found_in(page)
    assert_these_and_no_others(found, expected)
    assert_every_check_speaks(page, author=writing.cast.author)
    # The way to each leads through the field that holds the lesson to the block.
    assert all(one.path.startswith("body.") and str(one.block_id) in one.path for one in found)


def test_the_same_faults_are_found_in_lessons_that_a_department_adds(
    writing: Writing, ground: Ground
) -> None:
    other = provide_department(organisation=writing.cast.other_department)
    Page.objects.get(pk=ground.published.pk).move(other.page, pos="last-child")
    course = CoursePage.objects.get(pk=ground.published.pk)
    lessons, expected = [], []
    for name in dict.fromkeys(seed.lesson for seed in SEEDS if seed.lesson != "shared"):
        seeds = [seed for seed in SEEDS if seed.lesson == name]
        blocks = [seed.block(ground) for seed in seeds]
        start = [] if name.startswith("begins") else [prose("<h2>To begin with</h2>")]
        lessons.append(added_lesson(name, body=[*start, *blocks]))
        expected += list(zip(seeds, blocks, strict=True))
    page = draft_addition(
        course, below=writing.department.page, author=writing.cast.author, lessons=lessons
    )
    assert_these_and_no_others(
        [one for one in findings_in(page.latest_revision) if one.severity is not Severity.NOTE],
        [(page.pk, seed.inner(block), seed.severity, seed.says) for seed, block in expected],
    )


# What only a course in another language can have wrong (test_translating.py).
SPOKEN_ELSEWHERE = {"courses.content.checks.translated"}


def assert_every_check_speaks(page: CoursePage, *, author: User) -> None:
    """A new check is one module and one seed: it is found by being there, and fails without."""
    changed(page, course_owner=None, outcomes=[], summary="")
    add_lesson(page, author, title="Hard", slug="hard", body=[text(HARD * 4)])
    empty = add_lesson(page, author, title="Empty", slug="empty").get_latest_revision_as_object()
    empty.body = []
    empty.save_revision()
    draft = course_draft(CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object())
    silent = [
        check.__module__
        for check in (*checks_in(OF_CONTENT), *checks_in(OF_COURSES))
        if check.__module__ not in SPOKEN_ELSEWHERE
        and not any(one.severity is not Severity.NOTE for one in check(draft))
    ]
    assert not silent


def changed(page: CoursePage, **values: Any) -> CoursePage:
    """Save a draft of a course with other values, as unfinished as it may be."""
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)
    return page


def test_a_course_without_anything(writing: Writing) -> None:
    page = draft_course(writing, lessons=0)
    changed(page, course_owner=None, review_date=None, outcomes=[], summary="")
    expected = ["who owns this course", "is to be reviewed", "at least one learning outcome",
                "at least one lesson", "Summary: "]  # fmt: skip
    assert_these_and_no_others(
        found_in(page), [(page.pk, None, Severity.ERROR, says) for says in expected]
    )


def test_a_course_with_the_wrong_things(writing: Writing, ground: Ground) -> None:
    author, people = writing.cast.author, writing.cast
    page = draft_course(writing, lessons=0, slug="published-too")
    lesson, empty, double, reserved = (
        add_lesson(page, author, title=title, slug=title.lower())
        for title in ("Lesson", "Empty", "Double", "Reserved")
    )
    for one, values in (
        (empty, {"body": []}),
        (double, {"slug": "lesson"}),
        (reserved, {"slug": "start", "minutes": 0}),
    ):
        draft = one.get_latest_revision_as_object()
        for name, value in values.items():
            setattr(draft, name, value)
        draft.save_revision(clean=False)
    gone = add_lesson(page, author, title="Gone", slug="gone")
    foreign = LessonPage.objects.child_of(ground.published).first()
    people.outsider.is_active = False
    people.outsider.save()
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    never = LessonPage(title="Never", slug="never", minutes=5, live=False)
    CoursePage.objects.get(pk=page.pk).add_child(instance=never)
    # The tree takes no second page at an address, but the catalogue keeps those of the past.
    ground.published.delete()
    changed(
        page,
        slug="published",
        course_owner=people.outsider,
        review_date=date(2020, 1, 1),
        outcomes=[
            ("outcome", "ask before you draw"),
            ("outcome", "Ask before you draw"),
            ("outcome", "understand charts"),
            ("outcome", ""),
        ],
        steps=[
            *((step.block_type, step.value) for step in draft.steps),
            ("lesson", {"lesson": lesson}),
            ("lesson", {"lesson": foreign}),
            ("lesson", {"lesson": never}),
        ],
    )
    LessonPage.objects.filter(pk=gone.pk).delete()
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    steps = [str(step.id) for step in draft.steps]
    outcomes = [str(outcome.id) for outcome in draft.outcomes]
    error, warning = Severity.ERROR, Severity.WARNING
    assert_these_and_no_others(
        found_in(page),
        [
            (page.pk, None, error, "Outsider, does not work here any more"),
            (page.pk, None, warning, "review date has passed"),
            (page.pk, None, error, "had, this address"),
            (page.pk, outcomes[1], warning, "is there twice"),
            (page.pk, outcomes[2], Severity.ADVICE, "“understand”"),
            (page.pk, outcomes[3], error, "“Outcome” is empty"),
            (page.pk, steps[4], error, "was deleted"),
            (page.pk, steps[5], error, "“Lesson” is among the steps twice"),
            (page.pk, steps[6], error, "was deleted"),
            (page.pk, steps[7], error, "“Never” has never been saved"),
            (empty.pk, None, error, "“Empty”: it is empty"),
            (lesson.pk, None, error, "Another lesson has this address"),
            (double.pk, None, error, "Another lesson has this address"),
            (reserved.pk, None, error, "taken by the course itself"),
            (reserved.pk, None, error, "Minutes: "),
        ],
    )


def test_a_lesson_of_another_course_and_a_correction_with_a_new_lesson(
    writing: Writing, ground: Ground
) -> None:
    page = publish(draft_course(writing, lessons=1))
    foreign = LessonPage.objects.child_of(ground.published).first()
    add_lesson(page, writing.cast.author, title="New", slug="new")
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    kept = [(step.block_type, step.value) for step in draft.steps]
    changed(page, reach=Reach.CORRECTION, steps=[*kept, ("lesson", {"lesson": foreign})])
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert_these_and_no_others(
        found_in(page),
        [
            (page.pk, str(draft.steps[2].id), Severity.ERROR, "belongs to another course"),
            (page.pk, None, Severity.ERROR, "A correction cannot add or remove lessons"),
        ],
    )


def test_a_lesson_that_is_hard_to_read_is_told_with_its_longest_sentences(
    writing: Writing,
) -> None:
    page = draft_course(writing, lessons=0)
    author = writing.cast.author
    long = [text(HARD * 3), text(EASY * 10)]
    lesson = add_lesson(page, author, title="Hard", slug="hard", body=long)
    add_lesson(page, author, title="Easy", slug="easy", body=[text(EASY * 20)])
    add_lesson(page, author, title="Short", slug="short", body=[text(HARD), check()])
    advice = Severity.ADVICE
    assert_these_and_no_others(
        found_in(page),
        [
            (lesson.pk, None, advice, "Hard to read"),
            *[(lesson.pk, long[0]["id"], advice, "A sentence of 26 words: “Notwithstanding")] * 3,
        ],
    )
    notes = findings_in(CoursePage.objects.get(pk=page.pk).latest_revision)
    assert [(one.place, one.severity) for one in notes if one.severity is Severity.NOTE] == [
        ("Easy", Severity.NOTE)
    ]
