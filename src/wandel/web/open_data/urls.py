from django.urls import path

from wandel.web.open_data import views

app_name = "open-data"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("catalog", views.catalog, name="catalog"),
    path("catalog.jsonld", views.catalog, {"form": "jsonld"}, name="catalog-jsonld"),
    path("catalog.ttl", views.catalog, {"form": "ttl"}, name="catalog-ttl"),
    path("population.csv", views.population, name="population"),
]
