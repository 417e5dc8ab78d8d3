"""What a course must have before it may go live; each finding says where to mend it."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, Revision

from cms.media.models import LibraryDocument, LibraryImage
from cms.publishing.gate import Fault
from courses.content.identifiers import course_iri
from courses.content.models import CoursePage, CourseVersion, LessonPage
from courses.content.rendering import files_of, render_body
from learning.catalogue.models import Activity, ActivityKind


def faults(*, page: Page, revision: Revision) -> Iterator[Fault]:
    """Yield what keeps a course from going live; nothing for other pages."""
    if not isinstance(page, CoursePage):
        return
    lessons = page.pinned_lessons()
    yield from _of_the_course(page)
    yield from _of_the_steps(page, lessons)
    for lesson in lessons:
        yield from _of_a_lesson(page, lesson)
    if page.minor_change and (
        current := CourseVersion.objects.filter(page=page, current=True).first()
    ):
        before = set(current.lessons.values_list("step", flat=True))
        if before != {lesson.step for lesson in lessons}:
            yield Fault(
                _(
                    "A minor change cannot add or remove lessons. "
                    "Clear “This is a minor change”, or restore the lessons."
                ),
                page.pk,
            )


def _of_the_course(page: CoursePage) -> Iterator[Fault]:
    if not page.outcomes:
        yield Fault(_("Add at least one learning outcome."), page.pk)
    if page.course_owner is None:
        yield Fault(_("Say who owns this course."), page.pk)
    if page.review_date is None:
        yield Fault(_("Give the date when this course is to be reviewed."), page.pk)
    # A draft may be saved unfinished, and what was free then may be taken now.
    yield from _of_the_fields(page)
    if _address_taken(page):
        yield Fault(_("Another course has, or had, this address. Choose a different one."), page.pk)


def _of_the_fields(page: Page) -> Iterator[Fault]:
    try:
        page.full_clean()
    except ValidationError as refused:
        for message in refused.messages:
            yield Fault(f"{page.title}: {message}", page.pk)


def _address_taken(page: CoursePage) -> bool:
    # The catalogue keeps the entry of a course that was deleted: records still lead there.
    return (
        Activity.objects.filter(kind=ActivityKind.COURSE, slug=page.slug)
        .exclude(term__iri=course_iri(page.translation_key, page.locale.language_code))
        .exists()
    )


def _of_the_steps(page: CoursePage, lessons: list[LessonPage]) -> Iterator[Fault]:
    if not page.steps:
        yield Fault(_("Add at least one lesson."), page.pk)
    own = set(Page.objects.child_of(page).values_list("pk", flat=True))
    ready = {lesson.pk for lesson in lessons}
    seen: set[int] = set()
    for step in page.steps:
        lesson = step.value["lesson"]
        if lesson is None:
            yield Fault(_("A lesson among the steps was deleted. Remove its step."), page.pk)
            continue
        if lesson.pk in seen:
            message = _("The lesson “%(title)s” is among the steps twice. Remove one of them.")
        elif lesson.pk not in own:
            message = _(
                "The lesson “%(title)s” belongs to another course. Remove it from the steps."
            )
        elif lesson.pk not in ready:
            message = _("Open the lesson “%(title)s” and save it, so that it joins this course.")
        else:
            message = ""
        seen.add(lesson.pk)
        if message:
            yield Fault(message % {"title": lesson.title}, page.pk)


def _of_a_lesson(page: CoursePage, lesson: LessonPage) -> Iterator[Fault]:
    named = {"title": lesson.title}
    if not lesson.body:
        yield Fault(_("Write the lesson “%(title)s”: it is empty.") % named, lesson.pk)
    yield from _of_the_fields(lesson)
    try:
        lesson.body.stream_block.clean(lesson.body)
    except ValidationError:
        yield Fault(
            _("Finish the lesson “%(title)s”: a block in it lacks something it needs.") % named,
            lesson.pk,
        )
        return
    paths = files_of(render_body(lesson.body, language=page.locale.language_code))
    if _files_of_others(page, paths):
        yield Fault(
            _("The lesson “%(title)s” shows a file of another department. Upload your own copy.")
            % named,
            lesson.pk,
        )


def _files_of_others(page: CoursePage, paths: set[str]) -> bool:
    """Tell whether a file at one of ``paths`` is in a folder that only other groups work with.

    Whoever may open a course may fetch what it shows, so a course must not show what its own
    department could not choose: an address can be typed, and the number of a file guessed.
    """
    images = LibraryImage.objects.filter(Q(file__in=paths) | Q(renditions__file__in=paths))
    documents = LibraryDocument.objects.filter(file__in=paths)
    collections = {
        collection
        for files in (images, documents)
        for collection in files.values_list("collection__path", flat=True)
    }
    if not collections:
        return False
    # What somebody may do at a root, they may do everywhere; that makes nothing a department's.
    above = page.get_ancestors(inclusive=True).filter(depth__gt=1)
    ours = set(GroupPagePermission.objects.filter(page__in=above).values_list("group", flat=True))
    granted = list(
        GroupCollectionPermission.objects.filter(collection__depth__gt=1).values_list(
            "collection__path", "group"
        )
    )
    for collection in collections:
        groups = {group for path, group in granted if collection.startswith(path)}
        if groups and not groups & ours:
            return True
    return False
