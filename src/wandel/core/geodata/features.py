"""Features as they are kept: repaired, flat, in EPSG:25832, with what was done to them."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from wandel.core.geodata.flat import Geometries
from wandel.core.law.texts import Text

AREAS, LINES, POINTS = "areas", "lines", "points"
KINDS = {
    shapely.GeometryType.POINT: POINTS,
    shapely.GeometryType.MULTIPOINT: POINTS,
    shapely.GeometryType.LINESTRING: LINES,
    shapely.GeometryType.LINEARRING: LINES,
    shapely.GeometryType.MULTILINESTRING: LINES,
    shapely.GeometryType.POLYGON: AREAS,
    shapely.GeometryType.MULTIPOLYGON: AREAS,
}


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that was done to some features: how many, and the first of them by position in the file (from 1)."""

    what: Text
    count: int
    first: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What reading did: features read and kept, what was repaired, what was left out, what is odd."""

    read: int
    kept: int
    repaired: tuple[Noted, ...] = ()
    dropped: tuple[Noted, ...] = ()
    warnings: tuple[Text, ...] = ()

    def as_json(self) -> dict[str, Any]:
        def noted(rows: tuple[Noted, ...]) -> list[dict[str, Any]]:
            return [{"what": row.what.as_json(), "count": row.count, "first": list(row.first)} for row in rows]

        return {
            "read": self.read,
            "kept": self.kept,
            "repaired": noted(self.repaired),
            "dropped": noted(self.dropped),
            "warnings": [text.as_json() for text in self.warnings],
        }


@dataclass(frozen=True, slots=True)
class Features:
    """Geometry (2-D, valid, EPSG:25832) and attributes row by row; ``kind`` is areas, lines or points."""

    geometry: Geometries
    attributes: pa.Table
    kind: str
    source_crs: str
    report: Report = field(repr=False)

    def __len__(self) -> int:
        return len(self.geometry)

    @property
    def vertices(self) -> int:
        return int(shapely.get_num_coordinates(self.geometry).sum())

    def chosen(self, rows: NDArray[np.bool_]) -> "Features":
        """The features where ``rows`` is true."""
        return Features(
            self.geometry[rows], self.attributes.filter(pa.array(rows)), self.kind, self.source_crs, self.report
        )


def first_positions(rows: NDArray[np.bool_], numbers: NDArray[np.int64]) -> tuple[int, ...]:
    """Where in the file the first five chosen features stand, counted from 1."""
    return tuple(int(number) + 1 for number in numbers[rows][:5])
