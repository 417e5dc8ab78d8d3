"""A course in other languages, for its editors: begin, see what is missing, send for review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.models import Locale

from cms.publishing.components import FromJinja
from courses.content.models import CoursePage
from courses.content.translation.courses import (
    CourseTranslation,
    NotToBeTranslated,
    begin_translation,
    bring_up_to_date,
    may_be_translated,
    original_of,
    translations_of,
)
from learning.people.requests import SignedInRequest
from learning.ui.languages import own_name

NAME = "course_translations"


class TranslationsPanel(FromJinja, Component):
    """The panel of every language of a course, with what is missing on each page."""

    template_name = "content/admin/translations.html"

    def __init__(self, **context: Any) -> None:
        self.context = context

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return self.context


@require_http_methods(["GET", "HEAD", "POST"])
def translations(request: SignedInRequest, course_id: int) -> HttpResponse:
    """Show the languages of a course, and take what its editor decides."""
    course = get_object_or_404(CoursePage, pk=course_id, alias_of__isnull=True)
    course = original_of(course) or course
    if not course.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if request.method == "POST":
        _decide(request, course)
        return redirect(NAME, course.pk)
    found = translations_of(course)
    begun = {translation.locale.language_code for translation in found}
    panel = TranslationsPanel(
        course=course,
        may_begin=may_be_translated(course),
        translations=found,
        own_name=own_name,
        others=[
            (code, own_name(code))
            for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES
            if code != course.locale.language_code and code not in begun
        ],
        csrf_token=get_token(request),
    )
    context = {
        "page_title": gettext("Translations"),
        "page_subtitle": course.title,
        "header_icon": "wagtail-localize-language",
        "panel": panel,
    }
    return render(request, "content/translations.html", context)


def _decide(request: SignedInRequest, course: CoursePage) -> None:
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
        messages.error(request, gettext("Choose one of the languages."))
        return
    locale = Locale.objects.get_or_create(language_code=wanted)[0]
    if request.POST.get("action") == "begin":
        try:
            begin_translation(course=course, locale=locale, user=request.user)
        except NotToBeTranslated:
            messages.error(request, gettext("Publish the course first, then translate it."))
            return
        messages.success(
            request, gettext("The translation has begun. Open each page to translate it.")
        )
        return
    for translation in translations_of(course):
        if translation.locale == locale:
            _send(request, course, translation)


def _send(request: SignedInRequest, course: CoursePage, translation: CourseTranslation) -> None:
    """Bring the draft up to date and send it for review, where nothing is missing."""
    draft = bring_up_to_date(course=course, locale=translation.locale, user=request.user)
    if translation.missing:
        messages.warning(
            request,
            ngettext(
                "The draft is up to date. %(num)s text is still to be translated before it can "
                "be sent for review.",
                "The draft is up to date. %(num)s texts are still to be translated before it can "
                "be sent for review.",
                translation.missing,
            )
            % {"num": translation.missing},
        )
        return
    workflow = draft.get_workflow()
    if workflow and not draft.workflow_in_progress:
        workflow.start(draft, request.user)
    messages.success(request, gettext("The translation has been sent for review."))
