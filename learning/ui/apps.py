from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "learning.ui"
    label = "ui"
