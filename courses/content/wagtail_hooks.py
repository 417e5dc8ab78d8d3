"""What editors get in the Wagtail admin for courses."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.content.models import CoursePage
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


@hooks.register("after_edit_page")
def say_which_lessons_were_kept(request: HttpRequest, page: Page) -> None:
    """Tell whoever saved a form that did not know every lesson what became of the others."""
    for title in page.lessons_kept if isinstance(page, CoursePage) else ():
        messages.warning(
            request,
            gettext(
                "The lesson “%(title)s” was not on the form you saved. It was kept as the last "
                "step. If it does not belong there, remove it and save again."
            )
            % {"title": title},
        )
