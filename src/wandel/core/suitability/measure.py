"""The geometry of an analysis: what is measured once per parcel, so that weights can change without touching it again.

Work is cut into stretches of parcels and mapped over any ``concurrent.futures.Executor``: threads share the arrays (the
kernels release the interpreter lock), processes and cluster workers read layers from the paths they are handed.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from wandel.core.geodata.flat import FlatPolygons, Floats
from wandel.core.suitability.engine import Engine, best_engine
from wandel.core.suitability.raster import Raster

STRETCH = 8_192
# A layer as the engine cut it, or the file it was saved to.
Layer = Any


@dataclass(frozen=True, slots=True)
class Divided:
    """A map without overlaps that divides the parcels (municipalities), and the name of each of its areas."""

    cells: Layer
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """Per parcel, in their order: area (m²), share of each layer (0…1), distance (m), slope (%, NaN where unknown), the
    municipality with the largest part (-1 outside all), its part of the area, and the pairs of parcels that touch.
    """

    areas: Floats
    shares: dict[str, Floats]
    distances: dict[str, Floats]
    slope: Floats | None
    municipality: NDArray[np.int32]
    municipality_areas: Floats
    names: tuple[str, ...]
    pairs: NDArray[np.int64] = field(repr=False)

    def __len__(self) -> int:
        return len(self.areas)


@dataclass(frozen=True, slots=True)
class _Task:
    engine: Engine
    parcels: FlatPolygons
    first: int
    layers: tuple[Layer, ...]
    divided: Divided | None
    raster: Raster | None


def measure(
    parcels: FlatPolygons,
    *,
    layers: Mapping[str, Layer],
    points: Mapping[str, Floats] | None = None,
    divided: Divided | None = None,
    raster: Raster | None = None,
    engine: Engine | None = None,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Measured:
    """Measure every parcel against every layer.

    ``layers``: cut layers or the files they were saved to; ``points``: coordinates (n, 2) in EPSG:25832 per name, an empty
    array gives infinite distances. ``progress`` is told parcels measured and in all; an exception it raises ends the work.
    """
    engine = engine or best_engine()
    many = len(parcels)
    tasks = [
        _Task(
            engine, parcels.stretch(first, min(first + STRETCH, many)), first, tuple(layers.values()), divided, raster
        )
        for first in range(0, many, STRETCH)
    ]
    shares = np.zeros((len(layers), many))
    parts = np.zeros((many, len(divided.names) if divided else 0))
    slope = np.full(many, np.nan) if raster is not None else None
    areas = parcels.areas()
    for task, (shared, part, mean) in zip(
        tasks, executor.map(_measured, tasks) if executor else map(_measured, tasks), strict=True
    ):
        stretch = slice(task.first, task.first + len(task.parcels))
        shares[:, stretch], parts[stretch] = shared, part
        if slope is not None and mean is not None:
            slope[stretch] = mean
        if progress:
            progress(stretch.stop, many)
    with np.errstate(invalid="ignore", divide="ignore"):
        # Rounding may leave a hair below 0 or above 1; a parcel without area shares nothing.
        shares = np.where(areas > 0, np.clip(shares / areas, 0.0, 1.0), 0.0)
    middle = engine.centroids(parcels)
    return Measured(
        areas=areas,
        shares=dict(zip(layers, shares, strict=True)),
        distances={name: nearest(middle, place) for name, place in (points or {}).items()},
        slope=slope,
        municipality=_largest(parts),
        municipality_areas=parts,
        names=divided.names if divided else (),
        pairs=engine.touching(parcels),
    )


def nearest(places: Floats, points: Floats) -> Floats:
    """Metres from each place to the nearest point; infinite where there is no point."""
    if not len(points):
        return np.full(len(places), np.inf)
    known = np.isfinite(places).all(axis=1)
    result = np.full(len(places), np.nan)
    result[known] = cKDTree(points).query(places[known], workers=-1)[0]
    return result


def _measured(task: _Task) -> tuple[Floats, Floats, Floats | None]:
    engine, parcels = task.engine, task.parcels
    shares = np.empty((len(task.layers), len(parcels)))
    for index, layer in enumerate(task.layers):
        shares[index] = engine.shared_areas(parcels, _loaded(engine, layer), 1)[:, 0]
    if task.divided is None:
        parts = np.zeros((len(parcels), 0))
    else:
        cells = _loaded(engine, task.divided.cells)
        parts = np.maximum(engine.shared_areas(parcels, cells, len(task.divided.names)), 0.0)
    mean = engine.means(parcels, task.raster) if task.raster is not None else None
    return shares, parts, mean


def _loaded(engine: Engine, layer: Layer) -> Any:
    return _from_file(engine, layer) if isinstance(layer, Path) else layer


@lru_cache(maxsize=32)
def _from_file(engine: Any, path: Path) -> Any:
    return engine.load(path)


def _largest(parts: Floats) -> NDArray[np.int32]:
    if not parts.shape[1]:
        return np.full(len(parts), -1, dtype=np.int32)
    return np.where(parts.max(axis=1) > 0, parts.argmax(axis=1), -1).astype(np.int32)
