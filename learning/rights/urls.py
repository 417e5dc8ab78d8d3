"""Addresses of what is recorded about me."""

from django.urls import path

from learning.rights import views

app_name = "rights"
urlpatterns = [
    path("account/data/", views.my_data, name="data"),
    path("account/data/statements.json", views.my_statements, name="statements"),
]
