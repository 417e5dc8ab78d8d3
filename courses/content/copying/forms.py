"""Forms for copying a course, a lesson or a department's courses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.widgets import AdminPageChooser

from cms.pages.models import DepartmentPage
from courses.content.free_addresses import free_course_address, free_lesson_address
from courses.content.models import CoursePage


class PlaceChooser(AdminPageChooser):
    """Wagtail's chooser of pages, dropping what is no key: it could not be shown again."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        given = str(data.get(name) or "")
        return given if given.isascii() and given.isdecimal() and len(given) < 10 else None


class CopyPageForm(CopyForm):
    """Wagtail's form for copying a page, beginning with an address that is free."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_slug"].initial = (
            free_course_address(self.page.slug)
            if isinstance(self.page, CoursePage)
            else free_lesson_address(self.page.slug, self.page.get_parent())
        )
        self.fields["new_parent_page"].widget = PlaceChooser(
            target_models=self.page.specific_class.allowed_parent_page_models(),
            user_perms="copy_to",
        )
        # A copy is a draft, whatever its original is.
        self.fields.pop("publish_copies", None)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        parent = cleaned.get("new_parent_page")
        if parent is not None and parent.locale_id != self.page.locale_id:
            self.add_error("new_parent_page", _("Choose a place in the same language."))
        return cleaned


class CopyCoursesForm(forms.Form):
    """The form for the department that all courses of another one are copied to."""

    def __init__(self, *args: Any, page: DepartmentPage, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page, self.user = page, user
        others = DepartmentPage.objects.filter(locale=page.locale_id).exclude(pk=page.pk)
        self.fields["new_parent_page"] = forms.ModelChoiceField(
            others,
            label=_("Department"),
            help_text=_("Each course gets a copy there, as a draft with its lessons and files."),
            widget=PlaceChooser(target_models=[DepartmentPage]),
        )

    def clean_new_parent_page(self) -> DepartmentPage:
        chosen: DepartmentPage = self.cleaned_data["new_parent_page"]
        if not chosen.permissions_for_user(self.user).can_add_subpage():
            raise forms.ValidationError(_("You may not add courses to this department."))
        return chosen
