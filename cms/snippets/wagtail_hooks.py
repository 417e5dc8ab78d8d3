"""Hooks of the Wagtail admin for shared passages and the glossary."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.snippets.access import SharedContentPolicy, folders_to_write_in, usable
from cms.snippets.forms import SharedContentForm
from cms.snippets.models import GlossaryTerm, SharedPassage
from cms.snippets.panels import UsesPanel

View = Callable[..., HttpResponseBase]


class OfOnesOwn:
    """A mixin for choosers: only what one may use, and no names of others'."""

    request: HttpRequest
    model: Any

    def get_object_list(self) -> QuerySet[Any]:
        return usable(self.request.user, self.model)

    def get_object(self, pk: Any) -> Any:
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: Any) -> QuerySet[Any]:
        return self.get_object_list().filter(pk__in=pks)


class OwnChooseView(OfOnesOwn, ChooseView):
    """The dialogue of the chooser."""


class OwnChooseResultsView(OfOnesOwn, ChooseResultsView):
    """The list in the dialogue of the chooser."""


class OwnChosenView(OfOnesOwn, SnippetChosenView):
    """The answer of the chooser, with what was chosen."""


class OwnChosenMultipleView(OfOnesOwn, SnippetChosenMultipleView):
    """The answer of the chooser where several things were chosen."""


class SharedContentChooser(SnippetChooserViewSet):
    """The chooser of what is shared."""

    choose_view_class = OwnChooseView
    choose_results_view_class = OwnChooseResultsView
    chosen_view_class = OwnChosenView
    chosen_multiple_view_class = OwnChosenMultipleView


class SharedContentViewSet(SnippetViewSet):
    """The admin pages of what is shared, by folders, asking permission for each single snippet."""

    chooser_viewset_class = SharedContentChooser

    @property
    def permission_policy(self) -> SharedContentPolicy:
        return SharedContentPolicy(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model.objects.filter(collection__in=folders_to_write_in(request.user))

    def get_urlpatterns(self) -> list[URLPattern]:
        patterns = super().get_urlpatterns()
        for pattern in patterns:
            pattern.callback = self._guarded(pattern.callback)
        return list(patterns)

    def _guarded(self, view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            key = kwargs.get("pk", args[0] if args else None)
            if key is not None:
                own = self.get_queryset(request).filter(pk=unquote(str(key)))
                if not own.exists():
                    raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded


class SharedPassageViewSet(SharedContentViewSet):
    """The admin pages of passages that several lessons hold."""

    model = SharedPassage
    icon = "copy"
    menu_label = _("Shared content")
    list_display = ("title", "collection", "locale")
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("collection"),
            FieldPanel("body"),
            MultiFieldPanel([UsesPanel()], heading=_("Where it is used")),
        ],
        base_form_class=SharedContentForm,
    )


class GlossaryViewSet(SharedContentViewSet):
    """The admin pages of the glossary: words and what they mean."""

    model = GlossaryTerm
    icon = "title"
    menu_label = _("Glossary")
    list_display = ("term", "meaning", "collection", "locale")
    edit_handler = ObjectList(
        [
            FieldPanel("term"),
            FieldPanel("also"),
            FieldPanel("meaning"),
            FieldPanel("collection"),
            MultiFieldPanel([UsesPanel()], heading=_("Where it is used")),
        ],
        base_form_class=SharedContentForm,
    )


class SharedContentGroup(SnippetViewSetGroup):
    """The menu item that holds both passages and glossary."""

    items = (SharedPassageViewSet, GlossaryViewSet)
    menu_icon = "copy"
    menu_label = _("Shared content")
    menu_name = "shared-content"


register_snippet(SharedContentGroup)
