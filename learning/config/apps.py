from django.apps import AppConfig

from learning.ui.spreadsheets import protect_exports


class ConfigConfig(AppConfig):
    name = "learning.config"
    label = "config"

    def ready(self) -> None:
        # Wagtail's views can only be imported once there are models.
        from wagtail.admin.views.mixins import SpreadsheetExportMixin

        protect_exports(SpreadsheetExportMixin)
