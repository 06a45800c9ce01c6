"""Geometry of one tile with numpy alone: the same bytes as the compiled kernel, several times slower.

Both walk the same steps in the same order of operations: scale, clip the rings against the four sides (Sutherland &
Hodgman 1974), round to the tile's grid, drop what has collapsed, wind as MVT 2.1 wants, write commands.
"""

import numpy as np
from numpy.typing import NDArray

from wandel.core.geodata.flat import FlatPolygons, Offsets
from wandel.core.tiles.layers import Indices, take
from wandel.core.tiles.projection import Floats

Bytes = NDArray[np.uint8]
Integers = NDArray[np.int64]


def geometries(
    polygons: FlatPolygons, chosen: Indices, frame: tuple[float, float, float, float, float]
) -> tuple[Bytes, Offsets]:
    """Packed geometry commands of the chosen features and their offsets (features + 1); equal offsets: nothing is left.

    ``frame``: tiles per side at this zoom, column, row, units per tile, buffer in units.
    """
    count, column, row, extent, buffer = frame
    flat = take(polygons, chosen)
    coords = np.empty_like(flat.coords)
    coords[:, 0] = (flat.coords[:, 0] * count - column) * extent
    coords[:, 1] = (flat.coords[:, 1] * count - row) * extent
    open_ring = np.ones(len(coords), dtype=bool)
    open_ring[flat.rings[1:][np.diff(flat.rings) > 0] - 1] = False
    coords, rings = _keep(coords, flat.rings, open_ring)
    for axis in (0, 1):
        coords, rings = _clip(coords, rings, axis, -buffer, 1.0)
        coords, rings = _clip(coords, rings, axis, extent + buffer, -1.0)
    grid, rings = _without_repeats(np.floor(coords + 0.5).astype(np.int64), rings)
    areas = _twice_areas(grid, rings)
    whole = (np.diff(rings) >= 3) & (areas != 0)
    outer = np.zeros(len(whole), dtype=bool)
    outer[flat.parts[:-1][np.diff(flat.parts) > 0]] = True
    part_of_ring = np.repeat(np.arange(len(flat.parts) - 1), np.diff(flat.parts))
    part_lives = np.zeros(len(flat.parts) - 1, dtype=bool)
    part_lives[part_of_ring[outer & whole]] = True
    kept = whole & part_lives[part_of_ring]
    feature_of_ring = np.repeat(np.arange(len(flat)), np.diff(flat.features))[part_of_ring]
    return _commands(grid, rings, kept, (areas > 0) == outer, feature_of_ring, len(flat))


def _keep(values: Floats, offsets: Offsets, wanted: NDArray[np.bool_]) -> tuple[Floats, Offsets]:
    before = np.concatenate(([0], np.cumsum(wanted)))
    return values[wanted], before[offsets]


def _following(offsets: Offsets) -> Indices:
    """Position of each vertex's successor on its closed ring."""
    following = np.arange(1, offsets[-1] + 1)
    filled = np.diff(offsets) > 0
    following[offsets[1:][filled] - 1] = offsets[:-1][filled]
    return following


def _clip(coords: Floats, rings: Offsets, axis: int, limit: float, side: float) -> tuple[Floats, Offsets]:
    """One side: an edge that crosses yields the crossing, an edge that ends inside yields its end."""
    if not len(coords):
        return coords, rings
    inside = (coords[:, axis] - limit) * side >= 0
    if inside.all():
        # The same ring as the general case gives, which begins at each ring's second vertex.
        order = _following(rings)
        return coords[order], rings
    following = _following(rings)
    ends_inside = inside[following]
    crosses = inside != ends_inside
    counts = crosses.astype(np.int64) + ends_inside
    places = np.concatenate(([0], np.cumsum(counts)))
    result = np.empty((places[-1], 2))
    start, end = coords[crosses], coords[following[crosses]]
    other = 1 - axis
    share = (limit - start[:, axis]) / (end[:, axis] - start[:, axis])
    at = places[:-1][crosses]
    result[at, axis] = limit
    result[at, other] = start[:, other] + share * (end[:, other] - start[:, other])
    result[places[1:][ends_inside] - 1] = coords[following[ends_inside]]
    return result, places[rings]


