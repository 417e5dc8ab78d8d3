"""Addresses of courses: the course, its lessons, and what is done in them."""

from django.urls import path

from courses.progress import views, views_added, views_feedback

app_name = "courses"
urlpatterns = [
    path("courses/<slug:course>/", views.course, name="course"),
    path("courses/<slug:course>/start/", views.start, name="start"),
    path("courses/<slug:course>/finished/", views.finished, name="finished"),
    path("courses/<slug:course>/feedback/", views_feedback.feedback, name="feedback"),
    path("courses/<slug:course>/added/<uuid:lesson>/", views_added.added, name="added"),
    path(
        "courses/<slug:course>/added/<uuid:lesson>/complete/",
        views_added.complete,
        name="complete_added",
    ),
    path(
        "courses/<slug:course>/added/<uuid:lesson>/checks/<str:check>/",
        views_added.answer,
        name="answer_added",
    ),
    path("courses/<slug:course>/<slug:lesson>/", views.lesson, name="lesson"),
    path("courses/<slug:course>/<slug:lesson>/complete/", views.complete, name="complete"),
    path("courses/<slug:course>/<slug:lesson>/checks/<str:check>/", views.answer, name="answer"),
]
