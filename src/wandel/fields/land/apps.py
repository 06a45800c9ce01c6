from django.apps import AppConfig


class LandConfig(AppConfig):
    name = "wandel.fields.land"
    label = "land"
