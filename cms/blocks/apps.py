from django.apps import AppConfig


class BlocksConfig(AppConfig):
    name = "cms.blocks"
    label = "blocks"

    def ready(self) -> None:
        from cms.blocks.translations import watch_translations

        watch_translations()
