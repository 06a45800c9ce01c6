"""A town of twelve fields, small enough to compute by hand.

Three rows of four fields of 100 m x 100 m, from (300000, 5600000): field 0 in the south-west, 3 in the south-east, 11 in
the north-east. The brook floods the southern 25 m of everything. A wood covers the eastern half of column 3. Good soil
lies on the two western columns, its last ten metres twice (two maps overlap). The border between Alt and Neu runs
through the middle of column 1. The stop stands in the middle of field 4.
"""

import numpy as np
import shapely

from wandel.core.geodata.flat import FlatPolygons, from_shapely

WEST, SOUTH = 300_000.0, 5_600_000.0


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A rectangle in metres from the town's corner."""
    return shapely.box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)


def fields() -> FlatPolygons:
    return from_shapely(
        np.array([box(c * 100, r * 100, c * 100 + 100, r * 100 + 100) for r in range(3) for c in range(4)])
    )


def flood() -> FlatPolygons:
    return from_shapely(np.array([box(-500, -500, 900, 25)]))


def wood() -> FlatPolygons:
    return from_shapely(np.array([box(350, 0, 400, 300)]))


def soil() -> FlatPolygons:
    return from_shapely(np.array([box(0, 0, 200, 300), box(190, -10, 200, 310)]))


def municipalities() -> FlatPolygons:
    return from_shapely(np.array([box(-100, -100, 150, 400), box(150, -100, 500, 400)]))


def stop() -> np.ndarray:
    return np.array([[WEST + 50, SOUTH + 150]])


FLOOD_SHARES = [0.25] * 4 + [0.0] * 8
WOOD_SHARES = [0.0, 0.0, 0.0, 0.5] * 3
SOIL_SHARES = [1.0, 1.0, 0.0, 0.0] * 3
# Straight lines from the middles of the fields: Pythagoras over steps of 100 m.
STOP_METRES = [100 * (dx * dx + dy * dy) ** 0.5 for dy in (1, 0, 1) for dx in range(4)]
NEIGHBOURS = 17  # 3 rows x 3 borders between columns + 2 x 4 between rows

RULES = """
title: Wohnbauland im Ort
threshold: 50
minimum_cluster_ha: 2
municipalities: gemeinden
layers:
  hochwasser: {exclude: true, threshold: 0.05, label: {de: Hochwasser HQ100, en: flood HQ100}}
  boden: {weight: 1, label: {de: guter Boden, en: good soil}}
  wald: {weight: 1, label: {de: Wald, en: wood}}
distances:
  halt: {weight: 2, best: 100, worst: 500, label: {de: Haltepunkt, en: stop}}
"""
# By hand: weights 1/4, 1/4, 2/4. Soil costs 25 on the western columns, wood 12.5 on the eastern one, and the stop
# 50·(d − 100)/400 beyond 100 m. The southern row is flooded.
POINTS = [
    0.0, 0.0, 0.0, 0.0,
    75.0, 75.0, 100 - 50 * 100 / 400, 100 - 12.5 - 50 * 200 / 400,
    75.0, 75 - 50 * (100 * 2**0.5 - 100) / 400, 100 - 50 * (100 * 5**0.5 - 100) / 400,
    100 - 12.5 - 50 * (100 * 10**0.5 - 100) / 400,
]  # fmt: skip
