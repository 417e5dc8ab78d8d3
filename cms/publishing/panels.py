"""The panel that leads from the editor to what is to be fixed."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from wagtail.admin.panels import Panel

from cms.publishing.refusals import in_words, refused_appointment


class BeforePublishingPanel(Panel):
    """A panel that links to all that is to be fixed, and tells of a refused appointment."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "publishing/before_publishing_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context.pop("self", None)  # a word that Jinja2 keeps for itself
            saved = self.instance.pk is not None and self.instance.latest_revision_id
            planned = refused_appointment(self.instance) if saved else None
            return {
                **context,
                "page": self.instance if saved else None,
                "refused": in_words(planned) if planned else "",
            }

        def render_html(self, parent_context: Any = None) -> SafeString:
            # Jinja2 has escaped what needs it, but hands back a plain string.
            return SafeString(super().render_html(parent_context))
