from django.apps import AppConfig
from django.core.checks import register


class SeamsConfig(AppConfig):
    name = "learning.seams"
    label = "seams"

    def ready(self) -> None:
        from .checks import check_seams

        register(check_seams)
