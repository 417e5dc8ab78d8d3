"""The form of an addition."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms.publishing.visible import visible_pages
from courses.content.models import CoursePage


class AdditionPageForm(WagtailAdminPageForm):
    """The form of an addition, which takes only a published course that its author may know of.

    A number can be typed, and a preview would name the course.
    """

    def clean_course(self) -> CoursePage | None:
        course: CoursePage | None = self.cleaned_data["course"]
        if course is None or course.pk == self.instance.course_id:
            return course
        known = visible_pages(self.for_user).filter(pk=course.pk)
        if not course.live or not known.exists():
            raise ValidationError(_("Choose a published course."))
        return course
