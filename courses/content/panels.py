"""Panels of the editor that only courses have."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from cms.publishing.components import FromJinja
from courses.content.drafts import lessons_among
from courses.content.review.comparing import StepChange, compared_steps
from learning.people.small_numbers import ROUNDED_TO, SMALLEST_GROUP, shown
from learning.seams.named import seam


class LessonsPanel(Panel):
    """A panel of the lessons below a course, with links to edit each and to add another."""

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
    """A panel of where a course's people are now, and what the draft would change for them."""

    class BoundPanel(FromJinja, Panel.BoundPanel):
        template_name = "content/audience_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context.pop("self", None)
            course = self.instance
            version = course.versions.filter(current=True).first() if course.pk else None
            context["version"] = version
            context["smallest"], context["rounded"] = SMALLEST_GROUP, ROUNDED_TO
            if version is None:
                return context
            steps = compared_steps(course, version)
            (audience,) = (count(course=course) for count in seam("CHANGE_AUDIENCES"))
            everyone = audience.everyone
            context["steps"] = [
                (step, shown(audience.in_lesson.get(step.key, 0), of=everyone)) for step in steps
            ]
            context["between"] = shown(audience.between, of=everyone)
            context["completed"] = shown(audience.completed, of=everyone)
            changes = {step.change for step in steps}
            context["reordered"] = bool(changes & {StepChange.NEW, StepChange.REMOVED})
            return context
