"""Addresses of the catalogue."""

from django.urls import path

from learning.catalogue import views

app_name = "catalogue"
urlpatterns = [path("catalogue/", views.search, name="search")]
