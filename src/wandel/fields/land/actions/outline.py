"""From what somebody drew or pasted to an outline with its area. Geometry libraries are loaded only when one comes in."""

import importlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from wandel.core.law.texts import Text
from wandel.fields.land.models import Site

# Less than this share outside the municipality is the thickness of a line on two maps.
OUTSIDE_TOLERANCE = 0.01


def _measure() -> Any:
    # shapely and pyproj cost a quarter of a second to import; pages that take no outline shall not wait for it.
    return importlib.import_module("wandel.core.geodata.outline")


def _refused(problem: Any) -> ValidationError:
    return ValidationError(problem.text.to(get_language() or "de"), code="outline")


def read_outline(given: str | Mapping[str, Any]) -> Any:
    """``core.geodata.outline.Outline`` of GeoJSON. Raises ValidationError with what is wrong and what to do."""
    module = _measure()
    try:
        return module.read_outline(given)
    except module.OutlineProblem as problem:
        raise _refused(problem) from None


def united_outline(geometries: Iterable[Mapping[str, Any]]) -> Any:
    """Several outlines as one."""
    module = _measure()
    try:
        return module.united(list(geometries))
    except module.OutlineProblem as problem:
        raise _refused(problem) from None


def put_outline(site: Site, geometry: Mapping[str, Any] | None) -> None:
    """Set (or take away) the outline with area, label point and what is odd about it; saves nothing."""
    if not geometry:
        site.geometry = site.area_m2 = site.label_lon = site.label_lat = None
        site.remarks = []
        return
    outline = read_outline(geometry)
    site.geometry, site.area_m2 = outline.geometry, round(outline.area_m2, 2)
    site.label_lon, site.label_lat = outline.lon, outline.lat
    site.remarks = [remark.as_json() for remark in (*outline.warnings, *_outside(site))]


def _outside(site: Site) -> list[Text]:
    """A sentence where part of the site lies in another municipality."""
    boundary = site.municipality.boundary
    if not boundary or not site.geometry:
        return []
    share = 1 - _measure().share_inside(site.geometry, boundary)
    if share <= OUTSIDE_TOLERANCE:
        return []
    name, per_cent = site.municipality.name, max(1, round(share * 100))
    return [
        Text(
            f"{per_cent} % der Fläche liegen außerhalb von {name}. Prüfen Sie Umriss und Gemeinde.",
            f"{per_cent}% of the area lie outside {name}. Check the outline and the municipality.",
        )
    ]
