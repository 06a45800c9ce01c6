"""Making geometry fit for measuring, and saying what was done."""

import numpy as np
import shapely
from numpy.typing import NDArray

from wandel.core.geodata.features import AREAS, KINDS, LINES, POINTS, Noted, first_positions
from wandel.core.geodata.flat import Geometries
from wandel.core.law.texts import Text

# A repair that changes an area by more than this is named: somebody should look at it.
NOTABLE_CHANGE = 0.01


def repaired(
    geometry: Geometries, kind: str, numbers: NDArray[np.int64]
) -> tuple[Geometries, NDArray[np.bool_], list[Noted], list[Noted]]:
    """Geometries mended for their kind, which of them stay, what was repaired and what was left out.

    ``numbers`` are positions in the file. Coordinates are metres, so that an area can be compared with itself.
    """
    fixes: list[Noted] = []
    losses: list[Noted] = []

    def note(rows: NDArray[np.bool_], german: str, english: str, into: list[Noted]) -> None:
        if rows.any():
            into.append(Noted(Text(german, english), int(rows.sum()), first_positions(rows, numbers)))

    missing = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    note(missing, "ohne Geometrie", "without geometry", losses)
    result = geometry.copy()
    three = ~missing & shapely.has_z(result)
    note(three, "Höhe weggelassen", "height left out", fixes)
    result = shapely.force_2d(result)
    wild = ~missing & ~np.isfinite(shapely.bounds(result)).all(axis=1)
    note(wild, "Koordinaten, die keine Zahlen sind", "coordinates that are no numbers", losses)
    keep = ~missing & ~wild
    if kind == AREAS:
        invalid = keep & ~shapely.is_valid(result)
        # Before it is mended a self-crossing outline has no area worth the name; compare with its buffer-free outline.
        before = np.abs(shapely.area(result))
        result[invalid] = shapely.make_valid(result[invalid], method="structure", keep_collapsed=False)
        after = shapely.area(result)
        changed = invalid & (np.abs(after - before) > NOTABLE_CHANGE * np.maximum(before, 1e-9))
        note(invalid & ~changed, "Umring überschnitt sich; berichtigt", "outline crossed itself; mended", fixes)
        note(
            changed,
            "Umring überschnitt sich; berichtigt, dabei änderte sich die Größe um mehr als 1 %",
            "outline crossed itself; mended, and its area changed by more than 1 %",
            fixes,
        )
        result = only(result, AREAS)
        flat = keep & (shapely.area(result) <= 0)
        note(flat, "ohne Flächeninhalt", "without area", losses)
        keep &= ~flat
    else:
        gone = keep & shapely.is_empty(only(result, kind))
        note(gone, "ohne Ausdehnung", "without extent", losses)
        keep &= ~gone
    return result, keep, fixes, losses


def only(geometry: Geometries, kind: str) -> Geometries:
    """Collections reduced to their parts of one kind; other geometries of that kind as they are."""
    result = geometry.copy()
    collections = shapely.get_type_id(geometry) == shapely.GeometryType.GEOMETRYCOLLECTION
    for index in np.flatnonzero(collections):
        result[index] = _parts_of(geometry[index], kind)
    return result


def _parts_of(collection: shapely.Geometry, kind: str) -> shapely.Geometry:
    parts = shapely.get_parts(collection)
    nested = shapely.get_type_id(parts) == shapely.GeometryType.GEOMETRYCOLLECTION
    flat = [*parts[~nested], *(inner for part in parts[nested] for inner in shapely.get_parts(part))]
    fitting = [part for part in flat if KINDS.get(shapely.get_type_id(part)) == kind]
    if kind == AREAS:
        return shapely.union_all(fitting) if fitting else shapely.MultiPolygon()
    singles = [single for part in fitting for single in shapely.get_parts(part)]
    return (shapely.MultiLineString if kind == LINES else shapely.MultiPoint)(singles)


def kind_of(geometry: Geometries) -> set[str]:
    """The kinds present; a collection counts as the largest kind in it."""
    kinds = set()
    for type_id in np.unique(shapely.get_type_id(geometry)):
        if type_id in KINDS:
            kinds.add(KINDS[shapely.GeometryType(type_id)])
        elif type_id == shapely.GeometryType.GEOMETRYCOLLECTION:
            collections = geometry[shapely.get_type_id(geometry) == type_id]
            inside = {KINDS.get(int(one)) for one in shapely.get_type_id(shapely.get_parts(collections))}
            kinds.add(next((kind for kind in (AREAS, LINES, POINTS) if kind in inside), AREAS))
    return kinds
