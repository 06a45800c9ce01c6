from django.urls import path

from wandel.fields.land.views import balance, density, exchange, site, site_change, snapshot

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
    path("sites/exchange/<slug:form>/", exchange.site_exchange, name="site-exchange"),
    path("balance/", balance.balance, name="balance"),
    path("balance/export.csv", balance.balance_export, name="balance-export"),
    path("snapshots/", snapshot.snapshots, name="snapshots"),
    path("snapshots/new/", snapshot.snapshot_new, name="snapshot-new"),
    path("stock/", site.stock, name="stock"),
    path("stock/export.csv", site.stock_export, name="stock-export"),
    path("density/", density.density_list, name="density"),
    path("density/new/", density.density_new, name="density-new"),
    path("density/<int:pk>/edit/", density.density_edit, name="density-edit"),
]
