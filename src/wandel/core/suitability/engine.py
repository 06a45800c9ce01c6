"""Two ways to the same numbers: the compiled kernels where numba is installed, shapely where it is not."""

from collections.abc import Callable
from concurrent.futures import Executor
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from wandel.core.geodata.flat import FlatPolygons, Floats
from wandel.core.suitability.raster import Raster


class Engine(Protocol):
    """What an analysis asks of its geometry. A cut layer has ``save(path)`` and ``nbytes``; only its engine reads it."""

    @property
    def name(self) -> str:
        """The word a result names its engine by."""

    def __hash__(self) -> int: ...

    def cut(
        self,
        polygons: FlatPolygons,
        *,
        keep_labels: bool = False,
        executor: Executor | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Any:
        """A layer's valid polygons as disjoint pieces; with ``keep_labels`` a map without overlaps whose features stay apart."""

    def load(self, path: Path) -> Any:
        """A cut layer that was saved."""

    def shared_areas(self, parcels: FlatPolygons, layer: Any, labels: int) -> Floats:
        """Square metres of each parcel inside a layer, by label, shape (parcels, labels)."""

    def means(self, parcels: FlatPolygons, raster: Raster) -> Floats:
        """Mean of the raster over each parcel; NaN where a parcel meets no pixel with a value."""

    def centroids(self, polygons: FlatPolygons) -> Floats:
        """Centre of area of each feature, shape (features, 2); NaN where a feature is empty."""

    def touching(self, polygons: FlatPolygons) -> NDArray[np.int64]:
        """Pairs of features (smaller first) that share a border, shape (pairs, 2), each once, in order."""


def best_engine() -> Engine:
    """The kernels if they can be compiled here, else shapely."""
    # Imported on demand: whoever only reads rules or scores must not wait for the compiler.
    name = "with_kernels" if find_spec("numba") else "with_shapely"
    return cast(Engine, import_module(f"wandel.core.suitability.{name}").ENGINE)
