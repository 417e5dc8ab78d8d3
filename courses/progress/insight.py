"""The use of courses as their authors see it, counted from records and statements.

Nothing here names a person, and every number of people is what ``learning.people.small_numbers``
lets be shown of it: rounded, or None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from courses.content.freezing.contents import contents_of
from courses.content.identifiers import check_iri
from courses.content.knowledge.checks import checks_in
from courses.content.models import CoursePage, CourseVersion, FrozenLesson, Step
from courses.progress.changes import part_way_through
from courses.progress.feedback import Opinions, opinions_on
from courses.progress.taken import taken_and_done
from learning.lrs.models import LinkKind
from learning.lrs.sql import array, run
from learning.lrs.terms import intern_activities, intern_verbs
from learning.people.small_numbers import share, shown
from learning.xapi import verbs

# Anyone who has not opened a course for so long has stopped, as far as anybody can tell.
STOPPED_AFTER = timedelta(days=28)

# Each person's first answer to each check of these courses' versions: what was hard, before the
# feedback told them. An answer that does not say whether it is right counts as one that is not.
# The text is read as json and not as jsonb, which refuses numbers that a statement may hold.
_FIRST_ANSWERS = """
SELECT activity_id, count(*),
       count(*) FILTER (WHERE (raw::json #> '{result,success}')::text IS DISTINCT FROM 'true')
  FROM (
    SELECT DISTINCT ON (said.activity_id, said.actor_id) said.activity_id, said.raw
      FROM lrs_statementlink link
      JOIN lrs_statement said ON said.seq = link.statement_id
     WHERE link.kind = %(kind)s AND link.target = ANY(%(checks)t::bigint[])
       AND said.verb_id = %(verb)s AND said.vouched AND NOT said.voided
     ORDER BY said.activity_id, said.actor_id, said.timestamp, said.seq) first
GROUP BY activity_id
"""


@dataclass(frozen=True)
class CheckUse:
    """A knowledge check: how many people answered it, and the share whose first answer was wrong.

    ``share`` is 0 to 100, or None where it would tell of too few.
    """

    course: CoursePage
    lesson: str
    question: str
    people: int
    share: int | None


@dataclass(frozen=True)
class CourseUse:
    """A published course: ``started`` and ``completed`` people, as they may be shown.

    ``stopped`` says in which lessons people stopped, as pairs of its title and their number, the
    most first; ``hardest`` is the check most got wrong at first.
    """

    course: CoursePage
    started: int | None
    completed: int | None
    stopped: list[tuple[str, int]]
    hardest: CheckUse | None
    opinions: Opinions

    @property
    def share(self) -> int | None:
        """The share of those who started that have completed, 0 to 100."""
        if not self.started or self.completed is None:
            return None
        return round(100 * self.completed / self.started)


def course_use(courses: Sequence[CoursePage], *, now: datetime) -> list[CourseUse]:
    """Return the use of each of ``courses``, in a constant number of queries."""
    versions = _current(courses)
    counted = taken_and_done(courses)
    taken = {page: people for page, (people, _done) in counted.items()}
    done = {page: people for page, (_taken, people) in counted.items()}
    steps = _steps_of(courses)
    stopped = _stopped(courses, steps, taken, now)
    hardest: dict[int, CheckUse] = {}
    for check in _checks_of(courses, steps):
        known = hardest.get(check.course.pk)
        if check.share and (known is None or check.share > (known.share or 0)):
            hardest[check.course.pk] = check
    opinions = opinions_on(version.activity.term_id for version in versions.values())
    return [
        CourseUse(
            course=course,
            started=shown(taken.get(course.pk, 0)),
            completed=shown(done.get(course.pk, 0), of=taken.get(course.pk, 0)),
            stopped=stopped.get(course.pk, []),
            hardest=hardest.get(course.pk),
            opinions=opinions.get(versions[course.pk].activity.term_id, Opinions()),
        )
        for course in courses
        if course.pk in versions
    ]


def checks_of(courses: Sequence[CoursePage]) -> list[CheckUse]:
    """Return the checks of the current versions that enough people answered, the hardest first."""
    return _checks_of(courses, _steps_of(courses))


def _steps_of(courses: Sequence[CoursePage]) -> list[Step]:
    return list(
        Step.objects.filter(course__current=True, course__page__in=courses)
        .select_related("course", "term")
        .defer("course__raw")
    )


def _checks_of(courses: Sequence[CoursePage], steps: Sequence[Step]) -> list[CheckUse]:
    asked: dict[str, tuple[int, str, str]] = {}
    contents = contents_of(steps)
    for step in steps:
        lesson = contents.get(step.content)
        for check in checks_in(lesson.body) if isinstance(lesson, FrozenLesson) else ():
            page = step.course.page_id if step.course else None
            asked[check_iri(step.term.iri, check.key)] = (page or 0, step.title, check.question)
    verb = intern_verbs([verbs.ANSWERED])[verbs.ANSWERED.iri]
    terms = {term.pk: iri for iri, term in intern_activities(asked).items()}
    counted = run(
        _FIRST_ANSWERS, {"kind": LinkKind.ACTIVITY.value, "checks": array(terms), "verb": verb.pk}
    )
    by_key = {course.pk: course for course in courses}
    found = [
        CheckUse(by_key[page], lesson, question, answered, share(wrong, of=people))
        for term, people, wrong in counted
        for page, lesson, question in [asked[terms[term]]]
        for answered in [shown(people)]
        if answered
    ]
    return sorted(found, key=lambda check: (-(check.share or 0), -check.people, check.question))


def _current(courses: Iterable[CoursePage]) -> dict[int, CourseVersion]:
    return {
        version.page_id or 0: version
        for version in CourseVersion.objects.filter(current=True, page__in=courses)
        .select_related("activity")
        .defer("raw", "activity__body", "activity__search")
    }


def _stopped(
    courses: Sequence[CoursePage],
    steps: Sequence[Step],
    taken: dict[int, int],
    now: datetime,
) -> dict[int, list[tuple[str, int]]]:
    titles = {(step.course.page_id, step.key): step.title for step in steps if step.course}
    still = (
        part_way_through(courses)
        .filter(opened_at__lt=now - STOPPED_AFTER)
        .values_list("version__page", "step")
        .annotate(people=Count("pk"))
    )
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for page, step, people in still:
        number = shown(people, of=taken.get(page))
        if number and (page, step) in titles:
            found[page].append((titles[page, step], number))
    # By what is shown: the exact numbers would show in the order.
    return {
        page: sorted(places, key=lambda one: (-one[1], one[0])) for page, places in found.items()
    }
