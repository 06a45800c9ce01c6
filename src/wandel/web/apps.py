from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "wandel.web"
    label = "web"
