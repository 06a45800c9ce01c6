"""The engine of compiled kernels."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wandel.core.geodata.flat import FlatPolygons, Floats
from wandel.core.suitability import cells
from wandel.core.suitability.cells import CellEdges
from wandel.core.suitability.contact import SHORTEST, TOLERANCE
from wandel.core.suitability.kernels import areas, contacts, coverage
from wandel.core.suitability.raster import Raster

CONTACT_CELL = 32.0


@dataclass(frozen=True, slots=True)
class KernelEngine:
    """See ``Engine``."""

    name: str = "kernel"

    def cut(
        self,
        polygons: FlatPolygons,
        *,
        keep_labels: bool = False,
        executor: Executor | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> CellEdges:
        return cells.cut(polygons, keep_labels=keep_labels, executor=executor, progress=progress)

    def load(self, path: Path) -> CellEdges:
        return CellEdges.load(path)

    def shared_areas(self, parcels: FlatPolygons, layer: CellEdges, labels: int) -> Floats:
        result = np.zeros((len(parcels), labels))
        areas.shared_areas(
            parcels.coords,
            parcels.rings,
            parcels.parts,
            parcels.features,
            *layer.origin,
            layer.columns,
            layer.rows,
            layer.size,
            layer.starts,
            layer.edges,
            layer.signs,
            layer.labels,
            layer.full,
            result,
        )
        return result

    def means(self, parcels: FlatPolygons, raster: Raster) -> Floats:
        return np.asarray(
            coverage.means(
                parcels.coords,
                parcels.rings,
                parcels.parts,
                parcels.features,
                raster.values,
                raster.west,
                raster.north,
                raster.pixel,
            )
        )

    def centroids(self, polygons: FlatPolygons) -> Floats:
        return np.asarray(areas.centroids(polygons.coords, polygons.rings, polygons.parts, polygons.features))

    def touching(self, polygons: FlatPolygons) -> NDArray[np.int64]:
        if not polygons.vertices:
            return np.zeros((0, 2), dtype=np.int64)
        local = polygons.coords - np.floor(polygons.coords.min(axis=0))
        columns, rows = (np.floor(local.max(axis=0) / CONTACT_CELL).astype(np.int64) + 1).tolist()
        owner = np.repeat(np.arange(len(polygons)), np.diff(polygons.rings[polygons.ring_bounds_of_features()]))
        last = np.zeros(polygons.vertices, dtype=np.bool_)
        last[polygons.rings[1:] - 1] = True
        begins = np.flatnonzero(~last)
        starts, at = contacts.in_cells(local, begins, CONTACT_CELL, columns, rows)
        first, second = contacts.touching(local, owner, starts, at, TOLERANCE, SHORTEST)
        keys = np.unique(first * len(polygons) + second)
        return np.column_stack((keys // len(polygons), keys % len(polygons)))


ENGINE = KernelEngine()
