"""Panels of the editor that only courses have."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from cms.publishing.components import FromJinja
from courses.content.drafts import lessons_among
from learning.lrs.seams import seam
from learning.people.visibility import SMALLEST_GROUP


class LessonsPanel(Panel):
    """The lessons below a course, each a link to edit it, and a link to add another."""

    class BoundPanel(FromJinja, Panel.BoundPanel):
        template_name = "content/lessons_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context.pop("self", None)  # a word that Jinja2 keeps for itself
            saved = self.instance.pk is not None
            context["course"] = self.instance if saved else None
            # What the form shows among its steps; whatever joins them until it is saved is kept.
            context["shown"] = (
                self.form.data.get("lessons_shown", "")
                if self.form.is_bound
                else ",".join(map(str, sorted(lessons_among(self.instance.steps))))
            )
            match = getattr(self.request, "resolver_match", None)
            context["reverting"] = match is not None and match.url_name == "revisions_revert"
            context["lessons"] = self.instance.get_children().specific() if saved else []
            return context


class AudiencePanel(Panel):
    """Where the people are who take this course now, and what the draft would change for them."""

    class BoundPanel(FromJinja, Panel.BoundPanel):
        template_name = "content/audience_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from courses.content.comparing import LessonChange, compared_lessons

            context = super().get_context_data(parent_context)
            context.pop("self", None)
            course = self.instance
            version = course.versions.filter(current=True).first() if course.pk else None
            context["version"] = version
            if version is None:
                return context
            lessons = compared_lessons(course, version)
            (audience,) = (count(course=course) for count in seam("CHANGE_AUDIENCES"))
            context["audience"] = audience
            context["lessons"] = [
                (lesson, audience.in_lesson.get(lesson.step, 0)) for lesson in lessons
            ]
            changes = {lesson.change for lesson in lessons}
            context["reordered"] = bool(changes & {LessonChange.NEW, LessonChange.REMOVED})
            context["smallest"] = SMALLEST_GROUP
            return context
