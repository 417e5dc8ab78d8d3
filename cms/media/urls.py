"""Addresses of stored files."""

from django.urls import path

from cms.media import views

app_name = "media"
urlpatterns = [path("media/<path:path>", views.media, name="media")]
