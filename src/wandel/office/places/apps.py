from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "wandel.office.places"
    label = "places"
