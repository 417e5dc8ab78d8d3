from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "learning.rights"
    label = "rights"
