from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "learning.config"
    label = "config"
