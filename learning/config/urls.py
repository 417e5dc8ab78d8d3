"""Every address of the service; each room adds its own."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from learning.config import health

handler400 = "learning.config.refusals.bad_request"
handler403 = "learning.config.refusals.forbidden"
handler404 = "learning.config.refusals.not_found"
handler500 = "learning.config.outage.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("learning.lrs.urls")),
    path("", include("learning.home.urls")),
    path("", include("learning.rights.urls")),
    path("", include("learning.insights.urls")),
    path("", include("learning.people.urls")),
    path("", include("learning.catalogue.urls")),
    path("", include("learning.records.urls")),
    path("api/v1/", include("learning.config.api_urls")),
    # Wagtail brings a sign-in of its own; there is one door.
    path("cms-admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    *(path("cms-admin/", include(name)) for name in settings.ADMIN_URLS),
    path("cms-admin/", include(wagtailadmin_urls)),
]

# Rooms of higher folders are named in the settings, so that this one does not import them.
urlpatterns += [path("", include(name)) for name in settings.ROOM_URLS]
