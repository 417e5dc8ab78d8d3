"""Hooks of the Wagtail admin for courses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page, Revision
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.pages.models import DepartmentPage
from cms.publishing.components import FromJinja
from cms.publishing.corrections import corrections_to_read, mark_as_read
from cms.publishing.gate import errors_in
from courses.content.copying import views as copying_views
from courses.content.drafts import kinds_not_here
from courses.content.exchange import views as exchange_views
from courses.content.exchange.exporting import EXPORTED, may_be_exported
from courses.content.exchange.importing import RECEIVED
from courses.content.models import CoursePage, LessonPage, WordImport
from courses.content.models.pages import NOT_HERE
from courses.content.review.reminders import SOON, reviews_due
from courses.content.selectors import courses_edited_by, drafts_of
from courses.content.translation.views import NAME, translations
from courses.content.word import views as word_views
from learning.catalogue.forms import NAMES, TopicForm, name_label
from learning.catalogue.models import Topic
from learning.people.requests import SignedInRequest
from learning.ui.form_places import form_on

MOST = 8
REMEMBERED = 300  # seconds


def _name(language: str, topic: Topic) -> str:
    return str(topic.names.get(language, ""))


class TopicViewSet(SnippetViewSet):
    """The admin pages of topics, which editors name in each language."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    add_to_admin_menu = True
    list_display = (
        "name_en",
        *(
            Column(field, label=name_label(language), accessor=partial(_name, language))
            for language, field in NAMES.items()
        ),
        "slug",
    )
    edit_handler = ObjectList(
        [*map(FieldPanel, ("name_en", *NAMES.values(), "slug", "position"))],
        base_form_class=TopicForm,
    )


register_snippet(TopicViewSet)


def _to_fix(revision: Revision) -> int:
    # Some forty questions for each draft: remembered a while, as autosave has left it.
    key = f"to-fix:{revision.pk}:{revision.created_at.timestamp()}"
    return int(cache.get_or_set(key, lambda: len(errors_in(revision)), REMEMBERED) or 0)


class MyWorkPanel(FromJinja, Component):
    """The panel of my drafts, and of the courses of my part that are to be reviewed."""

    order = 110
    template_name = "content/admin/my_work.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        today = localdate()
        due = reviews_due(on=today + SOON).filter(pk__in=courses_edited_by(user).values("pk"))
        drafts = [(page, _to_fix(page.latest_revision)) for page in drafts_of(user)[:MOST]]
        return {"drafts": drafts, "due": due[:MOST], "today": today}


