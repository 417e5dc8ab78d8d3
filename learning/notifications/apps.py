from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "learning.notifications"
    label = "notifications"
