"""Things to learn, offered for tests of the catalogue."""

from __future__ import annotations

from uuid import uuid4

from courses.content.course_kind import COURSE
from learning.catalogue.kinds import ActivityKind
from learning.catalogue.models import Activity, Topic
from learning.catalogue.selectors import activities_by_id, search
from learning.catalogue.services import register
from learning.lrs.terms import intern_activities
from learning.people.models import Organisation
from tests.factories.people import Cast


def offer(
    title: str,
    *,
    summary: str = "A course.",
    outcome: str = "do something",
    body: str = "",
    language: str = "en-gb",
    scope: Organisation | None = None,
    topic: str = "data",
    level: str = "awareness",
    minutes: int = 20,
    kind: ActivityKind = COURSE,
) -> Activity:
    """Register something to learn of that title and return its entry."""
    iri = f"https://example.test/{uuid4()}"
    return register(
        term=intern_activities([iri])[iri],
        work=uuid4(),
        kind=kind,
        slug=uuid4().hex,
        title=title,
        summary=summary,
        topic=Topic.objects.get(slug=topic),
        level=level,
        minutes=minutes,
        language=language,
        scope=scope,
        outcomes=[outcome],
        body=body,
    )


def found(people: Cast, words: str, **chosen: list[str]) -> list[str]:
    """Return the titles that the learner finds, best first."""
    ids = search(people.learner, words=words, chosen=chosen).narrowed.ids
    return [activity.title for activity in activities_by_id(ids)]
