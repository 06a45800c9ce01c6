"""Cutting rings along a grid, and finding cells in which polygons overlap."""

import numpy as np

from wandel.core.suitability.kernels import compiled
from wandel.core.suitability.kernels.edges import grown, lay_edges, pair, twice_area


@compiled
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


@compiled
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


@compiled
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


@compiled
def box_of(edges, first, last, box):
    """West, south, east, north of some edges, written into ``box``."""
    box[0] = box[1] = np.inf
    box[2] = box[3] = -np.inf
    for i in range(first, last):
        box[0] = min(box[0], edges[i, 0])
        box[1] = min(box[1], min(edges[i, 1], edges[i, 3]))
        box[2] = max(box[2], edges[i, 2])
        box[3] = max(box[3], max(edges[i, 1], edges[i, 3]))


@compiled
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
