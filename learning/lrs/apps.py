from django.apps import AppConfig
from django.core.checks import register


class LRSConfig(AppConfig):
    name = "learning.lrs"
    label = "lrs"

    def ready(self) -> None:
        from .seams import check_seams

        register(check_seams)
