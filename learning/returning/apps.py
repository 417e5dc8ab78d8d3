from django.apps import AppConfig


class ReturningConfig(AppConfig):
    name = "learning.returning"
    label = "returning"
