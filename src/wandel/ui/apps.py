from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "wandel.ui"
    label = "ui"
