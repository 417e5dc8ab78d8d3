"""Freezing a course when it is published, and withdrawing it when it is taken down."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.steps.kinds import kind_named
from courses.content.course_kind import COURSE
from courses.content.freezing.as_published import (
    awaits_reviewer,
    course_as_published,
    minutes_of,
    outcomes_of,
)
from courses.content.freezing.contents import contents_of
from courses.content.freezing.drafted_steps import steps_of_course
from courses.content.freezing.steps import ToFreeze, frozen_steps, keep_steps
from courses.content.identifiers import course_iri, step_iri
from courses.content.models import CoursePage, CourseVersion, FrozenFile, LessonPage, Step
from courses.content.review.reach import Reach
from learning.catalogue import services as catalogue
from learning.lrs.terms import intern_activities

# What a learner sees of a version.
OF_A_COURSE = (
    "page_id", "title", "summary", "outcomes", "accessibility_notes", "minutes", "language",
    "schema", "awaits_reviewer",
)  # fmt: skip
OF_A_STEP = (
    "kind", "key", "position", "term_id", "slug", "title", "summary", "minutes", "required",
    "done_by",
)  # fmt: skip


def freeze(*, page: Page, revision: Revision, user: Any) -> CourseVersion | None:
    """Freeze a published course and its steps as a new version, register it, and return it.

    Where nothing that learners see has changed, the version they have stays the current one.
    Called by the gate, in the publishing transaction, with the page as it went live; returns None
    for a page that is no course.
    """
    if not isinstance(page, CoursePage):
        return None
    language = page.locale.language_code
    iri = course_iri(page.translation_key, language)
    prepared = steps_of_course(page)
    frozen = frozen_steps(prepared, name=lambda kind, key: step_iri(iri, kind.path, key))
    # Interned now, so that answering never has to write a shared term.
    terms = intern_activities([iri, *frozen.names])
    steps = [one for _kind, one in prepared]
    activity = catalogue.register(
        term=terms[iri],
        work=page.translation_key,
        kind=COURSE,
        slug=page.slug,
        title=page.title,
        summary=page.summary,
        topic=page.topic,
        level=page.level,
        minutes=minutes_of(steps),
        language=language,
        scope=page.scope,
        outcomes=outcomes_of(page),
        body=frozen.words,
    )
    last = activity.versions.order_by("-number").first()
    version = course_as_published(
        page,
        steps,
        activity=activity,
        page=page,
        number=last.number + 1 if last else 1,
        reach=page.reach,
        awaits_reviewer=awaits_reviewer(page, revision),
        raw=revision.content,
        published_at=timezone.now(),
        published_by=user,
    )
    rows = frozen.rows(terms)
    if last is not None and last.current and same_to_learners(last, version, rows, frozen):
        version = last
    else:
        activity.versions.filter(current=True).update(current=False)
        version.save()
        keep_steps(rows, frozen, course=version)
        FrozenFile.objects.bulk_create(
            FrozenFile(course=version, path=path) for path in sorted(frozen.files)
        )
    _publish_lessons(page, page.pinned_lessons(), user)
    # The mark belongs to one publication; the next change has to be looked at anew.
    CoursePage.objects.filter(pk=page.pk).update(reach=Reach.NEW_STARTERS)
    return version


def same_to_learners(
    last: CourseVersion, version: CourseVersion, steps: list[Step], frozen: ToFreeze
) -> bool:
    """Tell whether ``version`` with its ``steps`` would show a learner nothing but ``last``.

    Publishing such a thing again makes no version, and so moves nobody. What only the catalogue
    shows, such as the topic, is no part of a version.
    """
    before = list(last.steps.all())
    return _seen(last, before, contents_of(before)) == _seen(version, steps, frozen.contents)


def _seen(version: CourseVersion, steps: Iterable[Step], contents: Mapping[Any, Any]) -> Any:
    shown: list[Any] = [getattr(version, name) for name in OF_A_COURSE]
    for step in steps:
        content = contents.get(step.content)
        of_content = kind_named(step.kind).seen(content) if content is not None else None
        shown.append([*(getattr(step, name) for name in OF_A_STEP), of_content])
    # As stored: JSON makes lists of tuples.
    return json.loads(json.dumps(shown, cls=DjangoJSONEncoder))


def _publish_lessons(page: CoursePage, lessons: list[LessonPage], user: Any) -> None:
    revisions = Revision.objects.in_bulk(
        [page.lesson_revisions[str(lesson.pk)] for lesson in lessons]
    )
    for lesson in lessons:
        key = page.lesson_revisions[str(lesson.pk)]
        if lesson.live_revision_id != key or not lesson.live:
            revisions[key].publish(user=user, skip_permission_checks=True)


def withdraw(*, page: Page) -> None:
    """Stop offering a course; anyone who has started it can finish."""
    if isinstance(page, CoursePage):
        catalogue.withdraw(iri=course_iri(page.translation_key, page.locale.language_code))
