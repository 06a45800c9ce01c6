from django.urls import path

from wandel.fields.land import public_views as views

app_name = "sites"
urlpatterns = [
    path("", views.site_list, name="list"),
    path("areas.geojson", views.sites_geojson, name="geojson"),
    path("<slug:number>/", views.site_page, name="site"),
    path("<slug:number>/sheet/<slug:language>/<slug:form>/", views.sheet, name="sheet"),
]
