from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "cms.administration"
    label = "administration"
