"""Addresses of courses: the course, its lessons, and what is done in them."""

from django.urls import path

from courses.progress import views, views_added, views_feedback, views_leaving
from courses.progress.views_leaving import unless_left

app_name = "courses"
urlpatterns = [
    path("courses/<slug:course>/", views.course, name="course"),
    path("courses/<slug:course>/start/", views.start, name="start"),
    path("courses/<slug:course>/finished/", views.finished, name="finished"),
    path("courses/<slug:course>/feedback/", unless_left(views_feedback.feedback), name="feedback"),
    path("courses/<slug:course>/remove-from-learning/", views_leaving.leave, name="leave"),
    path(
        "courses/<slug:course>/added/<uuid:lesson>/", unless_left(views_added.added), name="added"
    ),
    path(
        "courses/<slug:course>/added/<uuid:lesson>/complete/",
        unless_left(views_added.complete),
        name="complete_added",
    ),
    path(
        "courses/<slug:course>/added/<uuid:lesson>/checks/<str:check>/",
        unless_left(views_added.answer),
        name="answer_added",
    ),
    path("courses/<slug:course>/<slug:lesson>/", unless_left(views.lesson), name="lesson"),
    path(
        "courses/<slug:course>/<slug:lesson>/complete/",
        unless_left(views.complete),
        name="complete",
    ),
    path(
        "courses/<slug:course>/<slug:lesson>/checks/<str:check>/",
        unless_left(views.answer),
        name="answer",
    ),
]
