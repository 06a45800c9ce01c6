"""A year of many trajectories in one pass: what NumPy does in a dozen walks over the same memory.

Compiled once and kept on disk (NUMBA_CACHE_DIR); without fast-math, so every machine adds in the same order. The
interpreter lock is released: threads of an executor share the inputs.
"""

from collections.abc import Callable
from typing import Any

from numba import njit

compiled: Callable[[Any], Any] = njit(cache=True, nogil=True)
