from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules


class PrivacyConfig(AppConfig):
    name = "learning.privacy"
    label = "privacy"

    def ready(self) -> None:
        from learning.privacy.checks import check_declarations

        autodiscover_modules("privacy")
        checks.register(check_declarations)
