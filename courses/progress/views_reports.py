"""Reports on how courses are taken, in the Wagtail admin, each with its CSV file.

Everybody who writes, reviews or publishes sees the courses of their own part of the tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.content.models import CoursePage
from courses.content.reports import CourseReport, Report
from courses.progress.feedback import Opinions, opinions_on
from courses.progress.forms import Usefulness
from courses.progress.insight import STOPPED_AFTER, CheckUse, CourseUse, checks_of, course_use
from learning.people.small_numbers import shown


def number_or_not(number: int | None) -> str:
    """Return a number as a table shows it, or in words that it is not shown."""
    return gettext("not shown") if number is None else str(number)


def percent(share: int | None) -> str:
    """Return a share in a table; nothing where there is none to tell."""
    return "" if share is None else f"{share}%"


def stopped_in_words(use: CourseUse) -> str:
    """Return in words where people stopped, the most first."""
    return "; ".join(
        gettext("%(lesson)s (%(people)s)") % {"lesson": lesson, "people": people}
        for lesson, people in use.stopped[:3]
    )


def hardest_in_words(use: CourseUse) -> str:
    """Return in words the question that most people got wrong at first."""
    if use.hardest is None:
        return ""
    return gettext("%(question)s (%(share)s%% of %(people)s people)") % {
        "question": use.hardest.question,
        "share": use.hardest.share,
        "people": use.hardest.people,
    }


def opinions_in_words(opinions: Opinions) -> str:
    """Return in words how many found the course useful, where enough have said so."""
    people, useful = shown(opinions.people), opinions.useful
    if not people or useful is None:
        return ""
    return ngettext(
        "%(share)s%% of %(num)s person found it useful",
        "%(share)s%% of %(num)s people found it useful",
        people,
    ) % {"share": useful, "num": people}


ROUNDED = _(
    "Numbers of people are rounded to the nearest %(rounded)s. A number is not shown where it, or "
    "what is left without it, is fewer than %(number)s people."
)


class CountedCourses(Sequence[CourseUse]):
    """A sequence of courses that are counted only when a page of them is cut out."""

    def __init__(self, courses: Any) -> None:
        self.courses = courses

    def __len__(self) -> int:
        return int(self.courses.count())

    def __getitem__(self, which: Any) -> Any:
        if isinstance(which, slice):
            return course_use(list(self.courses[which]), now=timezone.now())
        return self[which : which + 1][0]

    def __iter__(self) -> Iterator[CourseUse]:
        return iter(self[:])


class CourseUseView(CourseReport):
    """The report of how each published course is taken."""

    page_title = _("Courses in use")
    index_url_name = "courses_in_use"
    numbers = {"weeks": STOPPED_AFTER.days // 7}
    index_results_url_name = "courses_in_use_results"
    explanation = (
        _("How the published courses of your department are taken, from people’s records."),
        ROUNDED,
        _(
            "People have stopped when they have not opened a course for %(weeks)s weeks. The "
            "hardest question is the one most people got wrong the first time."
        ),
    )
    fields = {
        "course": (_("Course"), lambda use: use.course.title),
        "started": (_("Started"), lambda use: number_or_not(use.started)),
        "completed": (_("Completed"), lambda use: number_or_not(use.completed)),
        "share": (_("Share"), lambda use: percent(use.share)),
        "stopped": (_("Where people stop"), stopped_in_words),
        "hardest": (_("Hardest question"), hardest_in_words),
        "opinions": (_("Opinion"), lambda use: opinions_in_words(use.opinions)),
    }

    def get_filename(self) -> str:
        return "courses-in-use"

    def get_queryset(self) -> CountedCourses:
        return CountedCourses(self.courses())


class CheckUseView(CourseReport):
    """The report of the questions that most people got wrong at first."""

    page_title = _("Questions in lessons")
    index_url_name = "questions_in_lessons"
    index_results_url_name = "questions_in_lessons_results"
    explanation = (
        _("How many people did not answer a question right the first time, the hardest first."),
        _(
            "A question that most people get wrong may be unclear, or the lesson before it. "
            "Questions that fewer than %(number)s people have answered are not listed."
        ),
        ROUNDED,
    )
    fields = {
        "question": (_("Question"), lambda check: check.question),
        "course": (_("Course"), lambda check: check.course.title),
        "lesson": (_("Lesson"), lambda check: check.lesson),
        "people": (_("People who answered"), lambda check: check.people),
        "share": (_("Wrong at first"), lambda check: percent(check.share)),
    }

    def get_filename(self) -> str:
        return "questions-in-lessons"

    def get_queryset(self) -> list[CheckUse]:
        return checks_of(list(self.courses()))


@dataclass(frozen=True)
class Said:
    """The opinion of one person on a course; nothing tells who."""

    course: CoursePage
    usefulness: int
    comment: str


class OpinionsView(CourseReport):
    """The report of what people say of courses."""

    page_title = _("What people say")
    index_url_name = "what_people_say"
    index_results_url_name = "what_people_say_results"
    explanation = (
        _("What people wrote about the published courses of your department, newest first."),
        _("Nobody sees who said it. A course is listed once %(number)s people have answered."),
    )
    fields = {
        "course": (_("Course"), lambda said: said.course.title),
        "usefulness": (_("How useful"), lambda said: Usefulness(said.usefulness).label),
        "comment": (_("Comment"), lambda said: said.comment),
    }

    def get_filename(self) -> str:
        return "what-people-say"

    def get_queryset(self) -> list[Said]:
        courses = {
            version.activity.term_id: course
            for course in self.courses().prefetch_related("versions__activity")
            for version in course.versions.all()
            if version.current
        }
        return [
            Said(course=courses[term], usefulness=usefulness, comment=words)
            for term, opinions in opinions_on(courses).items()
            if opinions.enough
            for usefulness, words in opinions.comments
        ]


REPORTS = (
    Report("courses-in-use", CourseUseView, "doc-full-inverse"),
    Report("questions-in-lessons", CheckUseView, "help"),
    Report("what-people-say", OpinionsView, "comment"),
)
