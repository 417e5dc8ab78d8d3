"""Addresses of the start page, and of the statements of others."""

from django.urls import path

from learning.home import views, views_statements

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("statements/", views_statements.statements, name="statements"),
    path("statements.jsonl", views_statements.statements_jsonl, name="statements-jsonl"),
    path("statements/<uuid:id>/", views_statements.statement, name="statement"),
]
