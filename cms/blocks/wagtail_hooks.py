"""Hooks of the Wagtail admin that extend the editor of texts: pasting, and deep lists."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.rich_text.editors.draftail.features import PluginFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

from cms.blocks.features import DEEPEST_ITEM

# What the script says when a text cannot hold what was pasted, and the button to close it with.
SENTENCES = {
    "tables": _(
        "A text cannot hold a table: each row was pasted as a line. To keep the table, add a "
        "“Table” block, or import the document from Word."
    ),
    "pictures": _(
        "A text cannot hold pictures, so they were not pasted. Add each in a “Picture” block, "
        "with words for people who cannot see it."
    ),
    "headings": _("Headings of deeper levels became headings of level 3."),
    "allHeadings": _("This text cannot hold headings: they became bold lines."),
    "close": _("Close"),
    "links": _("Links to addresses that learners cannot open were not pasted; their words were."),
}


class PastingFeature(PluginFeature):
    """The editor's feature of pasting: its script, and lists as deep as that makes them."""

    def construct_options(self, options: dict[str, Any]) -> None:
        """Add the script to an editor's options; it comes after the headings in the features."""
        headings = any(kind["type"] == "header-two" for kind in options.get("blockTypes", ()))
        options.setdefault(self.option_name, []).append({**self.data, "headings": headings})
        options["maxListNesting"] = DEEPEST_ITEM


@hooks.register("register_rich_text_features")
def register_pasting(features: FeatureRegistry) -> None:
    """Register the feature for the texts that name it."""
    features.register_editor_plugin(
        "draftail",
        "pasting",
        PastingFeature({"type": "pasting", "sentences": SENTENCES}, js=["blocks/pasting.js"]),
    )
