"""The engine without a compiler: slower by far, the same numbers."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from wandel.core.geodata.flat import FlatPolygons, Floats, Geometries, from_shapely, to_shapely
from wandel.core.suitability.contact import SHORTEST, TOLERANCE
from wandel.core.suitability.raster import Raster

TILE = 1_000.0


@dataclass(frozen=True, slots=True)
class Pieces:
    """Disjoint valid polygons (metres) with their labels, and a tree over them."""

    polygons: Geometries
    labels: NDArray[np.int32]
    tree: shapely.STRtree = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tree", shapely.STRtree(self.polygons))

    def __reduce__(self) -> tuple[type["Pieces"], tuple[Geometries, NDArray[np.int32]]]:
        # Trees do not travel between processes; each builds its own.
        return Pieces, (self.polygons, self.labels)

    @property
    def nbytes(self) -> int:
        return int(16 * shapely.get_num_coordinates(self.polygons).sum() + self.labels.nbytes)

    def save(self, path: Path) -> None:
        """Write polygons and labels; the name appears only when the file is whole."""
        flat = from_shapely(self.polygons)
        unfinished = path.with_name(path.name + ".part")
        with unfinished.open("wb") as stream:
            np.savez(
                stream,
                coords=flat.coords,
                rings=flat.rings,
                parts=flat.parts,
                features=flat.features,
                labels=self.labels,
            )
        unfinished.replace(path)


@dataclass(frozen=True, slots=True)
class ShapelyEngine:
    """See ``Engine``."""

    name: str = "shapely"

    def cut(
        self,
        polygons: FlatPolygons,
        *,
        keep_labels: bool = False,
        executor: Executor | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Pieces:
        shapes = to_shapely(polygons)
        if not polygons.vertices:
            return Pieces(np.zeros(0, dtype=object), np.zeros(0, dtype=np.int32))
        singles, owners = shapely.get_parts(shapes, return_index=True)
        tiles, index = _tiles_of(singles)
        clipped = shapely.intersection(singles[index], tiles)
        keys = shapely.get_coordinates(shapely.centroid(tiles))
        order = np.lexsort((owners[index], keys[:, 0], keys[:, 1]))
        clipped, keys, labels = clipped[order], keys[order], owners[index][order].astype(np.int32)
        if keep_labels:
            return _areas_only(clipped, labels)
        groups = np.split(clipped, np.flatnonzero(np.any(np.diff(keys, axis=0) != 0, axis=1)) + 1)
        united: list[object] = []
        for done, whole in enumerate(
            executor.map(shapely.union_all, groups, chunksize=16) if executor else map(shapely.union_all, groups), 1
        ):
            united.append(whole)
            if progress:
                progress(done, len(groups))
        return _areas_only(np.array(united, dtype=object), np.zeros(len(united), dtype=np.int32))

    def load(self, path: Path) -> Pieces:
        with np.load(path) as stored:
            flat = FlatPolygons(stored["coords"], stored["rings"], stored["parts"], stored["features"])
            return Pieces(to_shapely(flat), stored["labels"])

    def shared_areas(self, parcels: FlatPolygons, layer: Pieces, labels: int) -> Floats:
        shapes = to_shapely(parcels)
        mine, theirs = layer.tree.query(shapes, predicate="intersects")
        shared = shapely.area(shapely.intersection(shapes[mine], layer.polygons[theirs]))
        result = np.zeros((len(parcels), labels))
        np.add.at(result, (mine, layer.labels[theirs]), shared)
        return result

    def means(self, parcels: FlatPolygons, raster: Raster) -> Floats:
        result = np.full(len(parcels), np.nan)
        for index, shape in enumerate(to_shapely(parcels)):
            result[index] = _mean(shape, raster)
        return result

    def centroids(self, polygons: FlatPolygons) -> Floats:
        middle = shapely.centroid(to_shapely(polygons))
        return np.column_stack((shapely.get_x(middle), shapely.get_y(middle)))

    def touching(self, polygons: FlatPolygons) -> NDArray[np.int64]:
        edges, owner = _edges(polygons)
        first, second = shapely.STRtree(edges).query(edges, predicate="dwithin", distance=TOLERANCE)
        other = owner[first] < owner[second]
        first, second = first[other], second[other]
        along = _along(shapely.get_coordinates(edges).reshape(-1, 2, 2), first, second)
        pairs = np.column_stack((owner[first], owner[second]))[along >= SHORTEST]
        return np.unique(pairs, axis=0).astype(np.int64).reshape(-1, 2)


def _tiles_of(shapes: Geometries) -> tuple[Geometries, NDArray[np.int64]]:
    """The tiles each polygon's bounding box meets, and the polygon of each."""
    west, south, east, north = np.floor(shapely.bounds(shapes) / TILE).astype(np.int64).T
    wide, high = east - west + 1, north - south + 1
    index = np.repeat(np.arange(len(shapes)), wide * high)
    within = np.arange(len(index)) - np.repeat(np.cumsum(wide * high) - wide * high, wide * high)
    column, row = west[index] + within % wide[index], south[index] + within // wide[index]
    tiles = shapely.box(column * TILE, row * TILE, (column + 1) * TILE, (row + 1) * TILE)
    meets = shapely.intersects(shapes[index], tiles)
    return tiles[meets], index[meets]


