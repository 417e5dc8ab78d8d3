from django.apps import AppConfig


class StepKindsConfig(AppConfig):
    name = "tests.step_kinds"
    label = "step_kinds"
