"""An addition stands at one published course that its department's people can open, once."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.publishing.faults import Fault
from courses.additions.drafts import AdditionDraft
from courses.additions.models import AdditionPage
from courses.additions.selectors import others_like
from courses.content.models import CoursePage
from learning.people.models import Organisation


def faults(draft: AdditionDraft) -> Iterator[Fault]:
    """Yield what is wrong with the course, and notes at lessons of another one."""
    page = draft.page
    course = page.course
    if course is None:
        yield draft.fault(
            _("Choose the course that this is added to."),
            _("If it was deleted, choose the one that has taken its place."),
            field="course",
        )
        return
    organisation = page.organisation
    if course.get_parent().pk == page.get_parent().pk:
        yield draft.fault(
            _("“%(title)s” is your own course.") % {"title": course.title},
            _("Change the course itself."),
            field="course",
        )
    elif not _open_to(organisation, course):
        yield draft.fault(
            _("Your department’s people cannot open “%(title)s”.") % {"title": course.title},
            _("Choose a published course that is offered to them."),
            field="course",
        )
    if others_like(page, course=course, organisation=organisation).exists():
        yield draft.fault(
            _("Your department has added something to this course already, in this language."),
            _("Change that, or take it down first."),
            field="course",
        )
    yield from _notes(draft, page, course)


def _open_to(organisation: Organisation, course: CoursePage) -> bool:
    return course.live and (course.scope is None or organisation.path.startswith(course.scope.path))


def _notes(draft: AdditionDraft, page: AdditionPage, course: CoursePage) -> Iterator[Fault]:
    lessons = set(course.get_children().values_list("pk", flat=True))
    for piece in draft.sheets[0].pieces:
        lesson = piece.value["lesson"] if piece.path.count(".") == 1 else None
        if lesson is not None and lesson.pk not in lessons:
            yield piece.fault(
                _("The lesson “%(lesson)s” is not one of “%(course)s”.")
                % {"lesson": lesson.title, "course": course.title},
                _("Choose a lesson of that course, or leave it empty."),
                field="lesson",
            )
