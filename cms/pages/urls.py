"""Addresses of the pages about the service; the foot of every page leads to them."""

from django.urls import path

from cms.pages import views
from cms.pages.information import Information

app_name = "pages"
urlpatterns = [
    path(f"{kind}/", views.about_the_service, {"kind": kind.value}, name=kind.value)
    for kind in Information
]
