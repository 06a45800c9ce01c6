"""Addresses for the tests of this storey: the gallery and what the frame links to, without the areas above."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("ui/", include("wandel.ui.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("theme/", nothing, name="theme"),
    path("imprint/", nothing, name="imprint"),
    path("privacy/", nothing, name="privacy"),
    path("accessibility/", nothing, name="accessibility"),
]
