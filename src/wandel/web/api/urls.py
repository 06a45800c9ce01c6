from django.urls import path

from wandel.web.api import views
from wandel.web.api.resources import RESOURCES

app_name = "api"
urlpatterns = [
    path("", views.guide, name="guide"),
    path("openapi.json", views.openapi, name="openapi"),
    *(path(one.name, views.listing, {"name": one.name}, name=one.name) for one in RESOURCES),
    *(path(f"{one.name}/<str:key>", views.single, {"name": one.name}, name=one.singular) for one in RESOURCES),
    path("<path:rest>", views.nothing_here, name="nothing-here"),
]
