"""The form of an addition."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from courses.content.models import CoursePage


class AdditionPageForm(WagtailAdminPageForm):
    """Take only a course that is published: a number can be typed, and a preview would name it."""

    def clean_course(self) -> CoursePage | None:
        course: CoursePage | None = self.cleaned_data["course"]
        if course and not course.live and course.pk != self.instance.course_id:
            raise ValidationError(_("Choose a published course."))
        return course
