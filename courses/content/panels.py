"""Panels of the editor that only courses have."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from wagtail.admin.panels import Panel

from courses.content.drafts import lessons_among


class LessonsPanel(Panel):
    """The lessons below a course, each a link to edit it, and a link to add another."""

    class BoundPanel(Panel.BoundPanel):
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

        def render_html(self, parent_context: Any = None) -> SafeString:
            # Jinja2 has escaped what needs it, but hands back a plain string.
            return SafeString(super().render_html(parent_context))
