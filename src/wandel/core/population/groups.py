"""The age groups whose quantiles are kept: what a county plans by."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

# First age of each smallest group; the last one is open.
CUTS = (0, 3, 6, 7, 18, 65, 80)
PARTS = len(CUTS)
# Groups people ask for, as ranges of the smallest ones: nursery, kindergarten, school entrants, pupils, working age, old.
GROUPS: dict[str, tuple[int, int]] = {
    "all": (0, PARTS), "0-2": (0, 1), "3-5": (1, 2), "6": (2, 3), "6-17": (2, 4), "18-64": (4, 5), "65+": (5, 7), "80+": (6, 7),
}  # fmt: skip


def part_of_age(ages: int) -> NDArray[np.int64]:
    """The smallest group of each age, shape (ages,)."""
    return np.searchsorted(CUTS, np.arange(ages), side="right") - 1


def grouped(parts: NDArray[Any]) -> NDArray[Any]:
    """(PARTS, …) → (len(GROUPS), …), in the order of ``GROUPS``."""
    return np.stack([parts[first:until].sum(axis=0) for first, until in GROUPS.values()])
