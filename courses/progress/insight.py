"""How courses are taken: what their authors see, counted from records and statements.

Nothing here names a person, and a group smaller than SMALLEST_GROUP is not counted out: where
fewer people stand behind a number it is None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max

from courses.content.identifiers import check_iri
from courses.content.models import CoursePage, CourseVersion, LessonVersion
from courses.progress.changes import part_way_through, taken_to_the_end
from courses.progress.feedback import Opinions, opinions_on
from courses.progress.models import CourseRegistration
from learning.lrs.models import LinkKind
from learning.lrs.sql import array, run
from learning.lrs.terms import intern_activities, intern_verbs
from learning.people.visibility import SMALLEST_GROUP
from learning.xapi import verbs

# Whoever has not opened a course for so long has stopped, as far as anybody can tell.
STOPPED_AFTER = timedelta(days=28)

# Each person's first answer to each check of these courses' versions: what was hard, before the
# feedback told them. Our own statements are written without spaces, and a quotation mark inside a
# text has a backslash before it, so the right answers can be told without reading the JSON.
_FIRST_ANSWERS = """
SELECT activity_id, count(*), count(*) FILTER (WHERE NOT correct) FROM (
    SELECT DISTINCT ON (said.activity_id, said.actor_id)
           said.activity_id, position('"success":true' in said.raw) > 0 AS correct
      FROM lrs_statementlink link
      JOIN lrs_statement said ON said.seq = link.statement_id
     WHERE link.kind = %(kind)s AND link.target = ANY(%(checks)t::bigint[])
       AND said.verb_id = %(verb)s AND said.vouched AND NOT said.voided
     ORDER BY said.activity_id, said.actor_id, said.timestamp, said.seq) first
GROUP BY activity_id
"""


@dataclass(frozen=True)
class CheckUse:
    """A knowledge check: how many people answered it, and how many not right at first."""

    course: CoursePage
    lesson: str
    question: str
    people: int
    wrong: int

    @property
    def share(self) -> int:
        """The share of people whose first answer was not right, 0 to 100."""
        return round(100 * self.wrong / self.people)


@dataclass(frozen=True)
class CourseUse:
    """A published course: ``started`` and ``completed`` people, None for too few to say.

    ``stopped`` says in which lessons people stopped, as pairs of its title and their number, the
    most first; ``hardest`` is the check most got wrong at first.
    """

    course: CoursePage
    started: int | None
    completed: int | None
    stopped: list[tuple[str, int]]
    hardest: CheckUse | None
    opinions: Opinions
    last_started: datetime | None

    @property
    def share(self) -> int | None:
        """The share of those who started that have completed, 0 to 100."""
        if not self.started or self.completed is None:
            return None
        return round(100 * self.completed / self.started)


def course_use(courses: Sequence[CoursePage], *, now: datetime) -> list[CourseUse]:
    """Return how each of ``courses`` is taken, in a constant number of queries."""
    versions = _current(courses)
    taken = {
        page: (people, last)
        for page, people, last in CourseRegistration.objects.filter(version__page__in=courses)
        .values_list("version__page")
        .annotate(people=Count("pk"), last=Max("registration__started_at"))
    }
    done = dict(
        CourseRegistration.objects.filter(taken_to_the_end(), version__page__in=courses)
        .values_list("version__page")
        .annotate(people=Count("pk"))
    )
    stopped = _stopped(courses, versions, now)
    hardest: dict[int, CheckUse] = {}
    for check in checks_of(courses):
        known = hardest.get(check.course.pk)
        if check.wrong and (known is None or check.share > known.share):
            hardest[check.course.pk] = check
    opinions = opinions_on(version.activity.term_id for version in versions.values())
    return [
        CourseUse(
            course=course,
            started=_enough(taken.get(course.pk, (0, None))[0]),
            completed=_enough(done.get(course.pk, 0)),
            stopped=stopped.get(course.pk, []),
            hardest=hardest.get(course.pk),
            opinions=opinions.get(versions[course.pk].activity.term_id, Opinions()),
            last_started=taken.get(course.pk, (0, None))[1],
        )
        for course in courses
        if course.pk in versions
    ]


def checks_of(courses: Sequence[CoursePage]) -> list[CheckUse]:
    """Return the checks of the current versions that enough people answered, the hardest first."""
    asked: dict[str, tuple[int, str, str]] = {}
    lessons = LessonVersion.objects.filter(
        course__current=True, course__page__in=courses
    ).select_related("course", "term")
    for lesson in lessons.defer("raw", "course__raw"):
        for part in lesson.body:
            if "check" in part:
                iri = check_iri(lesson.term.iri, part["check"]["key"])
                asked[iri] = (lesson.course.page_id or 0, lesson.title, part["check"]["question"])
    verb = intern_verbs([verbs.ANSWERED])[verbs.ANSWERED.iri]
    terms = {term.pk: iri for iri, term in intern_activities(asked).items()}
    counted = run(
        _FIRST_ANSWERS, {"kind": LinkKind.ACTIVITY.value, "checks": array(terms), "verb": verb.pk}
    )
    by_key = {course.pk: course for course in courses}
    found = [
        CheckUse(by_key[page], lesson, question, people, wrong)
        for term, people, wrong in counted
        for page, lesson, question in [asked[terms[term]]]
        if people >= SMALLEST_GROUP
    ]
    return sorted(found, key=lambda check: (-check.share, -check.people, check.question))


def _current(courses: Iterable[CoursePage]) -> dict[int, CourseVersion]:
    return {
        version.page_id or 0: version
        for version in CourseVersion.objects.filter(current=True, page__in=courses)
        .select_related("activity")
        .defer("raw", "activity__body", "activity__search")
    }


def _stopped(
    courses: Sequence[CoursePage], versions: dict[int, CourseVersion], now: datetime
) -> dict[int, list[tuple[str, int]]]:
    titles = {
        (page, step): title
        for page, step, title in LessonVersion.objects.filter(course__in=versions.values())
        .values_list("course__page", "step", "title")
    }  # fmt: skip
    still = (
        part_way_through(courses)
        .filter(opened_at__lt=now - STOPPED_AFTER)
        .values_list("version__page", "step")
        .annotate(people=Count("pk"))
        .order_by("-people")
    )
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for page, step, people in still:
        if people >= SMALLEST_GROUP and (page, step) in titles:
            found[page].append((titles[page, step], people))
    return found


def _enough(people: int) -> int | None:
    return people if people == 0 or people >= SMALLEST_GROUP else None
