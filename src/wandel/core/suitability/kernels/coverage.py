"""The mean of a raster over each polygon, every pixel weighed by the exact area shared.

The coverage of a row of pixels is gathered edge by edge (how much of the row's height the edge passes in each column) and
summed from west to east, as scan converters for outline fonts do; a parcel costs its edges and its bounding box.
"""

import numpy as np

from wandel.core.suitability.kernels import compiled


@compiled
def means(coords, rings, parts, features, values, west, north, pixel):
    rows, columns = values.shape
    result = np.full(features.shape[0] - 1, np.nan)
    cover = np.empty(4096)
    for feature in range(features.shape[0] - 1):
        ring_first = parts[features[feature]]
        ring_last = parts[features[feature + 1]]
        begin = rings[ring_first]
        end = rings[ring_last]
        if end - begin < 4:
            continue
        left = top = np.inf
        right = bottom = -np.inf
        for i in range(begin, end):
            u = (coords[i, 0] - west) / pixel
            v = (north - coords[i, 1]) / pixel
            left = min(left, u)
            right = max(right, u)
            top = min(top, v)
            bottom = max(bottom, v)
        column = int(np.floor(left))
        row = int(np.floor(top))
        wide = int(np.floor(right)) - column + 2
        high = int(np.floor(bottom)) - row + 1
        if wide * high > cover.shape[0]:
            cover = np.empty(2 * wide * high)
        cover[: wide * high] = 0.0
        for part in range(features[feature], features[feature + 1]):
            for ring in range(parts[part], parts[part + 1]):
                turn = turn_of(coords, rings[ring], rings[ring + 1])
                if ring != parts[part]:
                    turn = -turn
                for i in range(rings[ring], rings[ring + 1] - 1):
                    lay(
                        (coords[i, 0] - west) / pixel - column,
                        (north - coords[i, 1]) / pixel - row,
                        (coords[i + 1, 0] - west) / pixel - column,
                        (north - coords[i + 1, 1]) / pixel - row,
                        turn,
                        cover,
                        wide,
                    )
        total = weight = 0.0
        for r in range(high):
            covered = 0.0
            for c in range(wide):
                covered += cover[r * wide + c]
                if 0 <= row + r < rows and 0 <= column + c < columns and covered > 1e-12:
                    value = values[row + r, column + c]
                    if not np.isnan(value):
                        total += covered * value
                        weight += covered
        if weight > 0.0:
            result[feature] = total / weight
    return result


@compiled
def turn_of(coords, first, last):
    """+1 for a ring that runs counter-clockwise, -1 for the other way."""
    total = 0.0
    for i in range(first, last - 1):
        total += (coords[i, 0] - coords[first, 0]) * (coords[i + 1, 1] - coords[first, 1])
        total -= (coords[i + 1, 0] - coords[first, 0]) * (coords[i, 1] - coords[first, 1])
    return 1.0 if total >= 0.0 else -1.0


@compiled
def lay(u1, v1, u2, v2, turn, cover, wide):
    """Add what one edge covers: in each row the height it passes counts for every pixel to its right."""
    if v1 == v2:
        return
    # Downward edges (v grows to the south) of a counter-clockwise ring stand at the west of the area.
    sign = turn
    if v1 > v2:
        u1, v1, u2, v2 = u2, v2, u1, v1
        sign = -turn
    lean = (u2 - u1) / (v2 - v1)
    for row in range(int(np.floor(v1)), int(np.ceil(v2))):
        upper = max(v1, float(row))
        lower = min(v2, row + 1.0)
        height = lower - upper
        if height <= 0.0:
            continue
        ua = u1 + (upper - v1) * lean
        ub = u1 + (lower - v1) * lean
        if ua > ub:
            ua, ub = ub, ua
        c0 = int(np.floor(ua))
        c1 = int(np.floor(ub))
        for c in range(c0, c1 + 1):
            start = max(ua, float(c))
            stop = min(ub, c + 1.0)
            part = height if ua == ub else height * (stop - start) / (ub - ua)
            inside = 0.5 * (start + stop) - c
            cover[row * wide + c] += sign * part * (1.0 - inside)
            cover[row * wide + c + 1] += sign * part * inside
