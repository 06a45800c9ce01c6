"""A small map of one site inside its municipality, drawn on the server: no script, no style."""

from collections.abc import Iterator, Mapping
from math import cos, radians
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wandel.fields.land.models import Site

WIDTH = 600.0
# A site is small beside its municipality; the ring shows where to look.
RING = 14


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    parts = geometry["coordinates"] if geometry.get("type") == "MultiPolygon" else [geometry.get("coordinates", [])]
    for part in parts:
        yield from part


def site_svg(site: Site) -> SafeString:
    """The municipality's outline with the site in it; empty where the site has no outline."""
    if not site.geometry:
        return SafeString("")
    own = list(_rings(site.geometry))
    around = list(_rings(site.municipality.boundary)) if site.municipality.boundary else []
    points = [point for ring in (*around, *own) for point in ring]
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    narrow = cos(radians((south + north) / 2))
    scale = WIDTH / max((east - west) * narrow, 1e-6)

    def place(lon: float, lat: float) -> str:
        return f"{(lon - west) * narrow * scale:.1f} {(north - lat) * scale:.1f}"

    def path(rings: list[list[list[float]]]) -> str:
        return " ".join("M" + "L".join(place(point[0], point[1]) for point in ring) + "Z" for ring in rings)

    x, y = place(site.label_lon or own[0][0][0], site.label_lat or own[0][0][1]).split()
    return format_html(
        '<svg class="map" viewBox="-16 -16 {} {}" role="img" aria-label="{}">'
        '<path class="map__area" fill-rule="evenodd" d="{}"/><path class="map__area map__area--on" fill-rule="evenodd" '
        'd="{}"/><circle class="map__ring" cx="{}" cy="{}" r="{}" fill="none" stroke="currentColor" stroke-width="2"/></svg>',
        f"{WIDTH + 32:.0f}",
        f"{(north - south) * scale + 32:.0f}",
        _("Where %(name)s lies in %(municipality)s") % {"name": site.name, "municipality": site.municipality.name},
        path(around),
        path(own),
        x,
        y,
        RING,
    )
