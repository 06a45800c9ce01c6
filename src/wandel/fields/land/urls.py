from django.urls import path

from wandel.fields.land import public_views
from wandel.fields.land.views import density, shapes, site, site_change, tiles
from wandel.fields.land.views import map as map_views

app_name = "land"
urlpatterns = [
    path("sites/", site.site_list, name="sites"),
    path("sites/export.csv", site.site_export, name="site-export"),
    path("sites/new/", site_change.site_new, name="site-new"),
    path("sites/<int:pk>/", site.site_detail, name="site"),
    path("sites/<int:pk>/facts/", site.site_facts, name="site-facts"),
    path("sites/<int:pk>/planning/", site.site_planning, name="site-planning"),
    path("sites/<int:pk>/documents/", site.site_documents, name="site-documents"),
    path("sites/<int:pk>/history/", site.site_history, name="site-history"),
    path("sites/<int:pk>/outline.geojson", site.site_outline, name="site-outline"),
    path("sites/<int:pk>/files/<int:file_pk>/", site.site_file, name="site-file"),
    path("sites/<int:pk>/edit/", site_change.site_edit, name="site-edit"),
    path("sites/<int:pk>/move/", site_change.site_move, name="site-move"),
    path("sites/<int:pk>/publish/", site_change.site_publish, name="site-publish"),
    path("sites/<int:pk>/retire/", site_change.site_retire, name="site-retire"),
    path("sites/<int:pk>/split/", site_change.site_split, name="site-split"),
    path("sites/<int:pk>/merge/", site_change.site_merge, name="site-merge"),
    path("sites/<int:pk>/files/", site_change.site_upload, name="site-upload"),
    path("sites/<int:pk>/files/<int:file_pk>/remove/", site_change.site_file_remove, name="site-file-remove"),
    path("sites/<int:pk>/farms/", site_change.farm_new, name="farm-new"),
    path("farms/<int:pk>/talked/", site_change.farm_talked, name="farm-talked"),
    path("farms/<int:pk>/remove/", site_change.farm_remove, name="farm-remove"),
    path("density/", density.density_list, name="density"),
    path("density/new/", density.density_new, name="density-new"),
    path("density/<int:pk>/edit/", density.density_edit, name="density-edit"),
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
