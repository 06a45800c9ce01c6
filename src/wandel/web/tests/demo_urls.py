"""The product's addresses with the demo's beside them."""

from django.urls import path

from wandel.web import demo_views
from wandel.web.urls import handler400, handler403, handler404, handler500
from wandel.web.urls import urlpatterns as own

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [*own, path("demo/full-land/", demo_views.full_land, name="demo-full-land")]
