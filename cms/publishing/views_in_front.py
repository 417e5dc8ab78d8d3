"""Views of Wagtail and wagtail-localize that show everything, each with only what is visible."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.views.report import TranslationsReportView
from wagtail_localize.views.snippets_api import SnippetViewSet

from cms.publishing.visible import (
    visible_documents,
    visible_images,
    visible_pages,
    visible_snippets,
    visible_translations,
)


class VisibleImagesAPI(ImagesAdminAPIViewSet):
    """The pictures that one may choose or change, for the scripts of the admin."""

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(pk__in=visible_images(self.request.user).values("pk"))


class VisibleDocumentsAPI(DocumentsAdminAPIViewSet):
    """The documents that one may choose or change, for the scripts of the admin."""

    def get_queryset(self) -> QuerySet[Any]:
        known = visible_documents(self.request.user)
        return super().get_queryset().filter(pk__in=known.values("pk"))


class VisibleSnippetsAPI(SnippetViewSet):
    """The snippets that one may use, for the scripts of wagtail-localize."""

    # Ours is by the date of creation, which snippets have not.
    pagination_class = None

    def get_queryset(self) -> QuerySet[Any]:
        model = self.get_model()
        if model not in get_snippet_models():
            raise Http404
        return visible_snippets(self.request.user, model)


class VisibleTranslationsReport(TranslationsReportView):
    """The report of the translations of what one works with."""

    def get_queryset(self) -> QuerySet[Any]:
        known = visible_translations(self.request.user)
        return super().get_queryset().filter(pk__in=known.values("pk")).order_by("pk")


class VisiblePageTypesReport(PageTypesUsageReportView):
    """The report of pages by kind; the last one changed is named where one knows it."""

    def decorate_paginated_queryset(self, page_types: Any) -> Any:
        page_types = super().decorate_paginated_queryset(page_types)
        keys = [one.last_edited_page_id for one in page_types if one.last_edited_page_id]
        known = set(
            visible_pages(self.request.user).filter(pk__in=keys).values_list("pk", flat=True)
        )
        for one in page_types:
            if one.last_edited_page_id not in known:
                one.last_edited_page = None
        return page_types
