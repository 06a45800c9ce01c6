"""The overlay kernel: exact areas shared by polygons, from pairs of edges, without ever building a topology.

area(A ∩ B) = Σᵢⱼ sᵢ sⱼ ∫ max(0, min(fᵢ, fⱼ)) dx, where f is the height of an edge above the parcel's lowest point and s
tells whether the area lies below (+1) or above (-1) the edge: the trapezoid decomposition of both polygons, multiplied
out. Heights are taken relative to the parcel, so sums of a few hundred square metres lose nothing to coordinates of
seven digits. Compiled once and kept on disk (NUMBA_CACHE_DIR); without fast-math, so every machine adds the same.
Functions release the interpreter lock: threads of an executor share the arrays, processes map them.
"""

import numpy as np
from numba import njit

CACHED = {"cache": True, "nogil": True}


@njit(**CACHED)
def clip(x, y, count, along_x, at, lower, out_x, out_y):
    """Half of an open ring on one side of a line (Sutherland & Hodgman). Returns how many vertices; 0 if nothing but a line."""
    kept = 0
    inside_any = False
    for i in range(count):
        k = i + 1 if i + 1 < count else 0
        a = x[i] if along_x else y[i]
        b = x[k] if along_x else y[k]
        if (a <= at) if lower else (a >= at):
            out_x[kept] = x[i]
            out_y[kept] = y[i]
            kept += 1
            if a != at:
                inside_any = True
        if (a < at < b) or (b < at < a):
            # From the smaller end always: both halves, and the neighbour's reversed edge, get the same point.
            x1, y1, x2, y2 = (x[i], y[i], x[k], y[k]) if a < b else (x[k], y[k], x[i], y[i])
            if along_x:
                out_x[kept] = at
                out_y[kept] = y1 + (y2 - y1) * ((at - x1) / (x2 - x1))
            else:
                out_y[kept] = at
                out_x[kept] = x1 + (x2 - x1) * ((at - y1) / (y2 - y1))
            kept += 1
    return kept if inside_any else 0


@njit(**CACHED)
def grown(array, needed):
    """The array, or a copy with room for at least ``needed``."""
    if needed <= array.shape[0]:
        return array
    larger = np.empty(max(needed, 2 * array.shape[0]), dtype=array.dtype)
    larger[: array.shape[0]] = array
    return larger


