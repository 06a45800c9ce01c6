from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "wandel.fields.funding"
    label = "funding"
