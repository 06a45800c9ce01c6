"""Which edges run along each other."""

import numpy as np

from wandel.core.suitability.kernels import compiled
from wandel.core.suitability.kernels.edges import grown


@compiled
def in_cells(local, begins, size, columns, rows):
    """The edges that may pass each cell, by their bounding boxes."""
    starts = np.zeros(rows * columns + 1, dtype=np.int64)
    for turn in range(2):
        if turn == 1:
            for cell in range(rows * columns):
                starts[cell + 1] += starts[cell]
            at = np.empty(starts[-1], dtype=np.int64)
            filled = starts.copy()
        for b in range(begins.shape[0]):
            i = begins[b]
            c0 = int(min(local[i, 0], local[i + 1, 0]) // size)
            c1 = int(max(local[i, 0], local[i + 1, 0]) // size)
            r0 = int(min(local[i, 1], local[i + 1, 1]) // size)
            r1 = int(max(local[i, 1], local[i + 1, 1]) // size)
            for r in range(r0, r1 + 1):
                for c in range(c0, c1 + 1):
                    cell = r * columns + c
                    if turn == 0:
                        starts[cell + 1] += 1
                    else:
                        at[filled[cell]] = i
                        filled[cell] += 1
    return starts, at


@compiled
def touching(local, owner, starts, at, tolerance, shortest):
    first = np.empty(4 * owner[-1] + 64, dtype=np.int64)
    second = np.empty(4 * owner[-1] + 64, dtype=np.int64)
    count = 0
    for cell in range(starts.shape[0] - 1):
        for a in range(starts[cell], starts[cell + 1]):
            i = at[a]
            x1 = local[i, 0]
            y1 = local[i, 1]
            dx = local[i + 1, 0] - x1
            dy = local[i + 1, 1] - y1
            length = np.sqrt(dx * dx + dy * dy)
            if length < shortest:
                continue
            dx /= length
            dy /= length
            for b in range(a + 1, starts[cell + 1]):
                j = at[b]
                if owner[i] == owner[j]:
                    continue
                # Distance of both ends of the other edge from this line.
                ux = local[j, 0] - x1
                uy = local[j, 1] - y1
                if abs(dx * uy - dy * ux) > tolerance:
                    continue
                vx = local[j + 1, 0] - x1
                vy = local[j + 1, 1] - y1
                if abs(dx * vy - dy * vx) > tolerance:
                    continue
                s = dx * ux + dy * uy
                t = dx * vx + dy * vy
                along = min(length, max(s, t)) - max(0.0, min(s, t))
                if along >= shortest:
                    # Long edges meet in several cells; np.unique takes the repeats out.
                    first = grown(first, count + 1)
                    second = grown(second, count + 1)
                    first[count] = min(owner[i], owner[j])
                    second[count] = max(owner[i], owner[j])
                    count += 1
    return first[:count].copy(), second[:count].copy()
