"""The report of additions to courses, for the course's authors and for those who added."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.additions.models import course_of
from courses.additions.selectors import additions_known_to
from courses.content.models import AdditionVersion
from courses.content.reports import CourseReport, Report
from learning.ui.languages import name_of

NAME = "additions_to_courses"
READ = "addition_as_published"


def what_in_words(addition: AdditionVersion) -> str:
    """Return in words what an addition holds: notes, a contact, lessons."""
    notes, lessons = len(addition.notes), addition.steps_added  # type: ignore[attr-defined]
    parts = []
    if notes:
        parts.append(ngettext("%(num)s note", "%(num)s notes", notes) % {"num": notes})
    if addition.has_contact:
        parts.append(gettext("contact"))
    if lessons:
        parts.append(ngettext("%(num)s lesson", "%(num)s lessons", lessons) % {"num": lessons})
    return ", ".join(parts)


def state_in_words(addition: AdditionVersion) -> str:
    """Return in words whether the course has changed since the addition was published."""
    number = addition.course_number  # type: ignore[attr-defined]
    if number is None:
        return gettext("The course is not published any more")
    if number > addition.made_for:
        return gettext("The course has changed since")
    return gettext("Made for the course as it is")


def title_of(addition: AdditionVersion) -> str:
    """Return the title of the course, or that it is gone."""
    course = course_of(addition)
    return course.title if course else gettext("A course that was deleted")


class AdditionsView(CourseReport):
    """The report of the additions to my courses, and of my own."""

    page_title = _("Additions to courses")
    index_url_name = NAME
    index_results_url_name = f"{NAME}_results"
    explanation = (
        _(
            "What departments have added to the courses you work on, and what your own department "
            "has added to the courses of others. Their own people see it beside the course."
        ),
    )
    fields = {
        "course": (_("Course"), title_of),
        "department": (_("Department"), lambda addition: addition.organisation.name),
        "what": (_("What"), what_in_words),
        "language": (_("Language"), lambda addition: name_of(addition.language)),
        "published": (
            _("Published"),
            lambda addition: date_format(localtime(addition.published_at), "DATE_FORMAT"),
        ),
        "by": (_("By"), lambda addition: getattr(addition.published_by, "full_name", "")),
        "state": (_("State"), state_in_words),
    }

    @staticmethod
    def address_of(row: Any) -> str:
        """Return the address where the addition is read, for its editor may not be the viewer's."""
        return reverse(READ, args=[row.pk])

    def get_filename(self) -> str:
        return "additions-to-courses"

    def get_queryset(self) -> QuerySet[AdditionVersion]:
        found = additions_known_to(self.request.user)
        course = self.request.GET.get("course", "")
        if course.isascii() and course.isdecimal() and len(course) < 10:
            found = found.filter(page__additionpage__course=int(course))
        return found


REPORTS = (Report("additions-to-courses", AdditionsView, "plus"),)