@njit(**CACHED)
def split(x, y, rings, parts, owners, size, columns, rows):
    """Every ring cut along the grid.

    Returns x, y of open rings, their offsets, cell, owner and sign (+1 outer ring, -1 hole). Coordinates are relative to
    the grid's corner; ``parts`` are offsets of polygons into ``rings``, ``owners`` the label of each polygon.
    """
    out_x = np.empty(2 * x.shape[0] + 64)
    out_y = np.empty(2 * x.shape[0] + 64)
    out_rings = np.empty(2 * rings.shape[0] + 64, dtype=np.int64)
    out_cells = np.empty(2 * rings.shape[0] + 64, dtype=np.int64)
    out_labels = np.empty(2 * rings.shape[0] + 64, dtype=np.int32)
    out_signs = np.empty(2 * rings.shape[0] + 64, dtype=np.int8)
    out_rings[0] = 0
    made = 0
    # Rings still to be cut lie one behind the other in a pool, the last is cut first.
    pool_x = np.empty(1024)
    pool_y = np.empty(1024)
    now_x = np.empty(1024)
    now_y = np.empty(1024)
    starts = np.empty(256, dtype=np.int64)
    for part in range(parts.shape[0] - 1):
        for ring in range(parts[part], parts[part + 1]):
            sign = 1 if ring == parts[part] else -1
            first = rings[ring]
            count = rings[ring + 1] - first - 1
            if count < 3:
                continue
            pool_x = grown(pool_x, count)
            pool_y = grown(pool_y, count)
            pool_x[:count] = x[first : first + count]
            pool_y[:count] = y[first : first + count]
            waiting = 1
            starts[0] = 0
            starts[1] = count
            while waiting:
                begin = starts[waiting - 1]
                count = starts[waiting] - begin
                waiting -= 1
                now_x = grown(now_x, count)
                now_y = grown(now_y, count)
                west = east = pool_x[begin]
                south = north = pool_y[begin]
                for i in range(count):
                    px = pool_x[begin + i]
                    py = pool_y[begin + i]
                    now_x[i] = px
                    now_y[i] = py
                    west = min(west, px)
                    east = max(east, px)
                    south = min(south, py)
                    north = max(north, py)
                column = min(int(west // size), columns - 1)
                last_column = max(column, int(np.ceil(east / size)) - 1)
                row = min(int(south // size), rows - 1)
                last_row = max(row, int(np.ceil(north / size)) - 1)
                if column == last_column and row == last_row:
                    total = out_rings[made] + count
                    out_x = grown(out_x, total)
                    out_y = grown(out_y, total)
                    out_x[out_rings[made] : total] = now_x[:count]
                    out_y[out_rings[made] : total] = now_y[:count]
                    out_rings = grown(out_rings, made + 2)
                    out_cells = grown(out_cells, made + 1)
                    out_labels = grown(out_labels, made + 1)
                    out_signs = grown(out_signs, made + 1)
                    out_cells[made] = row * columns + column
                    out_labels[made] = owners[part]
                    out_signs[made] = sign
                    made += 1
                    out_rings[made] = total
                    continue
                along_x = last_column - column >= last_row - row
                middle = (column + last_column + 1) // 2 if along_x else (row + last_row + 1) // 2
                for lower in (True, False):
                    pool_x = grown(pool_x, begin + 2 * count + 8)
                    pool_y = grown(pool_y, begin + 2 * count + 8)
                    kept = clip(now_x, now_y, count, along_x, middle * size, lower, pool_x[begin:], pool_y[begin:])
                    if kept:
                        starts[waiting] = begin
                        waiting += 1
                        begin += kept
                        starts[waiting] = begin
    rings_made = out_rings[: made + 1].copy()
    vertices = rings_made[made]
    return (
        out_x[:vertices].copy(),
        out_y[:vertices].copy(),
        rings_made,
        out_cells[:made].copy(),
        out_labels[:made].copy(),
        out_signs[:made].copy(),
    )


@njit(**CACHED)
def twice_area(x, y, first, last):
    """Signed double area of an open ring, counter-clockwise positive, measured from its first vertex."""
    total = 0.0
    x0 = x[first]
    y0 = y[first]
    for i in range(first, last):
        k = i + 1 if i + 1 < last else first
        total += (x[i] - x0) * (y[k] - y0) - (x[k] - x0) * (y[i] - y0)
    return total


@njit(**CACHED)
def under(x1, p1, p2, x2, q1, q2):
    """∫ max(0, min(p, q)) over a stretch x1…x2 where both are straight and p ≥ 0."""
    if q1 <= 0.0 and q2 <= 0.0:
        return 0.0
    width = x2 - x1
    d1 = q1 - p1
    d2 = q2 - p2
    if d1 >= 0.0 and d2 >= 0.0:
        return 0.5 * (p1 + p2) * width
    if d1 * d2 < 0.0:
        # The lines cross: below p on one side, below q on the other.
        share = d1 / (d1 - d2)
        high = p1 + (p2 - p1) * share
        if d1 > 0.0:
            return 0.5 * (p1 + high) * width * share + above_zero(high, q2, width * (1.0 - share))
        return above_zero(q1, high, width * share) + 0.5 * (high + p2) * width * (1.0 - share)
    return above_zero(q1, q2, width)


@njit(**CACHED)
def above_zero(q1, q2, width):
    """∫ max(0, q) over a stretch on which q is straight."""
    if q1 >= 0.0:
        if q2 >= 0.0:
            return 0.5 * (q1 + q2) * width
        return 0.5 * q1 * width * (q1 / (q1 - q2))
    if q2 <= 0.0:
        return 0.0
    return 0.5 * q2 * width * (q2 / (q2 - q1))


@njit(**CACHED)
def pair(ax1, ay1, ax2, ay2, bx1, by1, bx2, by2):
    """The integral of one edge of the parcel (heights ≥ 0) with one edge of the layer; both run from west to east."""
    x1 = max(ax1, bx1)
    x2 = min(ax2, bx2)
    if x1 >= x2:
        return 0.0
    slope_a = (ay2 - ay1) / (ax2 - ax1)
    slope_b = (by2 - by1) / (bx2 - bx1)
    return under(
        x1,
        ay1 if x1 == ax1 else ay1 + slope_a * (x1 - ax1),
        ay2 if x2 == ax2 else ay1 + slope_a * (x2 - ax1),
        x2,
        by1 if x1 == bx1 else by1 + slope_b * (x1 - bx1),
        by2 if x2 == bx2 else by1 + slope_b * (x2 - bx1),
    )


@njit(**CACHED)
def lay_edges(x, y, first, last, sign, x0, y0, edges, signs, count):
    """Append a closed or open ring's edges that are not vertical, from west to east, relative to (x0, y0)."""
    turn = sign if twice_area(x, y, first, last) >= 0.0 else -sign
    for i in range(first, last):
        k = i + 1 if i + 1 < last else first
        x1 = x[i] - x0
        x2 = x[k] - x0
        if x1 == x2:
            continue
        if x1 < x2:
            edges[count, 0] = x1
            edges[count, 1] = y[i] - y0
            edges[count, 2] = x2
            edges[count, 3] = y[k] - y0
            signs[count] = -turn
        else:
            edges[count, 0] = x2
            edges[count, 1] = y[k] - y0
            edges[count, 2] = x1
            edges[count, 3] = y[i] - y0
            signs[count] = turn
        count += 1
    return count


@njit(**CACHED)
def edges_of(x, y, rings, cells, labels, ring_signs, size, columns, rows):
    """Edges of all pieces, sorted by cell as the pieces are: starts, edges, signs, labels, and which cells are full."""
    starts = np.zeros(rows * columns + 1, dtype=np.int64)
    full = np.zeros(rows * columns, dtype=np.int32)
    edges = np.empty((x.shape[0], 4))
    signs = np.empty(x.shape[0], dtype=np.int8)
    edge_labels = np.empty(x.shape[0], dtype=np.int32)
    count = 0
    for piece in range(cells.shape[0]):
        cell = cells[piece]
        before = count
        alone = (piece == 0 or cells[piece - 1] != cell) and (piece + 1 == cells.shape[0] or cells[piece + 1] != cell)
        # A cell covered by one plain square needs no edges at all; the square is exact, so equality is.
        if (
            alone
            and ring_signs[piece] == 1
            and abs(twice_area(x, y, rings[piece], rings[piece + 1])) == 2 * size * size
        ):
            full[cell] = labels[piece] + 1
            continue
        count = lay_edges(x, y, rings[piece], rings[piece + 1], ring_signs[piece], 0.0, 0.0, edges, signs, count)
        edge_labels[before:count] = labels[piece]
        starts[cell + 1] += count - before
    for cell in range(rows * columns):
        starts[cell + 1] += starts[cell]
    return starts, edges[:count].copy(), signs[:count].copy(), edge_labels[:count].copy(), full


@njit(**CACHED)
def overlapping_cells(x, y, rings, cells, labels, ring_signs, size, columns, tolerance):
    """Cells in which two pieces of different labels share more than the tolerance (m²). Pieces lie sorted by cell and label."""
    found = np.empty(1024, dtype=np.int64)
    many = 0
    pieces = cells.shape[0]
    first = 0
    edges = np.empty((256, 4))
    signs = np.empty(256, dtype=np.int8)
    borders = np.empty(64, dtype=np.int64)
    boxes = np.empty((64, 4))
    while first < pieces:
        last = first + 1
        while last < pieces and cells[last] == cells[first]:
            last += 1
        if labels[first] != labels[last - 1]:
            cell = cells[first]
            x0 = (cell % columns) * size
            y0 = (cell // columns) * size
            needed = rings[last] - rings[first]
            if needed > edges.shape[0]:
                edges = np.empty((2 * needed, 4))
                signs = np.empty(2 * needed, dtype=np.int8)
            if last - first + 1 > borders.shape[0]:
                borders = np.empty(2 * (last - first) + 2, dtype=np.int64)
                boxes = np.empty((2 * (last - first) + 2, 4))
            groups = 0
            count = 0
            borders[0] = 0
            for piece in range(first, last):
                if piece > first and labels[piece] != labels[piece - 1]:
                    groups += 1
                    borders[groups] = count
                count = lay_edges(x, y, rings[piece], rings[piece + 1], ring_signs[piece], x0, y0, edges, signs, count)
            groups += 1
            borders[groups] = count
            for group in range(groups):
                box_of(edges, borders[group], borders[group + 1], boxes[group])
            shared = 0.0
            for a in range(groups):
                for b in range(a + 1, groups):
                    if (
                        boxes[a, 0] < boxes[b, 2]
                        and boxes[b, 0] < boxes[a, 2]
                        and boxes[a, 1] < boxes[b, 3]
                        and boxes[b, 1] < boxes[a, 3]
                    ):
                        shared = 0.0
                        for i in range(borders[a], borders[a + 1]):
                            for j in range(borders[b], borders[b + 1]):
                                shared += (
                                    signs[i]
                                    * signs[j]
                                    * pair(
                                        edges[i, 0], edges[i, 1], edges[i, 2], edges[i, 3],
                                        edges[j, 0], edges[j, 1], edges[j, 2], edges[j, 3],
                                    )
                                )  # fmt: skip
                    if shared > tolerance:
                        break
                if shared > tolerance:
                    break
            if shared > tolerance:
                found = grown(found, many + 1)
                found[many] = cell
                many += 1
        first = last
    return found[:many].copy()


@njit(**CACHED)
def box_of(edges, first, last, box):
    """West, south, east, north of some edges, written into ``box``."""
    box[0] = box[1] = np.inf
    box[2] = box[3] = -np.inf
    for i in range(first, last):
        box[0] = min(box[0], edges[i, 0])
        box[1] = min(box[1], min(edges[i, 1], edges[i, 3]))
        box[2] = max(box[2], edges[i, 2])
        box[3] = max(box[3], max(edges[i, 1], edges[i, 3]))


@njit(**CACHED)
def shared_areas(
    coords, rings, parts, features, first, last,
    west, south, columns, rows, size, starts, edges, signs, labels, full, result,
):  # fmt: skip
    """Area each feature first…last shares with a layer, added into ``result`` by label, shape (last - first, labels)."""
    mine = np.empty((256, 4))
    my_signs = np.empty(256, dtype=np.int8)
    box = np.empty(4)
    for feature in range(first, last):
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
                            result[feature - first, label] += area
                        else:
                            left = cell_column * size - here_x
                            lower = cell_row * size - here_y
                            right = left + size
                            upper = lower + size
                            if left <= 0.0 and right >= width and lower <= 0.0 and upper >= height:
                                result[feature - first, label] += area
                            else:
                                for i in range(count):
                                    result[feature - first, label] += my_signs[i] * (
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
                            result[feature - first, labels[j]] += signs[j] * area
                            continue
                        total = 0.0
                        for i in range(count):
                            if mine[i, 0] < bx2 and mine[i, 2] > bx1:
                                total += my_signs[i] * pair(
                                    mine[i, 0], mine[i, 1], mine[i, 2], mine[i, 3], bx1, by1, bx2, by2
                                )
                        result[feature - first, labels[j]] += signs[j] * total
