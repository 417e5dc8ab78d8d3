"""Copying a course, a lesson, or all courses of a department, whole or not at all.

A copy has the newest words of its original and none of its history. It is a draft of its own: its
lessons, steps and addresses are its own, and nobody's progress in the one counts for the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from cms.pages.models import DepartmentPage
from cms.publishing.departments import folder_of
from courses.content.copying.files import FileCopier
from courses.content.copying.references import Places, files_named, keys_of, put_in_place
from courses.content.drafts import kinds_not_here
from courses.content.free_addresses import (
    check_free_course_address,
    check_free_lesson_address,
    free_course_address,
)
from courses.content.models import CoursePage, LessonPage
from courses.content.review.reach import Reach
from learning.people.models import User

# What a copy has of its own, or for itself to decide.
OF_A_COURSE = {"steps", "lesson_revisions", "shared_content", "source_digest", "reach"}
OF_A_LESSON = {"step", "body"}
# What Wagtail keeps of any page, and is part of what was written.
OF_A_PAGE = ("seo_title", "search_description", "show_in_menus", "locale_id")


def copy_course(
    *,
    course: CoursePage,
    to: DepartmentPage,
    user: User,
    title: str,
    slug: str,
    lessons: bool = True,
) -> CoursePage:
    """Copy a course, with its lessons unless told otherwise, and return the draft.

    Its files come along to the folder of the department ``to`` where that could not choose them.
    Raises PermissionDenied where ``user`` may not, ValidationError for an address that is taken,
    and for a step of a kind that is not here any more.
    """
    _may_copy(course, to, user)
    with _copying(to, user) as files:
        return _copy_course(course, to, user, files, title=title, slug=slug, lessons=lessons)


def copy_lesson(
    *, lesson: LessonPage, to: CoursePage, user: User, title: str, slug: str
) -> LessonPage:
    """Copy a lesson into a course, as the last of its steps, and return the draft.

    Raises PermissionDenied where ``user`` may not, ValidationError for an address that is taken.
    """
    _may_copy(lesson, to, user)
    department = DepartmentPage.objects.get(pk=to.get_parent().pk)
    with _copying(to, user, department) as files:
        # Fresh under the lock: where a child goes is counted from what its parent says.
        below = CoursePage.objects.get(pk=to.pk)
        check_free_lesson_address(slug, below)
        draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
        copy = _lesson_below(below, draft, user, title=title, slug=slug)
        _write_anew([(draft, copy)], below, files, {lesson.pk: copy.pk}, {})
        copy.save_revision(user=user, changed=False, clean=False)
        _note(copy, lesson, user)
        return copy


def copy_courses(*, department: DepartmentPage, to: DepartmentPage, user: User) -> list[CoursePage]:
    """Copy all courses of a department into another, at free addresses, and return the drafts.

    Raises PermissionDenied where ``user`` may not, ValidationError as for one of them.
    """
    courses = list(CoursePage.objects.child_of(department).filter(alias_of__isnull=True))
    if department.pk == to.pk or not department.permissions_for_user(user).can_copy():
        raise PermissionDenied
    if department.locale_id != to.locale_id:
        raise PermissionDenied
    for course in courses:
        _may_copy(course, to, user)
    with _copying(to, user) as files:
        return [
            _copy_course(
                course,
                to,
                user,
                files,
                title=course.draft_title,
                slug=free_course_address(course.slug),
                lessons=True,
            )
            for course in courses
        ]


def _may_copy(page: Page, to: Page, user: User) -> None:
    if not page.permissions_for_user(user).can_copy_to(to):
        raise PermissionDenied


@contextmanager
def _copying(
    to: Page, user: User, department: DepartmentPage | None = None
) -> Iterator[FileCopier]:
    files = FileCopier(folder=folder_of((department or to).organisation), user=user)
    try:
        with transaction.atomic():
            Page.objects.select_for_update().get(pk=to.pk)
            yield files
    except BaseException:
        files.forget()
        raise


def _copy_course(
    course: CoursePage,
    to: DepartmentPage,
    user: User,
    files: FileCopier,
    *,
    title: str,
    slug: str,
    lessons: bool,
) -> CoursePage:
    check_free_course_address(slug)
    # An alias has its original's words, and no lessons that its steps could name.
    original = CoursePage.objects.get(pk=course.alias_of_id or course.pk)
    if lessons and kinds_not_here(original):
        raise ValidationError(
            _(
                "“%(title)s” has a step of a kind that this service no longer has, so it cannot "
                "be copied with its lessons."
            )
            % {"title": original.draft_title}
        )
    draft = original.get_latest_revision_as_object()
    copy = CoursePage(
        **_written(draft, OF_A_COURSE), title=title, slug=slug, owner=user, live=False,
        reach=Reach.NEW_STARTERS, has_unpublished_changes=True,
    )  # fmt: skip
    if copy.course_owner_id:
        copy.course_owner = user  # the person who copies it answers for it, until they name another
    DepartmentPage.objects.get(pk=to.pk).add_child(instance=copy)
    if lessons:
        _copy_steps(original, draft, copy, user, files)
    copy.save_revision(user=user, changed=False, clean=False)
    _note(copy, course, user)
    return copy


def _copy_steps(
    original: CoursePage, draft: CoursePage, copy: CoursePage, user: User, files: FileCopier
) -> None:
    """Give ``copy`` the steps of ``draft``, and lessons of its own for those that are lessons."""
    pairs = [
        (lesson, _lesson_below(copy, lesson, user, title=lesson.title, slug=lesson.slug))
        for lesson in _lessons_of(draft)
    ]
    steps = draft.steps.get_prep_value()
    listed = [step for step in steps if not _names_a_lesson(step)]
    keys = keys_of([(original, copy), *pairs])
    places = _write_anew(pairs, copy, files, keys, {draft.slug: copy.slug}, also=listed)
    named = {str(key) for key in draft.lesson_revisions}
    for lesson, made in pairs:
        revision = made.save_words(user=user, changed=False, clean=False)
        if str(lesson.pk) in named:
            copy.lesson_revisions[str(made.pk)] = revision.pk
    anew = []
    for step in steps:
        if not _names_a_lesson(step):
            anew += put_in_place(draft.steps.stream_block, [step], places)
        elif step["value"]["lesson"] in keys:
            value = {**step["value"], "lesson": keys[step["value"]["lesson"]]}
            anew.append({**step, "value": value})
    copy.steps = CoursePage._meta.get_field("steps").to_python(json.dumps(anew))


def _names_a_lesson(step: Mapping[str, Any]) -> bool:
    return "lesson" in step["value"]


def _lessons_of(draft: CoursePage) -> list[LessonPage]:
    """Return a course's own lessons at their newest: its steps in order, then what is no step."""
    below = {lesson.pk: lesson for lesson in LessonPage.objects.child_of(draft)}
    steps = {lesson.pk: lesson for lesson in draft.pinned_lessons() if lesson.pk in below}
    others = [
        lesson.get_latest_revision_as_object() for key, lesson in below.items() if key not in steps
    ]
    return [*steps.values(), *others]


