"""Geometry of one tile, compiled: ring by ring, without arrays in between. Gives the same bytes as ``clip_numpy``."""

import numpy as np
from numba import njit

from wandel.core.geodata.flat import FlatPolygons, Offsets
from wandel.core.tiles.clip_numpy import Bytes
from wandel.core.tiles.layers import Indices
from wandel.core.tiles.projection import Floats


def geometries(
    polygons: FlatPolygons, chosen: Indices, frame: tuple[float, float, float, float, float]
) -> tuple[Bytes, Offsets]:
    """As ``clip_numpy.geometries``."""
    packed, offsets = _encode(polygons.coords, polygons.rings, polygons.parts, polygons.features, chosen, *frame)
    return packed, offsets


@njit(cache=True, nogil=True)
def _clip(source: Floats, size: int, target: Floats, axis: int, limit: float, side: float) -> int:
    """Clip ``size`` vertices against one side into ``target``; gives how many came out."""
    other, written = 1 - axis, 0
    for index in range(size):
        following = index + 1 if index + 1 < size else 0
        starts = (source[index, axis] - limit) * side >= 0
        ends = (source[following, axis] - limit) * side >= 0
        if starts != ends:
            share = (limit - source[index, axis]) / (source[following, axis] - source[index, axis])
            target[written, axis] = limit
            target[written, other] = source[index, other] + share * (source[following, other] - source[index, other])
            written += 1
        if ends:
            target[written, 0], target[written, 1] = source[following, 0], source[following, 1]
            written += 1
    return written


@njit(cache=True, nogil=True)
def _varint(out: Bytes, at: int, word: int) -> int:
    while word >= 128:
        out[at] = (word & 127) | 128
        word >>= 7
        at += 1
    out[at] = word
    return at + 1


@njit(cache=True, nogil=True)
def _encode(
    coords: Floats,
    rings: Offsets,
    parts: Offsets,
    features: Offsets,
    chosen: Indices,
    count: float,
    column: float,
    row: float,
    extent: float,
    buffer: float,
) -> tuple[Bytes, Offsets]:
    longest, capacity = 0, 64
    for feature in chosen:
        for ring in range(parts[features[feature]], parts[features[feature + 1]]):
            longest = max(longest, rings[ring + 1] - rings[ring])
            # A word of the tile's grid takes three bytes at most; each side can make a ring longer by half.
            capacity += 6 * 6 * (rings[ring + 1] - rings[ring]) + 64
    first, second = np.empty((6 * longest + 16, 2)), np.empty((6 * longest + 16, 2))
    grid = np.empty((6 * longest + 16, 2), dtype=np.int64)
    out, offsets = np.empty(capacity, dtype=np.uint8), np.zeros(len(chosen) + 1, dtype=np.int64)
    low, high, at = -buffer, extent + buffer, 0
    for number in range(len(chosen)):
        feature, pen_x, pen_y = chosen[number], 0, 0
        for part in range(features[feature], features[feature + 1]):
            for ring in range(parts[part], parts[part + 1]):
                outer = ring == parts[part]
                size = rings[ring + 1] - rings[ring] - 1
                kept = 0
                for index in range(size):
                    vertex = rings[ring] + index
                    first[index, 0] = (coords[vertex, 0] * count - column) * extent
                    first[index, 1] = (coords[vertex, 1] * count - row) * extent
                if size > 0:
                    size = _clip(first, size, second, 0, low, 1.0)
                    size = _clip(second, size, first, 0, high, -1.0)
                    size = _clip(first, size, second, 1, low, 1.0)
                    size = _clip(second, size, first, 1, high, -1.0)
                for index in range(size):
                    x, y = int(np.floor(first[index, 0] + 0.5)), int(np.floor(first[index, 1] + 0.5))
                    if kept == 0 or x != grid[kept - 1, 0] or y != grid[kept - 1, 1]:
                        grid[kept, 0], grid[kept, 1] = x, y
                        kept += 1
                if kept > 1 and grid[0, 0] == grid[kept - 1, 0] and grid[0, 1] == grid[kept - 1, 1]:
                    kept -= 1
                area = 0
                for index in range(kept):
                    following = index + 1 if index + 1 < kept else 0
                    area += grid[index, 0] * grid[following, 1] - grid[following, 0] * grid[index, 1]
                if kept < 3 or area == 0:
                    if outer:
                        break
                    continue
                forward = (area > 0) == outer
                for index in range(kept):
                    source = index if forward else kept - 1 - index
                    if index == 0:
                        at = _varint(out, at, 9)
                    elif index == 1:
                        at = _varint(out, at, ((kept - 1) << 3) | 2)
                    step_x, step_y = grid[source, 0] - pen_x, grid[source, 1] - pen_y
                    at = _varint(out, at, (step_x << 1) ^ (step_x >> 63))
                    at = _varint(out, at, (step_y << 1) ^ (step_y >> 63))
                    pen_x, pen_y = grid[source, 0], grid[source, 1]
                at = _varint(out, at, 15)
        offsets[number + 1] = at
    return out[:at].copy(), offsets
