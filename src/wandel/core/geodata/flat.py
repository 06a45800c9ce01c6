"""Polygons as flat arrays: what the overlay kernel and the tile encoder read, and what lies beside a GeoParquet file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Offsets = NDArray[np.int64]
Geometries = NDArray[Any]


@dataclass(frozen=True, slots=True)
class FlatPolygons:
    """Features of one or more polygons each, as coordinates and three levels of offsets.

    ``coords``: shape (vertices, 2), metres in EPSG:25832; every ring closed (last vertex equals the first).
    ``rings``: start of each ring in ``coords``, with the end at the end (shape rings + 1).
    ``parts``: start of each polygon in ``rings`` (its first ring is the outer one), shape polygons + 1.
    ``features``: start of each feature in ``parts``, shape features + 1; a feature may be empty.
    """

    coords: Floats
    rings: Offsets
    parts: Offsets
    features: Offsets

    def __len__(self) -> int:
        return len(self.features) - 1

    @property
    def vertices(self) -> int:
        return len(self.coords)

    def ring_bounds_of_features(self) -> Offsets:
        """First and last+1 ring of each feature, shape (features + 1,)."""
        return self.parts[self.features]

    def holes(self) -> NDArray[np.bool_]:
        """Which rings are holes."""
        inner = np.ones(len(self.rings) - 1, dtype=bool)
        inner[self.parts[:-1][np.diff(self.parts) > 0]] = False
        return inner

    def bounds(self) -> Floats:
        """West, south, east, north of each feature, shape (features, 4); NaN where a feature is empty."""
        starts = self.rings[self.ring_bounds_of_features()]
        result = np.full((len(self), 4), np.nan)
        filled = starts[1:] > starts[:-1]
        if not filled.any():
            return result
        # reduceat reads to the next start; empty features have none of their own, so they are left out.
        at = starts[:-1][filled]
        result[filled, 0] = np.minimum.reduceat(self.coords[:, 0], at)
        result[filled, 1] = np.minimum.reduceat(self.coords[:, 1], at)
        result[filled, 2] = np.maximum.reduceat(self.coords[:, 0], at)
        result[filled, 3] = np.maximum.reduceat(self.coords[:, 1], at)
        return result

    def areas(self) -> Floats:
        """Area of each feature in square metres, holes taken out; needs valid polygons.

        Each ring is measured from its own first vertex: with coordinates of seven digits before the point the plain
        shoelace formula loses some 1e-3 m².
        """
        at, ends = self.rings[:-1], self.rings[1:]
        lengths = ends - at
        origin = np.repeat(self.coords[np.minimum(at, max(self.vertices - 1, 0))], lengths, axis=0)
        local = self.coords - origin
        following = np.roll(local, -1, axis=0)
        cross = local[:, 0] * following[:, 1] - following[:, 0] * local[:, 1]
        cross[ends[lengths > 0] - 1] = 0.0  # no edge leads from one ring to the next
        by_ring = np.abs(_sums(cross, self.rings)) / 2
        by_ring[self.holes()] *= -1
        return _sums(by_ring, self.ring_bounds_of_features())

    def stretch(self, first: int, last: int) -> "FlatPolygons":
        """Features first…last; the coordinates are a view, nothing is copied but offsets."""
        parts = self.features[first : last + 1]
        rings = self.parts[parts[0] : parts[-1] + 1]
        vertices = self.rings[rings[0] : rings[-1] + 1]
        return FlatPolygons(
            self.coords[vertices[0] : vertices[-1]], vertices - vertices[0], rings - rings[0], parts - parts[0]
        )

    def save(self, path: Path) -> None:
        """Write as one uncompressed archive of arrays; the name appears only when the file is whole."""
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as stream:
            np.savez(stream, coords=self.coords, rings=self.rings, parts=self.parts, features=self.features)
        unfinished.replace(path)

    @staticmethod
    def load(path: Path) -> "FlatPolygons":
        with np.load(path) as stored:
            return FlatPolygons(stored["coords"], stored["rings"], stored["parts"], stored["features"])


def from_shapely(geometries: Geometries) -> FlatPolygons:
    """Polygons and multipolygons (2-D) as flat arrays; a missing geometry becomes an empty feature.

    Raises ValueError for any other type of geometry.
    """
    types = shapely.get_type_id(geometries)
    if not np.isin(types, (-1, 3, 6)).all():
        raise ValueError("only polygons and multipolygons can be laid flat")
    counts = np.where(types == -1, 0, np.maximum(shapely.get_num_geometries(geometries), 0))
    singles = shapely.get_parts(geometries[types != -1])
    empty = shapely.is_empty(singles)
    if empty.any():
        owner = np.repeat(np.arange(len(geometries)), counts)
        counts = np.bincount(owner[~empty], minlength=len(geometries))
        singles = singles[~empty]
    if not len(singles):
        nothing = np.zeros(1, dtype=np.int64)
        return FlatPolygons(np.zeros((0, 2)), nothing, nothing, np.zeros(len(geometries) + 1, dtype=np.int64))
    _kind, coords, (rings, parts) = shapely.to_ragged_array(singles, include_z=False)
    features = np.concatenate(([0], np.cumsum(counts)))
    return FlatPolygons(
        np.ascontiguousarray(coords), rings.astype(np.int64), parts.astype(np.int64), features.astype(np.int64)
    )


def to_shapely(flat: FlatPolygons) -> Geometries:
    """One shapely polygon or multipolygon per feature."""
    singles = shapely.from_ragged_array(shapely.GeometryType.POLYGON, flat.coords, (flat.rings, flat.parts))
    counts = np.diff(flat.features)
    if (counts == 1).all():
        return np.asarray(singles)
    result: Geometries = shapely.multipolygons(
        singles, indices=np.repeat(np.arange(len(flat)), counts), out=np.full(len(flat), None, dtype=object)
    )
    result[counts == 0] = shapely.MultiPolygon()
    result[counts == 1] = singles[flat.features[:-1][counts == 1]]
    return result


def _sums(values: Floats, offsets: Offsets) -> Floats:
    """Sum of each stretch between two offsets; an empty stretch sums to zero."""
    # add.reduceat keeps each sum local; differences of one running total would lose digits.
    result = np.zeros(len(offsets) - 1)
    filled = offsets[1:] > offsets[:-1]
    if filled.any():
        result[filled] = np.add.reduceat(values, offsets[:-1][filled])
    return result
