"""Compile every kernel before somebody waits for it."""

import numpy as np
import shapely

from wandel.core.geodata.flat import from_shapely
from wandel.core.suitability.engine import Engine
from wandel.core.suitability.measure import Divided, measure
from wandel.core.suitability.raster import Raster


def warm(engine: Engine) -> None:
    """Run a tiny analysis through the engine, so that its code is compiled and kept on disk; some seconds when new."""
    parcels = from_shapely(shapely.box([0, 100], [0, 0], [100, 200], [100, 100]))
    layer = from_shapely(shapely.box([-50, 20], [-50, 0], [50, 300], [50, 90]))
    measure(
        parcels,
        layers={"layer": engine.cut(layer)},
        points={"points": np.zeros((1, 2))},
        divided=Divided(engine.cut(parcels, keep_labels=True), ("a", "b")),
        raster=Raster(np.zeros((2, 2)), 0.0, 100.0, 50.0),
        engine=engine,
    )
