"""An addition as people of the department have it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from cms.blocks.frozen import as_shown
from cms.steps.kinds import kind_named
from courses.additions.models import course_of
from courses.additions.reading import Shown, labels_of_kinds, read_addition
from courses.content.freezing.contents import contents_of
from courses.content.models import AdditionVersion, Step


def read_published(request: HttpRequest, addition: AdditionVersion) -> HttpResponse:
    """Show an addition as people of the department have it."""
    course = course_of(addition)
    titles = {
        str(key): title
        for key, title in Step.objects.filter(
            course__page=course, course__current=True
        ).values_list("key", "title")
    }
    steps = list(addition.steps.all())
    contents = contents_of(steps)
    shown = Shown(
        course=course.title if course else "",
        department=addition.organisation.name,
        language=addition.language,
        contact=addition,
        notes=[
            (titles.get(note["step"] or "", ""), note["html"]) for note in as_shown(addition.notes)
        ],
        steps=[(step, kind_named(step.kind).reading(contents.get(step.content))) for step in steps],
        labels=labels_of_kinds(),
        draft=False,
    )
    return read_addition(request, shown)
