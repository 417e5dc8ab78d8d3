from django.apps import AppConfig
from django.core.checks import register


class LRSConfig(AppConfig):
    name = "learning.lrs"
    label = "lrs"

    def ready(self) -> None:
        from .origins import check_origins

        register(check_origins)
