"""The overlay kernel: exact areas shared by polygons, from pairs of edges, without ever building a topology.

area(A ∩ B) = Σᵢⱼ sᵢ sⱼ ∫ max(0, min(fᵢ, fⱼ)) dx, where f is the height of an edge above the parcel's lowest point and s
tells whether the area lies below (+1) or above (-1) the edge: the trapezoid decomposition of both polygons, multiplied
out. Heights are taken relative to the parcel, so sums of a few hundred square metres lose nothing to coordinates of
seven digits. Compiled once and kept on disk (NUMBA_CACHE_DIR); without fast-math, so every machine adds the same.
Functions release the interpreter lock: threads of an executor share the arrays, processes map them.
"""

from collections.abc import Callable
from typing import Any

from numba import njit

# No fast-math: every machine adds the same. Compiled code lies in NUMBA_CACHE_DIR.
compiled: Callable[[Any], Any] = njit(cache=True, nogil=True)
