"""What editors get in the Wagtail admin for courses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from learning.catalogue.models import Topic


class TopicViewSet(SnippetViewSet):
    """Topics, which editors name in both languages."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    add_to_admin_menu = True
    list_display = ("name_en", "name_cy", "slug")
    panels = (
        FieldPanel("name_en"),
        FieldPanel("name_cy"),
        FieldPanel("slug"),
        FieldPanel("position"),
    )


register_snippet(TopicViewSet)
