"""Learners' feedback: stated like everything else, read by a course's authors without names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import orjson

from courses.progress.forms import LONGEST_COMMENT, Usefulness
from courses.progress.models import CourseRegistration
from courses.progress.selectors import CourseProgress
from courses.progress.services import NotStarted
from courses.progress.statements import course_activity
from learning.lrs.facts import fact
from learning.lrs.models import LinkKind, Statement
from learning.lrs.sql import array, run
from learning.lrs.store import store
from learning.lrs.terms import intern_verbs
from learning.lrs.transactions import one_transaction
from learning.people.models import User
from learning.people.small_numbers import SMALLEST_GROUP, share
from learning.xapi import builders, parts, verbs

# What our form makes is far shorter; a partner's statement may be of any length.
LONGEST_READ = 64 * 1024

# The latest word of each person on each course, the newest first. Only what may be vouched for
# counts: nobody can post an opinion in somebody else's name.
_SAID = """
SELECT activity_id, CASE WHEN octet_length(raw) <= %(longest)s THEN raw END FROM (
    SELECT DISTINCT ON (said.activity_id, said.actor_id)
           said.activity_id, said.raw, said.timestamp
      FROM lrs_statementlink link
      JOIN lrs_statement said ON said.seq = link.statement_id
     WHERE link.kind = %(kind)s AND link.target = ANY(%(courses)t::bigint[])
       AND said.verb_id = %(verb)s AND said.vouched AND NOT said.voided
     ORDER BY said.activity_id, said.actor_id, said.timestamp DESC, said.seq DESC) latest
ORDER BY timestamp DESC
"""


@dataclass
class Opinions:
    """The opinions of people on one course: ``counts`` by usefulness, ``comments`` newest first.

    ``comments`` are pairs of usefulness and words.
    """

    counts: Counter[int] = field(default_factory=Counter)
    comments: list[tuple[int, str]] = field(default_factory=list)

    @property
    def people(self) -> int:
        """The number of people who have said something."""
        return self.counts.total()

    @property
    def enough(self) -> bool:
        """True where so many have said something that nobody can be known by it."""
        return self.people >= SMALLEST_GROUP

    @property
    def useful(self) -> int | None:
        """The share of those who found it very or quite useful, 0 to 100, where it may be shown."""
        found = self.counts[Usefulness.VERY] + self.counts[Usefulness.QUITE]
        return share(found, of=self.people)


@one_transaction
def give_feedback(
    *, person: User, progress: CourseProgress, usefulness: int, comment: str, now: datetime
) -> None:
    """State what ``person`` thinks of a course they have started; the latest word counts.

    Saying the same again is no second statement. Raises NotStarted.
    """
    if progress.registration is None or person.actor is None:
        raise NotStarted
    registration = CourseRegistration.objects.select_for_update(of=("self",)).get(
        pk=progress.registration.pk
    )
    last = (
        Statement.objects.filter(
            vouched=True,
            actor=person.actor_id,
            activity=progress.activity.term_id,
            verb__iri=verbs.RATED.iri,
            registration=registration.pk,
        )
        .order_by("-seq")
        .first()
    )
    if last and _opinion(last.raw) == (usefulness, comment):
        return
    store(
        [
            fact(
                person_actor=person.actor,
                verb=verbs.RATED,
                activity=course_activity(progress.version),
                timestamp=now,
                registration=registration.pk,
                occurrence=f"{last.id if last else ''} {usefulness} {comment}",
                # Raw only: a scaled score would be taken for how well somebody did.
                result=builders.result(
                    raw=usefulness,
                    minimum=min(Usefulness),
                    maximum=max(Usefulness),
                    response=comment or None,
                ),
                revision=str(progress.version.number),
                language=progress.version.language,
            )
        ],
        now=now,
    )


def opinions_on(courses: Iterable[int]) -> dict[int, Opinions]:
    """Return the opinions on the courses with these terms, by term, in two queries."""
    found: dict[int, Opinions] = defaultdict(Opinions)
    verb = intern_verbs([verbs.RATED])[verbs.RATED.iri]
    said = run(
        _SAID,
        {
            "kind": LinkKind.ACTIVITY.value,
            "courses": array(courses),
            "verb": verb.pk,
            "longest": LONGEST_READ,
        },
    )
    for course, raw in said:
        opinion = _opinion(raw)
        if opinion is None:
            continue
        usefulness, words = opinion
        found[course].counts[usefulness] += 1
        if words:
            found[course].comments.append((usefulness, words))
    return found


def _opinion(raw: str | None) -> tuple[int, str] | None:
    """Return the usefulness and the comment that a statement gives; None where it gives none.

    A partner that may vouch for a course may rate it in another way than our form does.
    """
    said = orjson.loads(raw) if raw else {}
    usefulness = parts.raw_score(said)
    if usefulness not in Usefulness.values:
        return None
    return int(usefulness), (parts.response_of(said) or "")[:LONGEST_COMMENT]
