"""Addresses of the API, version 1; each room adds its own."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from learning.catalogue.api import CatalogueView
from learning.people.api import MeView
from learning.records.api import MyRecordsView

app_name = "api"
urlpatterns = [
    path("me/", MeView.as_view(), name="me"),
    path("catalogue/", CatalogueView.as_view(), name="catalogue"),
    path("my/records/", MyRecordsView.as_view(), name="my-records"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
]
