"""A drawn area: read from coordinates or GeoJSON, cut along a line, joined, measured. In and out go degrees (EPSG:4326)."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import mapping, shape
from shapely.ops import split as cut

from wandel.core.law.texts import Text

Geometry = Mapping[str, Any]
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
# East and north in EPSG:25832, generously around Germany.
EAST, NORTH = (150_000.0, 950_000.0), (5_100_000.0, 6_200_000.0)
LONGITUDE, LATITUDE = (5.0, 16.0), (46.0, 56.0)
METRES = {"urn:ogc:def:crs:EPSG::25832", "EPSG:25832", "urn:ogc:def:crs:EPSG:6.9:25832"}
DEGREES = {"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"}
# Two areas that touch along a shared edge leave slivers thinner than this when their corners were rounded (metres).
SNAP = 0.01
MOST_CORNERS = 20_000


class ShapeError(ValueError):
    """The shape cannot be used; ``text`` says why and what to do."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


@lru_cache(maxsize=2)
def _transformer(to_metres: bool) -> Transformer:
    return Transformer.from_crs(*((4326, 25832) if to_metres else (25832, 4326)), always_xy=True)


def _turned(geometry: Any, *, to_metres: bool) -> Any:
    def turn(coords: Any) -> Any:
        return np.column_stack(_transformer(to_metres).transform(coords[:, 0], coords[:, 1]))

    return shapely.transform(geometry, turn)


def _checked(geometry: Any) -> Any:
    """An area in metres that is whole and not too detailed."""
    if shapely.get_num_coordinates(geometry) > MOST_CORNERS:
        raise ShapeError(
            Text(
                f"Die Fläche hat mehr als {MOST_CORNERS} Ecken. Vereinfachen Sie sie vorher.",
                f"The area has more than {MOST_CORNERS} corners. Simplify it first.",
            )
        )
    if geometry.geom_type not in {"Polygon", "MultiPolygon"} or geometry.convex_hull.area < 1:
        raise ShapeError(
            Text(
                "Das ist keine Fläche. Geben Sie mindestens drei Ecken an, die nicht auf einer Linie liegen.",
                "This is no area. Give at least three corners that do not lie on one line.",
            )
        )
    if not geometry.is_valid:
        raise ShapeError(
            Text(
                "Der Umriss kreuzt sich selbst. Ordnen Sie die Ecken in der Reihenfolge, in der man um die Fläche geht.",
                "The outline crosses itself. Give the corners in the order in which one walks around the area.",
            )
        )
    return geometry


def from_geojson(geometry: Geometry) -> Any:
    """A GeoJSON geometry, feature or collection in degrees as one area in metres (EPSG:25832). Raises ShapeError."""
    kind = geometry.get("type")
    if kind == "FeatureCollection":
        parts = [from_geojson(one) for one in geometry.get("features") or []]
        if not parts:
            raise ShapeError(Text("Die Datei enthält keine Fläche.", "The file holds no area."))
        return _checked(shapely.union_all(parts, grid_size=None))
    if kind == "Feature":
        return from_geojson(geometry.get("geometry") or {})
    try:
        found = shapely.force_2d(shape(geometry))
        coords = shapely.get_coordinates(found)
        if not np.isfinite(coords).all():
            raise ValueError("coordinates are not finite")
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError) as error:
        raise ShapeError(
            Text(
                "Das GeoJSON lässt sich nicht lesen. Speichern Sie die Fläche als Polygon in Grad (EPSG:4326).",
                "The GeoJSON cannot be read. Save the area as a polygon in degrees (EPSG:4326).",
            )
        ) from error
    _must_lie(coords, LONGITUDE, LATITUDE)
    return _checked(_turned(found, to_metres=True))


def _must_lie(coords: Any, across: tuple[float, float], up: tuple[float, float]) -> None:
    inside = (coords >= (across[0], up[0])).all() and (coords <= (across[1], up[1])).all()
    if not inside:
        raise ShapeError(
            Text(
                "Die Koordinaten liegen nicht in Deutschland. Erlaubt sind Ost und Nord in EPSG:25832 oder Länge und Breite in Grad.",
                "The coordinates do not lie in Germany. Allowed are east and north in EPSG:25832 or longitude and latitude in degrees.",
            )
        )


def to_geojson(geometry: Any) -> dict[str, Any]:
    """An area in metres as GeoJSON in degrees, seven digits behind the point (a centimetre)."""
    degrees = shapely.transform(_turned(geometry, to_metres=False), lambda coords: np.round(coords, 7))
    return dict(json.loads(json.dumps(mapping(degrees))))


