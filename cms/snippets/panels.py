"""The panel of where something shared is used, beside the form that changes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from wagtail.admin.panels import Panel

from learning.seams.named import seam


@dataclass(frozen=True)
class Use:
    """A place that shows something shared; ``state`` says in words what learners see of it."""

    title: str
    address: str
    state: str


class UsesPanel(Panel):
    """The panel of courses that change with this, and whether learners see the words of now."""

    class BoundPanel(Panel.BoundPanel):
        """The list for one shared thing; nothing for one that is only being written."""

        template_name = "snippets/uses.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context.pop("self", None)  # a word that Jinja2 keeps for itself
            saved = self.instance if self.instance.pk is not None else None
            context["saved"] = saved is not None
            context["uses"] = [
                use
                for uses in seam("SNIPPET_USES")
                for use in (uses(snippet=saved) if saved else ())
            ]
            return context

        def render_html(self, parent_context: Any = None) -> SafeString:
            # Jinja2 has escaped what needs it, but hands back a plain string.
            return SafeString(super().render_html(parent_context))
