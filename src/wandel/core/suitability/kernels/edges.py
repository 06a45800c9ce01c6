"""Edges and what two of them share: the arithmetic every other kernel stands on."""

import numpy as np

from wandel.core.suitability.kernels import compiled


@compiled
def grown(array, needed):
    """The array, or a copy with room for at least ``needed``."""
    if needed <= array.shape[0]:
        return array
    larger = np.empty(max(needed, 2 * array.shape[0]), dtype=array.dtype)
    larger[: array.shape[0]] = array
    return larger


@compiled
def twice_area(x, y, first, last):
    """Signed double area of an open ring, counter-clockwise positive, measured from its first vertex."""
    total = 0.0
    x0 = x[first]
    y0 = y[first]
    for i in range(first, last):
        k = i + 1 if i + 1 < last else first
        total += (x[i] - x0) * (y[k] - y0) - (x[k] - x0) * (y[i] - y0)
    return total


@compiled
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


@compiled
def above_zero(q1, q2, width):
    """∫ max(0, q) over a stretch on which q is straight."""
    if q1 >= 0.0:
        if q2 >= 0.0:
            return 0.5 * (q1 + q2) * width
        return 0.5 * q1 * width * (q1 / (q1 - q2))
    if q2 <= 0.0:
        return 0.0
    return 0.5 * q2 * width * (q2 / (q2 - q1))


@compiled
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


@compiled
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
