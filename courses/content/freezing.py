"""What follows when a course is published or taken down: versions and the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import Page, Revision

from courses.content.as_published import (
    awaits_reviewer,
    course_as_published,
    lesson_as_published,
    minutes_of,
    outcomes_of,
)
from courses.content.identifiers import check_iri, course_iri, lesson_iri
from courses.content.kept_files import keep_files
from courses.content.models import CoursePage, CourseVersion, FrozenFile, LessonPage, LessonVersion
from courses.content.reach import Reach
from courses.content.rendering import files_of, render_body, words_of
from learning.catalogue import services as catalogue
from learning.catalogue.models import ActivityKind
from learning.lrs.terms import intern_activities

# What a learner sees of a version.
OF_A_COURSE = (
    "page_id", "title", "summary", "outcomes", "accessibility_notes", "minutes", "language",
    "schema", "awaits_reviewer",
)  # fmt: skip
OF_A_LESSON = ("step", "position", "term_id", "slug", "title", "summary", "minutes", "body")


def freeze(*, page: Page, revision: Revision, user: Any) -> None:
    """Freeze a published course and its lessons as a new version and register it.

    Where nothing that learners see has changed, the version they have stays the current one.
    Called by the gate, in the publishing transaction, with the page as it went live.
    """
    if not isinstance(page, CoursePage):
        return
    lessons = page.pinned_lessons()
    language = page.locale.language_code
    iri = course_iri(page.translation_key, language)
    rendered = [
        (lesson, keep_files(render_body(lesson.body, language=language))) for lesson in lessons
    ]
    names = [iri]
    for lesson, body in rendered:
        of_lesson = lesson_iri(iri, lesson.step)
        names.append(of_lesson)
        names += [check_iri(of_lesson, part["check"]["key"]) for part in body if "check" in part]
    # Interned now, so that answering never has to write a shared term.
    terms = intern_activities(names)
    activity = catalogue.register(
        term=terms[iri],
        work=page.translation_key,
        kind=ActivityKind.COURSE,
        slug=page.slug,
        title=page.title,
        summary=page.summary,
        topic=page.topic,
        level=page.level,
        minutes=minutes_of(lessons),
        language=language,
        scope=page.scope,
        outcomes=outcomes_of(page),
        body="\n".join(words_of(body) for _lesson, body in rendered),
    )
    frozen = [
        lesson_as_published(
            lesson,
            position=position,
            body=body,
            term=terms[lesson_iri(iri, lesson.step)],
            raw=list(lesson.body.raw_data),
        )
        for position, (lesson, body) in enumerate(rendered)
    ]
    last = activity.versions.order_by("-number").first()
    version = course_as_published(
        page,
        lessons,
        activity=activity,
        page=page,
        number=last.number + 1 if last else 1,
        reach=page.reach,
        awaits_reviewer=awaits_reviewer(page, revision),
        raw=revision.content,
        published_at=timezone.now(),
        published_by=user,
    )
    if last is None or not last.current or not same_to_learners(last, version, frozen):
        activity.versions.filter(current=True).update(current=False)
        version.save()
        for lesson_version in frozen:
            lesson_version.course = version
        LessonVersion.objects.bulk_create(frozen)
        FrozenFile.objects.bulk_create(
            FrozenFile(course=version, path=path)
            for path in sorted({path for _lesson, body in rendered for path in files_of(body)})
        )
    _publish_lessons(page, lessons, user)
    # The mark belongs to one publication; the next change has to be looked at anew.
    CoursePage.objects.filter(pk=page.pk).update(reach=Reach.NEW_STARTERS)


def same_to_learners(
    last: CourseVersion, version: CourseVersion, lessons: list[LessonVersion]
) -> bool:
    """Tell whether ``version`` with its ``lessons`` would show a learner nothing but ``last``.

    Publishing such a thing again makes no version, and so moves nobody. What only the catalogue
    shows, such as the topic, is no part of a version.
    """
    return _seen(last, last.lessons.all()) == _seen(version, lessons)


def _seen(version: CourseVersion, lessons: Iterable[LessonVersion]) -> Any:
    shown = [getattr(version, name) for name in OF_A_COURSE]
    shown.append([[getattr(lesson, name) for name in OF_A_LESSON] for lesson in lessons])
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
    """Stop offering a course; whoever has started it can finish."""
    if isinstance(page, CoursePage):
        catalogue.withdraw(iri=course_iri(page.translation_key, page.locale.language_code))
