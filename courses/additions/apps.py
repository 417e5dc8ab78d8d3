from django.apps import AppConfig


class AdditionsConfig(AppConfig):
    name = "courses.additions"
    label = "additions"
