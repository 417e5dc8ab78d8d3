"""The addresses of the Learning Record Store; include them at the root."""

from __future__ import annotations

from django.urls import path

from .views_statements import statements

app_name = "lrs"
urlpatterns = [path("xapi/statements", statements, name="statements")]