def _without_repeats(grid: Integers, rings: Offsets) -> tuple[Integers, Offsets]:
    """Without a vertex equal to the one before it, and without a last vertex equal to the first."""
    if not len(grid):
        return grid, rings
    new = np.ones(len(grid), dtype=bool)
    new[1:] = (grid[1:] != grid[:-1]).any(axis=1)
    new[rings[:-1][np.diff(rings) > 0]] = True
    before = np.concatenate(([0], np.cumsum(new)))
    grid, rings = grid[new], before[rings]
    keep = np.ones(len(grid), dtype=bool)
    several = np.diff(rings) > 1
    first, last = rings[:-1][several], rings[1:][several] - 1
    keep[last[(grid[first] == grid[last]).all(axis=1)]] = False
    before = np.concatenate(([0], np.cumsum(keep)))
    return grid[keep], before[rings]


def _twice_areas(grid: Integers, rings: Offsets) -> Integers:
    if not len(grid):
        return np.zeros(len(rings) - 1, dtype=np.int64)
    after = grid[_following(rings)]
    running = np.concatenate(([0], np.cumsum(grid[:, 0] * after[:, 1] - after[:, 0] * grid[:, 1])))
    return running[rings[1:]] - running[rings[:-1]]


def _commands(
    grid: Integers,
    rings: Offsets,
    kept: NDArray[np.bool_],
    right_way: NDArray[np.bool_],
    feature_of_ring: Indices,
    features: int,
) -> tuple[Bytes, Offsets]:
    """MoveTo, LineTo and ClosePath of each ring; the pen runs on from ring to ring inside a feature."""
    lengths = np.diff(rings)
    names = np.flatnonzero(kept)
    if not len(names):
        return np.zeros(0, dtype=np.uint8), np.zeros(features + 1, dtype=np.int64)
    sizes = lengths[names]
    starts = np.concatenate(([0], np.cumsum(sizes)))[:-1]
    rank = np.arange(sizes.sum()) - np.repeat(starts, sizes)
    forward = np.repeat(right_way[names], sizes)
    source = np.repeat(rings[:-1][names], sizes) + np.where(forward, rank, np.repeat(sizes, sizes) - 1 - rank)
    points = grid[source]
    steps = np.diff(points, axis=0, prepend=0)
    owner = feature_of_ring[names]
    begins = np.concatenate(([True], owner[1:] != owner[:-1]))
    steps[starts[begins]] = points[starts[begins]]
    # Words per ring: move, its two steps, line, two steps for each other vertex, close.
    words_per_ring = 2 * sizes + 3
    word_starts = np.concatenate(([0], np.cumsum(words_per_ring)))
    words = np.empty(word_starts[-1], dtype=np.int64)
    words[word_starts[:-1]] = 9
    words[word_starts[:-1] + 3] = ((sizes - 1) << 3) | 2
    words[word_starts[1:] - 1] = 15
    at = np.repeat(word_starts[:-1], sizes) + 2 * rank + np.where(rank == 0, 1, 2)
    for axis in (0, 1):
        words[at + axis] = (steps[:, axis] << 1) ^ (steps[:, axis] >> 63)
    packed, byte_starts = _varints(words)
    words_of_feature = np.bincount(owner, weights=words_per_ring, minlength=features).astype(np.int64)
    return packed, byte_starts[np.concatenate(([0], np.cumsum(words_of_feature)))]


def _varints(words: Integers) -> tuple[Bytes, Offsets]:
    """Base-128 varints one after another, and where each begins."""
    sizes = np.ones(len(words), dtype=np.int64)
    for more in range(1, 5):
        sizes += words >= 1 << (7 * more)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    packed = np.zeros(starts[-1], dtype=np.uint8)
    for place in range(int(sizes.max())):
        has = sizes > place
        piece = (words[has] >> (7 * place)) & 127
        piece[sizes[has] > place + 1] |= 128
        packed[starts[:-1][has] + place] = piece
    return packed, starts
