"""Choosing people and organisations in the editor: search, never a list of 50,000."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.chooser import ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.publishing.selectors import editors
from learning.people.models import Organisation, User


class ChosenEditorView(ChosenView):
    """The view that names the chosen editor; the numbers of other staff name nobody."""

    def get_object(self, pk: Any) -> User:
        return editors().get(pk=pk)


class ChosenEditorsView(ChosenMultipleView):
    """The view that names the chosen editors; the numbers of other staff name nobody."""

    def get_objects(self, pks: Any) -> QuerySet[User]:
        return editors().filter(pk__in=pks)


class EditorChooserViewSet(ChooserViewSet):
    """The chooser of somebody who may use the editor; it does not show other staff's names."""

    model = User
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    per_page = 20

    chosen_view_class = ChosenEditorView
    chosen_multiple_view_class = ChosenEditorsView

    def get_object_list(self) -> Any:
        return editors()


class OrganisationChooserViewSet(ChooserViewSet):
    """The chooser of an organisation, by name."""

    model = Organisation
    icon = "group"
    choose_one_text = _("Choose an organisation")
    choose_another_text = _("Choose another organisation")
    per_page = 20

    def get_object_list(self) -> Any:
        return Organisation.objects.open()


editor_chooser = EditorChooserViewSet("editor_chooser")
organisation_chooser = OrganisationChooserViewSet("organisation_chooser")