def _areas_only(shapes: Geometries, labels: NDArray[np.int32]) -> Pieces:
    parts, index = shapely.get_parts(shapes, return_index=True)
    inner, again = shapely.get_parts(parts, return_index=True)
    areas = shapely.get_type_id(inner) == shapely.GeometryType.POLYGON
    areas &= shapely.area(inner) > 0
    return Pieces(inner[areas], labels[index[again[areas]]])


def _mean(shape: shapely.Geometry, raster: Raster) -> float:
    if shape.is_empty:
        return float("nan")
    rows, columns = raster.values.shape
    west, south, east, north = shape.bounds
    c = np.arange(
        max(0, int((west - raster.west) // raster.pixel)), min(columns, int((east - raster.west) // raster.pixel) + 1)
    )
    r = np.arange(
        max(0, int((raster.north - north) // raster.pixel)), min(rows, int((raster.north - south) // raster.pixel) + 1)
    )
    row, column = (part.ravel() for part in np.meshgrid(r, c, indexing="ij"))
    left, top = raster.west + column * raster.pixel, raster.north - row * raster.pixel
    values = raster.values[row, column]
    shared = shapely.area(shapely.intersection(shape, shapely.box(left, top - raster.pixel, left + raster.pixel, top)))
    shared = np.where(np.isnan(values), 0.0, shared)
    return float(np.nansum(values * shared) / shared.sum()) if shared.sum() > 0 else float("nan")


def _edges(polygons: FlatPolygons) -> tuple[Geometries, NDArray[np.int64]]:
    owner = np.repeat(np.arange(len(polygons)), np.diff(polygons.rings[polygons.ring_bounds_of_features()]))
    last = np.zeros(polygons.vertices, dtype=bool)
    last[polygons.rings[1:] - 1] = True
    begins = np.flatnonzero(~last)
    pairs = np.stack((polygons.coords[begins], polygons.coords[begins + 1]), axis=1)
    return shapely.linestrings(pairs), owner[begins]


def _along(edges: Floats, first: NDArray[np.int64], second: NDArray[np.int64]) -> Floats:
    """Metres for which the second edge runs along the first; 0 where one of its ends is off the line."""
    start = edges[first, 0]
    heading = edges[first, 1] - start
    length = np.hypot(*heading.T)
    with np.errstate(invalid="ignore", divide="ignore"):
        heading = heading / length[:, None]
    off, at = np.zeros(len(first)), []
    for end in (0, 1):
        away = edges[second, end] - start
        off = np.maximum(off, np.abs(heading[:, 0] * away[:, 1] - heading[:, 1] * away[:, 0]))
        at.append((heading * away).sum(axis=1))
    along = np.minimum(length, np.maximum(*at)) - np.maximum(0.0, np.minimum(*at))
    return np.where((off <= TOLERANCE) & (length >= SHORTEST), along, 0.0)


ENGINE = ShapelyEngine()
