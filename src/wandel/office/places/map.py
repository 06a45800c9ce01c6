"""A map of the county drawn on the server from its boundaries: no script, no style, readable by a screen reader."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from math import cos, radians
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wandel.office.places.models import Municipality

WIDTH = 600.0


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[list[float]]]:
    parts = geometry["coordinates"] if geometry.get("type") == "MultiPolygon" else [geometry.get("coordinates", [])]
    for part in parts:
        yield from part


def _centre(rings: list[list[list[float]]]) -> tuple[float, float]:
    """Centroid of the largest ring (shoelace), good enough for a label."""
    best, best_area = (0.0, 0.0), 0.0
    for ring in rings:
        area = x_sum = y_sum = 0.0
        for (x1, y1), (x2, y2) in pairwise(ring):
            cross = x1 * y2 - x2 * y1
            area, x_sum, y_sum = area + cross, x_sum + (x1 + x2) * cross, y_sum + (y1 + y2) * cross
        if abs(area) > best_area:
            best, best_area = (x_sum / (3 * area), y_sum / (3 * area)), abs(area)
    return best


def _inside(x: float, y: float, rings: list[list[list[float]]]) -> bool:
    crossed = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossed = not crossed
    return crossed


def _label_point(rings: list[list[list[float]]]) -> tuple[float, float]:
    """The centroid if it lies inside, else the middle of the widest stretch of its latitude."""
    x, y = _centre(rings)
    if _inside(x, y, rings):
        return x, y
    cuts = sorted(
        (x2 - x1) * (y - y1) / (y2 - y1) + x1
        for ring in rings
        for (x1, y1), (x2, y2) in pairwise(ring)
        if (y1 > y) != (y2 > y)
    )
    west, east = max(zip(cuts[::2], cuts[1::2], strict=False), key=lambda pair: pair[1] - pair[0], default=(x, x))
    return (west + east) / 2, y


def middle_of(boundary: Mapping[str, Any]) -> tuple[float, float] | None:
    """Latitude and longitude of a point inside an area, where its name would stand; None without a boundary."""
    rings = list(_rings(boundary)) if boundary else []
    if not any(rings):
        return None
    lon, lat = _label_point(rings)
    return lat, lon


def county_svg(municipalities: Iterable[Municipality], links: Mapping[str, str], highlighted: set[str]) -> SafeString:
    """Every municipality as a linked, labelled area; those in ``highlighted`` (AGS) stand out."""
    drawn = [(one, list(_rings(one.boundary))) for one in municipalities if one.boundary]
    points = [point for _one, rings in drawn for ring in rings for point in ring]
    if not points:
        return SafeString("")
    west, east = min(x for x, _y in points), max(x for x, _y in points)
    south, north = min(y for _x, y in points), max(y for _x, y in points)
    # Degrees of longitude shrink with the cosine of the latitude; otherwise the county looks too wide.
    narrow = cos(radians((south + north) / 2))
    scale = WIDTH / ((east - west) * narrow)
    height = (north - south) * scale

    def place(x: float, y: float) -> tuple[float, float]:
        return (x - west) * narrow * scale, (north - y) * scale

    def path(rings: list[list[list[float]]]) -> str:
        return " ".join(
            "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in (place(x, y) for x, y in ring)) + "Z" for ring in rings
        )

    areas = format_html_join(
        "",
        "{}",
        ((_area(one, path(rings), links.get(one.ags), on=one.ags in highlighted),) for one, rings in drawn),
    )
    labels = format_html_join(
        "",
        '<text class="map__label" x="{}" y="{}" text-anchor="middle" aria-hidden="true">{}</text>',
        ((f"{px:.0f}", f"{py:.0f}", one.name) for one, rings in drawn for px, py in [place(*_label_point(rings))]),
    )
    # A group, not role="img": an image hides the links inside it from a screen reader.
    return format_html(
        '<svg class="map" viewBox="-4 -4 {} {}" role="group" aria-labelledby="county-map-title county-map-text">'
        '<title id="county-map-title">{}</title><desc id="county-map-text">{}</desc>{}{}</svg>',
        f"{WIDTH + 8:.0f}",
        f"{height + 8:.0f}",
        _("Map of the municipalities"),
        _("The table lists the same municipalities."),
        areas,
        labels,
    )


def _area(municipality: Municipality, outline: str, link: str | None, *, on: bool) -> SafeString:
    shape = format_html(
        '<path class="map__area{}" fill-rule="evenodd" d="{}"/>', SafeString(" map__area--on" if on else ""), outline
    )
    if link is None:
        return shape
    current = SafeString(' aria-current="true"' if on else "")
    return format_html('<a href="{}" aria-label="{}"{}>{}</a>', link, municipality.name, current, shape)
