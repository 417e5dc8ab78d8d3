"""Views for copying in the Wagtail admin, in the place of its own page for copying."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from cms.pages.models import DepartmentPage
from courses.content.copying import courses as copying
from courses.content.copying.forms import CopyCoursesForm, CopyPageForm
from courses.content.models import CoursePage, LessonPage
from learning.people.requests import SignedInRequest


def copy_page(request: HttpRequest, page: CoursePage | LessonPage) -> HttpResponse | None:
    """Show the form, or copy a course or a lesson; None for an alias, which Wagtail makes."""
    form = CopyPageForm(request.POST or None, user=request.user, page=page)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data.get("alias"):
            return None
        try:
            copy = _copied(request, page, form.cleaned_data)
        except ValidationError as refused:
            if hasattr(refused, "error_dict"):
                form.add_error("new_slug", refused.messages)
            else:
                messages.error(request, " ".join(refused.messages))
        else:
            _say(
                request,
                gettext("“%(title)s” was copied, as a draft.") % {"title": page.draft_title},
                copy,
            )
            return _onwards(request, copy.get_parent())
    return _form(request, "wagtailadmin/pages/copy.html", page, form)


def copy_courses(request: SignedInRequest, page: DepartmentPage) -> HttpResponse:
    """Show the form, or copy all courses of a department into another."""
    form = CopyCoursesForm(request.POST or None, user=request.user, page=page)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["new_parent_page"]
        try:
            copies = copying.copy_courses(department=page, to=to, user=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return _form(request, "content/copy_courses.html", page, form)
        said = ngettext(
            "%(num)s course was copied, as a draft.",
            "%(num)s courses were copied, as drafts.",
            len(copies),
        )
        _say(request, said % {"num": len(copies)}, None)
        return _onwards(request, to)
    return _form(request, "content/copy_courses.html", page, form)


def _copied(request: HttpRequest, page: Page, given: dict[str, Any]) -> Page:
    named = {"title": given["new_title"], "slug": given["new_slug"], "user": request.user}
    to = given["new_parent_page"].specific
    if isinstance(page, CoursePage):
        # The box is there only where there are lessons to leave out.
        whole = given.get("copy_subpages", True)
        return copying.copy_course(course=page, to=to, lessons=whole, **named)
    return copying.copy_lesson(lesson=page, to=to, **named)  # type: ignore[arg-type]


def _say(request: HttpRequest, words: str, copy: Page | None) -> None:
    edit = (
        [messages.button(reverse("wagtailadmin_pages:edit", args=[copy.pk]), gettext("Edit"))]
        if copy
        else None
    )
    messages.success(request, words, buttons=edit)


def _onwards(request: HttpRequest, parent: Page) -> HttpResponse:
    following = get_valid_next_url_from_request(request)
    return redirect(following) if following else redirect("wagtailadmin_explore", parent.pk)


def _form(request: HttpRequest, template: str, page: Page, form: Any) -> HttpResponse:
    following = get_valid_next_url_from_request(request)
    context = {"page": page, "form": form, "next": following, "act": gettext("Copy all courses")}
    return TemplateResponse(request, template, context)
