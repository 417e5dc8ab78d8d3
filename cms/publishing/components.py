"""Parts of the Wagtail admin that are rendered by Jinja2."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString


class FromJinja:
    """A mixin for Wagtail components and panels: what Jinja2 has escaped is marked as safe."""

    def render_html(self, parent_context: Any = None) -> SafeString:
        return SafeString(super().render_html(parent_context))  # type: ignore[misc]
