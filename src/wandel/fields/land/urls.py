from django.urls import path

from wandel.fields.land import public_views
from wandel.fields.land.views import map as map_views
from wandel.fields.land.views import shapes, tiles

app_name = "land"
urlpatterns = [
    path("map/", map_views.land_map, name="map"),
    path("map/print/", map_views.land_map_print, name="map-print"),
    path("map/map.<slug:form>", map_views.land_map_document, name="map-document"),
    path("map/sites.json", map_views.sites, name="map-sites"),
    path("map/analyses/<int:pk>/candidates.json", map_views.candidates, name="map-candidates"),
    path("map/analyses/<int:pk>/factors.bin", map_views.factors, name="map-factors"),
    path("map/selection/<slug:kind>/<int:pk>/", map_views.selection, name="map-selection"),
    path("map/search.json", map_views.search, name="map-search"),
    path("map/shapes.json", shapes.shapes, name="map-shapes"),
    path("tiles/<slug:archive>/<int:z>/<int:x>/<int:y>.mvt", tiles.tile, name="tile"),
    path("open/", public_views.public_map, name="public-map"),
    path("open/boundaries.json", public_views.boundaries, name="public-boundaries"),
    path("open/sites.json", public_views.public_sites, name="public-sites"),
    path("open/sites/<int:pk>/panel/", public_views.public_selection, name="public-selection"),
    path("open/tiles/<slug:archive>/<int:z>/<int:x>/<int:y>.mvt", public_views.public_tile, name="public-tile"),
]
