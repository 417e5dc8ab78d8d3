"""The lesson as a kind of step: words to read, with questions to check one's understanding.

In a course a lesson is a page below it, which the list of steps names; in what a department adds
to a course it is written in the list itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import StreamValue
from wagtail.models import Locale, Page

from cms.blocks.fields import sanitised
from cms.publishing.content import Draft
from cms.publishing.faults import Fault
from cms.steps.contract import FrozenStep, Prepared, StepPage, Taking
from cms.steps.one_row import OneRowKind
from courses.content.blocks import AddedLessonBlock, LessonStepBlock
from courses.content.checking.lessons import faults_of_lessons
from courses.content.freezing.kept_files import keep_files
from courses.content.freezing.rendering import files_of, links_of, needs_of, render_body, words_of
from courses.content.identifiers import check_iri
from courses.content.knowledge.answers import ShownCheck, answers_in, shown_checks
from courses.content.knowledge.checks import Check, CheckKind, checks_in
from courses.content.knowledge.statements import check_activity
from courses.content.models import CoursePage, FrozenLesson, LessonPage
from learning.xapi import activity_types


class LessonKind(OneRowKind):
    """The lesson as a kind of step (``StepKind``)."""

    name = "lesson"
    path = "lessons"
    label = gettext_lazy("Lesson")
    activity_type = activity_types.LESSON
    in_the_list = False
    model = FrozenLesson

    def block(self) -> LessonStepBlock:
        return LessonStepBlock()

    def added_block(self) -> AddedLessonBlock:
        return AddedLessonBlock()

    def faults(self, children: Sequence[Any], draft: Draft) -> Iterator[Fault]:
        return faults_of_lessons(children, draft)

    def prepare(self, children: Sequence[Any], page: Page, language: str) -> list[Prepared]:
        if isinstance(page, CoursePage):
            return _of_a_course(children, page, language)
        return super().prepare(children, page, language)

    def frozen(self, child: Any, language: str) -> FrozenLesson:
        return rendered_lesson(child.value["body"], language=language)

    def copy_files(self, content: FrozenLesson) -> None:
        content.body = keep_files(content.body)

    def seen(self, content: FrozenLesson) -> Any:
        return content.body

    def words(self, content: FrozenLesson) -> str:
        return words_of(content.body)

    def files(self, content: FrozenLesson) -> set[str]:
        return files_of(content.body)

    def links(self, content: FrozenLesson) -> Sequence[str]:
        return links_of(content.body)

    def parts(self, content: FrozenLesson, iri: str) -> Sequence[str]:
        return [check_iri(iri, check.key) for check in checks_in(content.body)]

    def activities(
        self, step: FrozenStep, content: FrozenLesson, language: str
    ) -> Sequence[dict[str, Any]]:
        lesson = super().activities(step, content, language)
        checks = checks_in(content.body)
        return [*lesson, *(check_activity(step.term.iri, check, language) for check in checks)]

    def reading(self, content: FrozenLesson) -> StepPage:
        needs = needs_of(content.body)
        return StepPage(
            "content/lesson_to_read.html",
            {"segments": content.shown},
            scripts=needs.scripts,
            frames=needs.frames,
        )

    def page(self, taking: Taking, content: FrozenLesson) -> StepPage:
        answers = answers_in(taking.step.term.iri, content.body, taking.records)
        checks = shown_checks(content.body, answers, taking.sent)
        return lesson_page(content, checks, address=taking.address)

    def done_words(self) -> Mapping[str, str]:
        return {
            "heading": _("Finished this lesson?"),
            "text": _(
                "Completing it is recorded in your learning. You can come back to it at any time."
            ),
            "button": _("Complete and continue"),
            "last": _("Complete this lesson and the course"),
            "added": _("Complete this lesson"),
            "done": _("You completed this lesson"),
        }

    def translated(self, child: Any, own: Any | None, locale: Locale) -> Any | None:
        lesson = child.value["lesson"]
        if lesson is None or not lesson.has_translation(locale):
            return None
        return {**child.value, "lesson": lesson.get_translation(locale)}


def lesson_page(
    content: FrozenLesson, checks: Mapping[str, ShownCheck], *, address: str
) -> StepPage:
    """Return the page of a lesson whose questions are answered as ``checks`` say."""
    needs = needs_of(content.body)
    return StepPage(
        "content/lesson.html",
        {"segments": content.shown, "checks": checks, "address": address},
        errors=[
            (f"check-{check.check.key}-input", _words_of_the_error(check.check))
            for check in checks.values()
            if check.missing
        ],
        scripts=needs.scripts,
        frames=needs.frames,
    )


def rendered_lesson(body: StreamValue, *, language: str) -> FrozenLesson:
    """Return the blocks of a lesson as publishing would freeze them, not saved."""
    return FrozenLesson(
        body=render_body(body, language=language),
        raw=sanitised(body.stream_block, list(body.raw_data)),
    )


def prepared_lesson(
    lesson: LessonPage, *, block: str = "", language: str, required: bool = True
) -> Prepared:
    """Return a lesson of a course as publishing would freeze it."""
    return Prepared(
        block=block,
        key=lesson.step,
        slug=lesson.slug,
        title=lesson.title,
        summary=lesson.summary,
        minutes=lesson.minutes or 0,
        make=partial(rendered_lesson, lesson.body, language=language),
        required=required,
    )


def _of_a_course(children: Sequence[Any], page: CoursePage, language: str) -> list[Prepared]:
    pinned = {lesson.pk: lesson for lesson in page.pinned_lessons()}
    return [
        prepared_lesson(
            pinned[lesson.pk],
            block=str(child.id),
            language=language,
            required=not child.value.get("optional"),
        )
        for child in children
        if (lesson := child.value["lesson"]) and lesson.pk in pinned
    ]


def _words_of_the_error(check: Check) -> str:
    if check.kind is CheckKind.ORDERING:
        return _("Give each line a different number")
    return _("Choose an answer")
