from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "cms.publishing"
    label = "publishing"

    def ready(self) -> None:
        from cms.publishing.deleting import watch_deletions

        watch_deletions()
