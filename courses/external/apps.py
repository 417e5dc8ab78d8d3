from django.apps import AppConfig


class ExternalConfig(AppConfig):
    name = "courses.external"
    label = "external"
