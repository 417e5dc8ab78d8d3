"""Views that stand in front of Wagtail's, at the same addresses: they have no names of their own.

Who asks for an address by Wagtail's name gets the same one, and so these.
"""

from __future__ import annotations

from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.publishing.views_in_front import (
    VisiblePageTypesReport,
    VisibleSnippetsAPI,
    VisibleTranslationsReport,
)

SNIPPETS = "localize/api/snippets/<slug:app_label>/<slug:model_name>/"

urlpatterns = decorate_urlpatterns(
    [
        path("localize/reports/translations/", VisibleTranslationsReport.as_view()),
        path(
            "localize/reports/translations/results/",
            VisibleTranslationsReport.as_view(results_only=True),
        ),
        path(SNIPPETS, VisibleSnippetsAPI.as_view({"get": "list"})),
        path(f"{SNIPPETS}<str:pk>/", VisibleSnippetsAPI.as_view({"get": "retrieve"})),
        path("reports/page-types-usage/", VisiblePageTypesReport.as_view()),
        path(
            "reports/page-types-usage/results/", VisiblePageTypesReport.as_view(results_only=True)
        ),
    ],
    require_admin_access,
)
