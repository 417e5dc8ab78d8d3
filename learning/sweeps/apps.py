from django.apps import AppConfig


class SweepsConfig(AppConfig):
    name = "learning.sweeps"
    label = "sweeps"