def _written(draft: Any, own: set[str]) -> dict[str, Any]:
    """Return the values in a page that somebody wrote, by the names of its fields."""
    fields = [
        part.attname
        for part in draft._meta.local_concrete_fields
        if not part.primary_key and part.name not in own
    ]
    return {name: getattr(draft, name) for name in (*fields, *OF_A_PAGE)}


def _lesson_below(
    course: CoursePage, draft: LessonPage, user: User, *, title: str, slug: str
) -> LessonPage:
    copy = LessonPage(
        **_written(draft, OF_A_LESSON), title=title, slug=slug, owner=user, live=False,
        has_unpublished_changes=True,
    )  # fmt: skip
    copy.body = _body(list(draft.body.raw_data))
    course.add_child(instance=copy)
    return copy


def _write_anew(
    pairs: list[tuple[LessonPage, LessonPage]],
    course: CoursePage,
    files: FileCopier,
    pages: dict[int, int],
    courses: dict[str, str],
    also: Sequence[dict[str, Any]] = (),
) -> Places:
    """Make the copied lessons name the pages, addresses and files that are theirs.

    ``also`` are further blocks that are copied; what takes whose place is returned.
    """
    pictures: set[int] = set()
    documents: set[int] = set()
    bodies = [(draft.body.stream_block, list(draft.body.raw_data)) for draft, _copy in pairs]
    for block, stored in (*bodies, (course.steps.stream_block, list(also))):
        shown, offered = files_named(block, stored)
        pictures |= shown
        documents |= offered
    places = Places(
        pages=pages,
        courses=courses,
        pictures=files.pictures(course, pictures),
        documents=files.documents(course, documents),
    )
    for draft, copy in pairs:
        stored = list(draft.body.raw_data)
        anew = put_in_place(draft.body.stream_block, stored, places)
        if anew != stored:
            copy.body = _body(anew)
            copy.save(clean=False)
    return places


def _body(blocks: list[dict[str, Any]]) -> Any:
    return LessonPage._meta.get_field("body").to_python(json.dumps(blocks))


def _note(copy: Page, source: Page, user: User) -> None:
    place = {"id": source.get_parent().pk, "title": source.get_parent().title}
    data = {
        "page": {"id": copy.pk, "title": copy.title},
        "source": place,
        "destination": {"id": copy.get_parent().pk, "title": copy.get_parent().title},
    }
    log(instance=copy, action="wagtail.copy", user=user, data=data)
