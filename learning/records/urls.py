"""Addresses of My learning."""

from django.urls import path

from learning.records import views

app_name = "records"
urlpatterns = [
    path("my-learning/", views.my_learning, name="my-learning"),
    path("my-learning.csv", views.my_learning_csv, name="my-learning-csv"),
    path("my-learning/<int:key>/", views.record, name="record"),
]
