from django.apps import AppConfig


class StepsConfig(AppConfig):
    name = "cms.steps"
    label = "steps"
