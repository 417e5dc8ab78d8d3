from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "cms.publishing"
    label = "publishing"

    def ready(self) -> None:
        from cms.publishing.chosen import hide_what_is_not_visible
        from cms.publishing.deleting import watch_deletions
        from cms.publishing.filters import narrow_filters

        watch_deletions()
        narrow_filters()
        hide_what_is_not_visible()
