from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "learning.insights"
    label = "insights"
