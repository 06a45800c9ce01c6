"""Areas shared with a cut layer, and centres of area."""

import numpy as np

from wandel.core.suitability.kernels import compiled
from wandel.core.suitability.kernels.edges import lay_edges, pair


@compiled
def shared_areas(
    coords, rings, parts, features,
    west, south, columns, rows, size, starts, edges, signs, labels, full, result,
):  # fmt: skip
    """Area each feature shares with a layer, added into ``result`` by label, shape (features, labels)."""
    mine = np.empty((256, 4))
    my_signs = np.empty(256, dtype=np.int8)
    for feature in range(features.shape[0] - 1):
        for part in range(features[feature], features[feature + 1]):
            begin = rings[parts[part]]
            end = rings[parts[part + 1]]
            if end - begin < 4:
                continue
            if end - begin > mine.shape[0]:
                mine = np.empty((2 * (end - begin), 4))
                my_signs = np.empty(2 * (end - begin), dtype=np.int8)
            x0 = y0 = np.inf
            x9 = y9 = -np.inf
            for i in range(begin, end):
                x0 = min(x0, coords[i, 0])
                x9 = max(x9, coords[i, 0])
                y0 = min(y0, coords[i, 1])
                y9 = max(y9, coords[i, 1])
            # Grid cells this part touches; outside the grid there is no layer.
            column = max(int((x0 - west) // size), 0)
            last_column = min(int((x9 - west) // size), columns - 1)
            row = max(int((y0 - south) // size), 0)
            last_row = min(int((y9 - south) // size), rows - 1)
            if last_column < column or last_row < row:
                continue
            here_x = x0 - west
            here_y = y0 - south
            count = 0
            for ring in range(parts[part], parts[part + 1]):
                sign = 1 if ring == parts[part] else -1
                count = lay_edges(
                    coords[:, 0], coords[:, 1], rings[ring], rings[ring + 1] - 1, sign, x0, y0, mine, my_signs, count
                )
            area = 0.0
            for i in range(count):
                area += my_signs[i] * 0.5 * (mine[i, 1] + mine[i, 3]) * (mine[i, 2] - mine[i, 0])
            width = x9 - x0
            height = y9 - y0
            alone = column == last_column and row == last_row
            # A part that sticks out of the grid is not wholly inside the one cell it touches.
            alone = alone and here_x >= column * size and here_y >= row * size
            alone = alone and here_x + width <= (column + 1) * size and here_y + height <= (row + 1) * size
            for cell_row in range(row, last_row + 1):
                for cell_column in range(column, last_column + 1):
                    cell = cell_row * columns + cell_column
                    if full[cell]:
                        label = full[cell] - 1
                        if alone:
                            result[feature, label] += area
                        else:
                            left = cell_column * size - here_x
                            lower = cell_row * size - here_y
                            right = left + size
                            upper = lower + size
                            if left <= 0.0 and right >= width and lower <= 0.0 and upper >= height:
                                result[feature, label] += area
                            else:
                                for i in range(count):
                                    result[feature, label] += my_signs[i] * (
                                        pair(mine[i, 0], mine[i, 1], mine[i, 2], mine[i, 3], left, upper, right, upper)
                                        - pair(
                                            mine[i, 0], mine[i, 1], mine[i, 2], mine[i, 3], left, lower, right, lower
                                        )
                                    )
                        continue
                    for j in range(starts[cell], starts[cell + 1]):
                        bx1 = edges[j, 0] - here_x
                        bx2 = edges[j, 2] - here_x
                        by1 = edges[j, 1] - here_y
                        by2 = edges[j, 3] - here_y
                        if bx2 <= 0.0 or bx1 >= width or (by1 <= 0.0 and by2 <= 0.0):
                            continue
                        if bx1 <= 0.0 and bx2 >= width and by1 >= height and by2 >= height:
                            result[feature, labels[j]] += signs[j] * area
                            continue
                        total = 0.0
                        for i in range(count):
                            if mine[i, 0] < bx2 and mine[i, 2] > bx1:
                                total += my_signs[i] * pair(
                                    mine[i, 0], mine[i, 1], mine[i, 2], mine[i, 3], bx1, by1, bx2, by2
                                )
                        result[feature, labels[j]] += signs[j] * total


@compiled
def centroids(coords, rings, parts, features):
    """Centre of area of each feature; NaN for a feature without area."""
    result = np.full((features.shape[0] - 1, 2), np.nan)
    for feature in range(features.shape[0] - 1):
        total = sum_x = sum_y = 0.0
        if features[feature] == features[feature + 1]:
            continue
        begin = rings[parts[features[feature]]]
        x0 = coords[begin, 0]
        y0 = coords[begin, 1]
        for part in range(features[feature], features[feature + 1]):
            for ring in range(parts[part], parts[part + 1]):
                area = ring_x = ring_y = 0.0
                for i in range(rings[ring], rings[ring + 1] - 1):
                    ax = coords[i, 0] - x0
                    ay = coords[i, 1] - y0
                    bx = coords[i + 1, 0] - x0
                    by = coords[i + 1, 1] - y0
                    cross = ax * by - bx * ay
                    area += cross
                    ring_x += (ax + bx) * cross
                    ring_y += (ay + by) * cross
                # Whichever way a ring runs, outer ones add and holes take away.
                turn = 1.0 if (area >= 0.0) == (ring == parts[part]) else -1.0
                total += turn * area
                sum_x += turn * ring_x
                sum_y += turn * ring_y
        if total > 0.0:
            result[feature, 0] = x0 + sum_x / (3.0 * total)
            result[feature, 1] = y0 + sum_y / (3.0 * total)
    return result
