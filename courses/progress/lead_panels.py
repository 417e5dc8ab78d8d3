"""The panel of how a department's courses are taken, for the page of an L&D lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cms.pages.selectors import written_in
from courses.content.models import CoursePage, CourseVersion
from courses.progress.feedback import Opinions, opinions_on
from courses.progress.taken import taken_and_done
from courses.progress.views_reports import number_or_not, opinions_in_words
from learning.insights.offered import LeadPanel
from learning.people.models import Organisation, User
from learning.people.small_numbers import shown

MOST = 20


@dataclass(frozen=True)
class Row:
    """A row for one course: its language, and who takes it and what they think in words."""

    title: str
    language: str
    started: str
    completed: str
    opinions: str


def courses_written(*, lead: User, parts: Sequence[Organisation], on: date) -> LeadPanel | None:
    """List the published courses of these departments: who takes them, everywhere together.

    The numbers are those that their authors see.
    """
    written = CoursePage.objects.live().filter(written_in(parts), alias_of__isnull=True)
    courses = list(written.select_related("locale").order_by("-last_published_at", "pk")[:MOST])
    if not courses:
        return None
    taken = taken_and_done(courses)
    terms = {
        version.page_id: version.activity.term_id
        for version in CourseVersion.objects.filter(current=True, page__in=courses)
        .select_related("activity")
        .defer("raw", "activity__body", "activity__search")
    }
    opinions = opinions_on(terms.values())
    rows = [
        Row(
            title=course.title,
            language=course.locale.language_code,
            started=number_or_not(shown(started)),
            completed=number_or_not(shown(done, of=started)),
            opinions=opinions_in_words(opinions.get(terms.get(course.pk, 0), Opinions())),
        )
        for course in courses
        for started, done in [taken.get(course.pk, (0, 0))]
    ]
    return LeadPanel("progress/lead_courses.html", {"rows": rows, "most": MOST})
