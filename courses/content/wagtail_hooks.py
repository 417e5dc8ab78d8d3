"""What editors get in the Wagtail admin for courses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page, Revision
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.pages.models import DepartmentPage
from cms.publishing.components import FromJinja
from cms.publishing.gate import errors_in
from courses.content import views_copying, views_exchange, views_word
from courses.content.exporting import EXPORTED, may_be_exported
from courses.content.models import CoursePage, LessonPage, WordImport
from courses.content.receiving import RECEIVED
from courses.content.reviews import SOON, reviews_due
from courses.content.selectors import courses_edited_by, drafts_of
from courses.content.views_translation import NAME, translations
from learning.catalogue.models import Topic

MOST = 8
REMEMBERED = 300  # seconds


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


def _to_mend(revision: Revision) -> int:
    # Some forty questions for each draft: remembered a while, as autosave has left it.
    key = f"to-mend:{revision.pk}:{revision.created_at.timestamp()}"
    return int(cache.get_or_set(key, lambda: len(errors_in(revision)), REMEMBERED) or 0)


class MyWorkPanel(FromJinja, Component):
    """My drafts, and the courses of my part that are to be reviewed."""

    order = 110
    template_name = "content/admin/my_work.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        today = localdate()
        due = reviews_due(on=today + SOON).filter(pk__in=courses_edited_by(user).values("pk"))
        drafts = [(page, _to_mend(page.latest_revision)) for page in drafts_of(user)[:MOST]]
        return {"drafts": drafts, "due": due[:MOST], "today": today}


@hooks.register("construct_homepage_panels")
def add_my_work(request: HttpRequest, panels: list[Component]) -> None:
    """Begin the editor's start page with what is mine."""
    panels.append(MyWorkPanel())


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


@hooks.register("register_admin_urls")
def register_translations() -> list[URLPattern]:
    """Put the languages of a course among the admin's pages."""
    return [path("courses/<int:course_id>/translations/", translations, name=NAME)]


@hooks.register("register_page_header_buttons")
def offer_translations(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from a course to its languages."""
    if isinstance(page, CoursePage) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Translations"),
            reverse(NAME, args=[page.pk]),
            icon_name="wagtail-localize-language",
            priority=45,
        )


@hooks.register("register_admin_urls")
def register_import() -> list[URLPattern]:
    """Put the import from Word among the admin's pages."""
    return [
        path(
            "word/import/<int:department>/",
            views_word.ImportWordView.as_view(),
            name=views_word.IMPORT,
        ),
        path("word/<int:pk>/", views_word.WordImportView.as_view(), name=views_word.RESULT),
    ]


@hooks.register("register_admin_urls")
def register_exchange() -> list[URLPattern]:
    """Put exporting and importing courses among the admin's pages."""
    return [
        path("courses/<int:course_id>/export/", views_exchange.export, name=views_exchange.EXPORT),
        path(
            "courses/import/<int:department>/",
            views_exchange.ImportCourseView.as_view(),
            name=views_exchange.IMPORT,
        ),
    ]


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """Name in a course's history that it left, or came."""
    actions.register_action(EXPORTED, _("Export a course"), _("Exported as an archive"))
    actions.register_action(RECEIVED, _("Import a course"), _("Imported from an archive"))


@hooks.register("register_page_header_buttons")
def offer_export(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Offer a course as an archive to whoever may edit it."""
    if (
        isinstance(page, CoursePage)
        and page.permissions_for_user(user).can_edit()
        and may_be_exported(page)
    ):
        yield Button(
            _("Export"),
            reverse(views_exchange.EXPORT, args=[page.pk]),
            icon_name="download",
            priority=66,
        )


@hooks.register("register_page_listing_more_buttons")
def import_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Offer the imports wherever courses are added to a department, to those who may add them."""
    if issubclass(page.specific_class or Page, DepartmentPage) and (
        page.permissions_for_user(user).can_add_subpage()
    ):
        yield Button(
            _("Import from Word"),
            reverse(views_word.IMPORT, args=[page.pk]),
            icon_name="upload",
            priority=16,
        )
        yield Button(
            _("Import a course"),
            reverse(views_exchange.IMPORT, args=[page.pk]),
            icon_name="upload",
            priority=17,
        )


@hooks.register("register_page_header_buttons")
def import_buttons_of_a_page(
    page: Page, user: Any, next_url: str | None = None, view_name: str = ""
) -> Iterator[Button]:
    """Offer the imports on a department's page, and on a course's what became of its document."""
    yield from import_button(page, user)
    record = WordImport.objects.filter(course=page.pk).first()
    if record is not None and page.permissions_for_user(user).can_edit():
        yield Button(
            views_word.WordImportView.page_title,
            reverse(views_word.RESULT, args=[record.pk]),
            icon_name="upload",
            priority=64,
        )


@hooks.register("before_copy_page")
def copy_with_all_in_it(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Copy courses and lessons as what they are; Wagtail copies the pages only."""
    whole = page.specific
    if isinstance(whole, DepartmentPage):
        return views_copying.copy_courses(request, whole)
    if isinstance(whole, CoursePage | LessonPage):
        return views_copying.copy_page(request, whole)
    return None
