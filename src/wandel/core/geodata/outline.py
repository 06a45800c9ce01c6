"""An outline somebody drew or pasted: read, checked, mended, measured.

GeoJSON comes in (RFC 7946: longitude and latitude, EPSG:4326; a ``crs`` member naming EPSG:25832 is understood too). The
area is measured in EPSG:25832 (ETRS89 / UTM 32N), in which land registers of North Rhine-Westphalia measure.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyproj
import shapely
from shapely.geometry import mapping, shape

from wandel.core.law.texts import Text

MOST_CHARACTERS, MOST_VERTICES = 2_000_000, 20_000
SMALLEST_M2, LARGEST_M2 = 1.0, 1_000_000_000.0
# Seven decimals of a degree are about a centimetre.
DECIMALS = 7
LON, LAT = (5.0, 16.0), (46.0, 56.0)
KNOWN_CRS = {"EPSG:4326": 4326, "EPSG::4326": 4326, "CRS84": 4326, "EPSG:25832": 25832, "EPSG::25832": 25832}


class OutlineProblem(ValueError):
    """What cannot be used, as a sentence in both languages (``text``)."""

    def __init__(self, de: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(de, en)


@dataclass(frozen=True, slots=True)
class Outline:
    """A valid outline. ``geometry``: GeoJSON Polygon or MultiPolygon, EPSG:4326; ``lon``/``lat``: a point inside it."""

    geometry: dict[str, Any]
    area_m2: float
    lon: float
    lat: float
    warnings: tuple[Text, ...] = ()


@lru_cache(maxsize=4)
def _turn(source: int, target: int) -> pyproj.Transformer:
    """Threads may share it: since 3.1 pyproj keeps what is behind it once per thread."""
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def _turned(geometry: Any, source: int, target: int) -> Any:
    """A geometry in another coordinate system."""
    return shapely.transform(geometry, _turn(source, target).transform, interleaved=False)


def in_metres(geometry: Mapping[str, Any]) -> Any:
    """A shapely geometry in EPSG:25832 from GeoJSON in EPSG:4326."""
    return _turned(shape(geometry), 4326, 25832)


def read_outline(given: str | Mapping[str, Any]) -> Outline:
    """Read GeoJSON of any wrapping into one outline. Raises OutlineProblem with what is wrong and what to do."""
    data = _parsed(given) if isinstance(given, str) else given
    source = _crs_of(data)
    polygons = list(_polygons(data))
    if not polygons:
        raise OutlineProblem(
            "Darin steht keine Fläche. Gebraucht wird ein Polygon oder MultiPolygon; Punkte und Linien reichen nicht.",
            "There is no area in it. A Polygon or MultiPolygon is needed; points and lines are not enough.",
        )
    if sum(len(ring) for polygon in polygons for ring in polygon) > MOST_VERTICES:
        raise OutlineProblem(
            "Die Fläche hat mehr als 20.000 Eckpunkte. Vereinfachen Sie den Umriss, bevor Sie ihn einfügen.",
            "The area has more than 20,000 vertices. Simplify the outline before you paste it.",
        )
    warnings: list[Text] = []
    parts = [_polygon(polygon, warnings) for polygon in polygons]
    if source == 4326:
        _check_degrees(parts)
    metres = [_turned(part, source, 25832) for part in parts] if source != 25832 else parts
    return _finished(metres, warnings)


def united(geometries: Iterable[Mapping[str, Any]]) -> Outline:
    """Several outlines as one. Raises OutlineProblem where nothing is left."""
    return _finished([in_metres(one) for one in geometries], [])


def share_inside(geometry: Mapping[str, Any], boundary: Mapping[str, Any]) -> float:
    """How much of an outline lies inside a boundary, 0…1; both GeoJSON in EPSG:4326."""
    area, limit = in_metres(geometry), in_metres(boundary)
    if not limit.is_valid:
        limit = shapely.make_valid(limit)
    return float(area.intersection(limit).area / area.area) if area.area else 0.0


def _parsed(text: str) -> Mapping[str, Any]:
    if len(text) > MOST_CHARACTERS:
        raise OutlineProblem(
            "Der Text ist größer als 2 MB. Fügen Sie nur den Umriss dieser einen Fläche ein.",
            "The text is larger than 2 MB. Paste only the outline of this one area.",
        )
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise OutlineProblem(
            "Das ist kein GeoJSON: Der Text lässt sich nicht lesen. Kopieren Sie ihn vollständig, von { bis }.",
            "This is no GeoJSON: the text cannot be read. Copy all of it, from { to }.",
        ) from None
    if not isinstance(data, dict):
        raise OutlineProblem(
            "Das ist kein GeoJSON: Es muss mit { beginnen und einen „type“ haben.",
            "This is no GeoJSON: it must begin with { and have a “type”.",
        )
    return data


def _crs_of(data: Mapping[str, Any]) -> int:
    crs = data.get("crs")
    if crs is None:
        return 4326
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else str(crs)
    for ending, code in KNOWN_CRS.items():
        if name.upper().endswith(ending):
            return code
    raise OutlineProblem(
        f"Das Koordinatensystem „{name[:60]}“ wird hier nicht gelesen. Speichern Sie die Fläche in EPSG:4326 oder "
        "EPSG:25832.",
        f"The coordinate system “{name[:60]}” is not read here. Save the area in EPSG:4326 or EPSG:25832.",
    )


def _polygons(data: Any, depth: int = 0) -> Iterator[list[Any]]:
    """The coordinates of every polygon, however it is wrapped."""
    if not isinstance(data, Mapping) or depth > 6:
        return
    kind, members = data.get("type"), data.get("coordinates")
    if kind == "Polygon" and isinstance(members, (list, tuple)) and members:
        yield _rings(members)
    elif kind == "MultiPolygon" and isinstance(members, (list, tuple)):
        for part in members:
            if part:
                yield _rings(part)
    elif kind == "Feature":
        yield from _polygons(data.get("geometry"), depth + 1)
    elif kind in {"FeatureCollection", "GeometryCollection"}:
        inner = data.get("features" if kind == "FeatureCollection" else "geometries")
        for one in inner if isinstance(inner, list) else []:
            yield from _polygons(one, depth + 1)


def _rings(members: Any) -> list[Any]:
    if not isinstance(members, (list, tuple)) or not all(isinstance(ring, (list, tuple)) for ring in members):
        raise _broken()
    return list(members)


def _broken() -> OutlineProblem:
    return OutlineProblem(
        "Die Koordinaten sind nicht so geschrieben, wie GeoJSON es verlangt: Listen von [Länge, Breite].",
        "The coordinates are not written as GeoJSON wants them: lists of [longitude, latitude].",
    )


def _polygon(rings: list[Any], warnings: list[Text]) -> Any:
    flat = Text("Die Höhen wurden weggelassen.", "The heights were left out.")
    read = []
    for ring in rings:
        points = []
        for point in ring:
            if (
                not isinstance(point, (list, tuple))
                or len(point) < 2
                or not all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in point[:2])
                or not all(math.isfinite(one) for one in point[:2])
            ):
                raise _broken()
            if len(point) > 2 and flat not in warnings:
                warnings.append(flat)
            points.append((float(point[0]), float(point[1])))
        if len(set(points)) < 3:
            raise OutlineProblem(
                "Ein Ring hat weniger als drei verschiedene Ecken; das ist keine Fläche.",
                "A ring has fewer than three different corners; that is no area.",
            )
        read.append(points)
    polygon = shapely.Polygon(read[0], read[1:])
    if polygon.is_valid:
        return polygon
    warnings.append(
        Text(
            "Der Umriss hat sich selbst gekreuzt und wurde geradegezogen. Bitte sehen Sie ihn an.",
            "The outline crossed itself and was mended. Please look at it.",
        )
    )
    return shapely.make_valid(polygon)


def _check_degrees(parts: list[Any]) -> None:
    west, south, east, north = shapely.total_bounds(parts)
    if LON[0] <= west and east <= LON[1] and LAT[0] <= south and north <= LAT[1]:
        return
    if LON[0] <= south and north <= LON[1] and LAT[0] <= west and east <= LAT[1]:
        raise OutlineProblem(
            "Länge und Breite sind vertauscht. GeoJSON nennt zuerst die Länge (hier etwa 6), dann die Breite (etwa 50).",
            "Longitude and latitude are swapped. GeoJSON names the longitude first (about 6 here), then the latitude "
            "(about 50).",
        )
    if max(abs(west), abs(east), abs(south), abs(north)) > 400:
        raise OutlineProblem(
            "Das sind Meter, keine Grad. Speichern Sie die Fläche in EPSG:4326, oder nennen Sie im GeoJSON „crs“ "
            "EPSG:25832.",
            "These are metres, not degrees. Save the area in EPSG:4326, or name EPSG:25832 as “crs” in the GeoJSON.",
        )
    raise OutlineProblem(
        "Die Fläche liegt nicht in Deutschland. Prüfen Sie das Koordinatensystem; gebraucht wird EPSG:4326.",
        "The area does not lie in Germany. Check the coordinate system; EPSG:4326 is needed.",
    )


def _only_areas(geometry: Any) -> list[Any]:
    return [one for one in shapely.get_parts(shapely.get_parts(geometry)) if one.geom_type == "Polygon" and one.area]


def _finished(metres: list[Any], warnings: list[Text]) -> Outline:
    whole = shapely.union_all([part for one in metres for part in _only_areas(one)])
    polygons = _only_areas(whole)
    whole = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    area = float(whole.area)
    if area < SMALLEST_M2:
        raise OutlineProblem(
            "Die Fläche ist kleiner als ein Quadratmeter. Prüfen Sie die Koordinaten.",
            "The area is smaller than one square metre. Check the coordinates.",
        )
    if area > LARGEST_M2:
        raise OutlineProblem(
            "Die Fläche ist größer als der ganze Kreis. Prüfen Sie die Koordinaten.",
            "The area is larger than the whole county. Check the coordinates.",
        )
    degrees = _turned(whole, 25832, 4326)
    point = _turned(whole.representative_point(), 25832, 4326)
    return Outline(
        _rounded(mapping(degrees)), area, round(point.x, DECIMALS), round(point.y, DECIMALS), tuple(warnings)
    )


def _rounded(geometry: Mapping[str, Any]) -> dict[str, Any]:
    def each(value: Any) -> Any:
        return [each(one) for one in value] if isinstance(value, (list, tuple)) else round(float(value), DECIMALS)

    return {"type": geometry["type"], "coordinates": each(geometry["coordinates"])}
