from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "learning.people"
    label = "people"

    def ready(self) -> None:
        # Connected where they are written.
        from learning.people import receivers  # noqa: F401
