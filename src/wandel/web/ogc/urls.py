from django.urls import path

from wandel.web.ogc import views

app_name = "ogc"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("api", views.api, name="api"),
    path("conformance", views.conformance, name="conformance"),
    path("collections", views.collections, name="collections"),
    path("collections/<str:key>", views.collection, name="collection"),
    path("collections/<str:key>/items", views.items, name="items"),
    path("collections/<str:key>/items/<str:number>", views.item, name="item"),
    path("<path:rest>", views.nothing_here, name="nothing-here"),
]
