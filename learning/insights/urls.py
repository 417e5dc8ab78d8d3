"""The address of an L&D lead's page."""

from django.urls import path

from learning.insights import views

app_name = "insights"
urlpatterns = [path("insights/", views.insights, name="insights")]