@hooks.register("construct_homepage_panels")
def add_my_work(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panel of one's own work to the editor's start page."""
    panels.append(MyWorkPanel())


class CorrectionsPanel(FromJinja, Component):
    """The panel of corrections published without a review, for those who review."""

    order = 105
    template_name = "content/admin/corrections.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        found = corrections_to_read(request.user, most=MOST)
        return {"corrections": found, "csrf_token": get_token(request) if found else ""}


@hooks.register("construct_homepage_panels")
def add_corrections(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panel of corrections published without a review."""
    panels.append(CorrectionsPanel())


@form_on(
    lambda **_more: reverse("wagtailadmin_home"),
    lost=gettext_noop("We did not mark the correction as read."),
    again=gettext_noop("Mark it again."),
)
@require_POST
def mark_correction_as_read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a correction off the list of its reviewers."""
    if mark_as_read(reader=request.user, approval=pk, now=timezone.now()):
        messages.success(request, gettext("Marked as read."))
    else:
        messages.warning(request, gettext("This correction is not on your list any more."))
    return redirect("wagtailadmin_home")


@hooks.register("register_admin_urls")
def register_corrections() -> list[URLPattern]:
    """Return the address of a correction's button, below the admin's own."""
    return [path("corrections/<int:pk>/read/", mark_correction_as_read, name="correction_read")]


@hooks.register("before_edit_page")
def keep_steps_of_kinds_that_are_gone(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to open an editor of a course with steps nobody here answers for, and say why."""
    course = page.course if isinstance(page, LessonPage) else page
    if not isinstance(course, CoursePage) or not kinds_not_here(course):
        return None
    messages.error(request, NOT_HERE)
    return redirect("wagtailadmin_explore", course.get_parent().pk)


@hooks.register("after_edit_page")
def say_which_lessons_were_kept(request: HttpRequest, page: Page) -> None:
    """Tell the person who saved a form that did not know every lesson what became of the others."""
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
    """Return the address of the languages of a course, for the admin."""
    return [path("courses/<int:course_id>/translations/", translations, name=NAME)]


@hooks.register("register_page_header_buttons")
def offer_translations(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Yield the button from a course to its languages."""
    if isinstance(page, CoursePage) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Translations"),
            reverse(NAME, args=[page.pk]),
            icon_name="wagtail-localize-language",
            priority=45,
        )


@hooks.register("register_admin_urls")
def register_import() -> list[URLPattern]:
    """Return the addresses of the import from Word, for the admin."""
    return [
        path(
            "word/import/<int:department>/",
            word_views.ImportWordView.as_view(),
            name=word_views.IMPORT,
        ),
        path("word/<int:pk>/", word_views.WordImportView.as_view(), name=word_views.RESULT),
    ]


@hooks.register("register_admin_urls")
def register_exchange() -> list[URLPattern]:
    """Return the addresses of exporting and importing courses, for the admin."""
    return [
        path("courses/<int:course_id>/export/", exchange_views.export, name=exchange_views.EXPORT),
        path(
            "courses/import/<int:department>/",
            exchange_views.ImportCourseView.as_view(),
            name=exchange_views.IMPORT,
        ),
    ]


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """Register the exports and imports of courses, to name them in histories."""
    actions.register_action(EXPORTED, _("Export a course"), _("Exported as an archive"))
    actions.register_action(RECEIVED, _("Import a course"), _("Imported from an archive"))


@hooks.register("register_page_header_buttons")
def offer_export(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Yield the button that exports a course, for anyone who may edit it."""
    if (
        isinstance(page, CoursePage)
        and page.permissions_for_user(user).can_edit()
        and may_be_exported(page)
    ):
        yield Button(
            _("Export"),
            reverse(exchange_views.EXPORT, args=[page.pk]),
            icon_name="download",
            priority=66,
        )


@hooks.register("register_page_listing_more_buttons")
def import_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Yield the buttons of the imports into a department, for those who may add courses to it."""
    if issubclass(page.specific_class or Page, DepartmentPage) and (
        page.permissions_for_user(user).can_add_subpage()
    ):
        yield Button(
            _("Import from Word"),
            reverse(word_views.IMPORT, args=[page.pk]),
            icon_name="upload",
            priority=16,
        )
        yield Button(
            _("Import a course"),
            reverse(exchange_views.IMPORT, args=[page.pk]),
            icon_name="upload",
            priority=17,
        )


@hooks.register("register_page_header_buttons")
def import_buttons_of_a_page(
    page: Page, user: Any, next_url: str | None = None, view_name: str = ""
) -> Iterator[Button]:
    """Yield the buttons of imports on a department's page, of the import's result on a course's."""
    yield from import_button(page, user)
    record = WordImport.objects.filter(course=page.pk).first()
    if record is not None and page.permissions_for_user(user).can_edit():
        yield Button(
            word_views.WordImportView.page_title,
            reverse(word_views.RESULT, args=[record.pk]),
            icon_name="upload",
            priority=64,
        )


@hooks.register("before_copy_page")
def copy_with_all_in_it(request: SignedInRequest, page: Page) -> HttpResponse | None:
    """Copy courses and lessons with all that is in them; Wagtail copies the pages only."""
    whole = page.specific
    if isinstance(whole, DepartmentPage):
        return copying_views.copy_courses(request, whole)
    if isinstance(whole, CoursePage | LessonPage):
        return copying_views.copy_page(request, whole)
    return None
