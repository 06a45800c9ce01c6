"""From metres in EPSG:25832 to the unit square of the web map (EPSG:3857), x to the east, y to the south."""

from concurrent.futures import Executor
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

Floats = NDArray[np.float64]

# Half the side of the web map's square in metres (EPSG:3857).
HALF = 20037508.342789244
CHUNK = 500_000


@lru_cache(maxsize=1)
def _transformer() -> Transformer:
    return Transformer.from_crs(25832, 3857, always_xy=True)


def _project(coords: Floats) -> Floats:
    x, y = _transformer().transform(coords[:, 0], coords[:, 1])
    return np.column_stack(((x + HALF) / (2 * HALF), (HALF - y) / (2 * HALF)))


def to_world(coords: Floats, executor: Executor | None = None) -> Floats:
    """Coordinates of shape (n, 2) in metres as fractions of the world square, shape (n, 2).

    Every vertex is projected exactly; an executor takes chunks of half a million.
    """
    if executor is None or len(coords) <= CHUNK:
        return _project(coords)
    chunks = [coords[start : start + CHUNK] for start in range(0, len(coords), CHUNK)]
    return np.concatenate(list(executor.map(_project, chunks)))


def to_degrees(world: Floats) -> Floats:
    """Fractions of the world square as longitude and latitude."""
    longitude = world[:, 0] * 360 - 180
    latitude = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * world[:, 1]))))
    return np.column_stack((longitude, latitude))
