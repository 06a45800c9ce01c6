"""Boundaries as GeoJSON: whether they are areas in degrees, and how large."""

from itertools import pairwise
from math import cos, radians
from typing import Any

# (111.195 km per degree on a sphere of 6371 km) squared, in hectares.
HECTARES_PER_SQUARE_DEGREE = 111.195**2 * 100


def _rings(geometry: dict[str, Any]) -> list[list[list[float]]]:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for part in parts for ring in part]


def is_area(geometry: dict[str, Any]) -> bool:
    """Whether a geometry is one or several closed areas in degrees."""
    if geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        return False
    try:
        rings = _rings(geometry)
        closed = all(len(ring) >= 4 and ring[0] == ring[-1] for ring in rings)
        return (
            bool(rings) and closed and all(abs(x) <= 180 and abs(y) <= 90 for ring in rings for x, y, *_height in ring)
        )
    except (KeyError, TypeError, ValueError, IndexError):
        return False


def hectares_of(geometry: dict[str, Any]) -> float:
    """Area on a sphere flattened at the ring's latitude: good to one per cent, enough to notice a wrong boundary."""
    total = 0.0
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for part in parts:
        for position, ring in enumerate(part):
            middle = cos(radians(sum(point[1] for point in ring) / len(ring)))
            doubled = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
            size = abs(doubled) / 2 * HECTARES_PER_SQUARE_DEGREE * middle
            total += size if position == 0 else -size
    return total