def read_shape(text: str) -> Any:
    """What a person typed or a file holds, as one area in metres.

    GeoJSON (degrees, or EPSG:25832 if its ``crs`` says so), or one corner per line: east and north in metres
    (EPSG:25832), or latitude and longitude in degrees as maps print them. Raises ShapeError.
    """
    stripped = text.strip().lstrip("\ufeff")
    if stripped.startswith("{"):
        try:
            data = json.loads(stripped)
        except (json.JSONDecodeError, RecursionError) as error:
            raise ShapeError(
                Text(
                    "Das ist kein vollständiges GeoJSON. Speichern Sie die Datei neu.",
                    "This is no complete GeoJSON. Save the file again.",
                )
            ) from error
        system = ((data.get("crs") or {}).get("properties") or {}).get("name", "") if isinstance(data, dict) else ""
        if system in METRES:
            return _read_metres(data)
        if system and system not in DEGREES:
            raise ShapeError(
                Text(
                    f"Das Koordinatensystem {system} ist hier nicht vorgesehen. Speichern Sie in EPSG:25832 oder EPSG:4326.",
                    f"The coordinate system {system} is not provided for here. Save in EPSG:25832 or EPSG:4326.",
                )
            )
        return from_geojson(data)
    return _from_lines(stripped)


def _read_metres(data: Geometry) -> Any:
    features = data.get("features") if data.get("type") == "FeatureCollection" else [data]
    try:
        parts = [shapely.force_2d(shape(one.get("geometry", one))) for one in features or []]
        joined = shapely.union_all(parts)
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.ShapelyError) as error:
        raise ShapeError(Text("Das GeoJSON lässt sich nicht lesen.", "The GeoJSON cannot be read.")) from error
    _must_lie(shapely.get_coordinates(joined), EAST, NORTH)
    return _checked(joined)


def _from_lines(text: str) -> Any:
    corners = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        found = NUMBER.findall(line)
        if len(found) == 1:
            # "320150,5630420": here the comma parts two numbers.
            found = NUMBER.findall(line.replace(",", " "))
        if len(found) != 2:
            raise ShapeError(
                Text(
                    f"Zeile {number} hat nicht genau zwei Zahlen. Schreiben Sie je Zeile eine Ecke, etwa „320150 5630420“.",
                    f"Line {number} has not exactly two numbers. Write one corner per line, such as “320150 5630420”.",
                )
            )
        corners.append([float(one.replace(",", ".")) for one in found])
    if len(corners) < 3:
        raise ShapeError(
            Text(
                "Eine Fläche hat mindestens drei Ecken, eine je Zeile.",
                "An area has at least three corners, one per line.",
            )
        )
    coords = np.array(corners)
    if (coords[:, 0] > 1000).all():
        _must_lie(coords, EAST, NORTH)
        return _checked(shapely.Polygon(coords))
    # Printed maps and phones say latitude first; in Germany it is always the larger number.
    if (coords[:, 0] > coords[:, 1]).all():
        coords = coords[:, ::-1]
    _must_lie(coords, LONGITUDE, LATITUDE)
    return _checked(_turned(shapely.Polygon(coords), to_metres=True))


def split(area: Any, line: Geometry) -> list[Any]:
    """The pieces of an area along a line (GeoJSON LineString in degrees), largest first. Raises ShapeError."""
    try:
        blade = _turned(shapely.force_2d(shape(line)), to_metres=True)
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.ShapelyError) as error:
        raise ShapeError(Text("Die Schnittlinie fehlt.", "The cutting line is missing.")) from error
    if blade.geom_type != "LineString" or not np.isfinite(shapely.get_coordinates(blade)).all():
        raise ShapeError(Text("Zum Teilen braucht es eine Linie.", "Splitting needs a line."))
    pieces = [one for one in cut(area, blade).geoms if one.area >= 1]
    if len(pieces) < 2:
        raise ShapeError(
            Text(
                "Die Linie teilt die Fläche nicht. Beginnen und enden Sie außerhalb der Fläche.",
                "The line does not split the area. Begin and end outside it.",
            )
        )
    return sorted(pieces, key=lambda one: -one.area)


def merge(areas: Sequence[Any]) -> Any:
    """Several areas as one; gaps of a centimetre between them close. Raises ShapeError for fewer than two."""
    if len(areas) < 2:
        raise ShapeError(Text("Zum Verbinden braucht es zwei Flächen.", "Joining needs two areas."))
    return _checked(
        shapely.union_all([area.buffer(SNAP, join_style="mitre") for area in areas]).buffer(-SNAP, join_style="mitre")
    )
