"""Which parcels touch along a line, and which of them hang together.

Cadastres of neighbouring surveys do not always share every vertex, so edges are compared as lines: two parcels touch
where an edge of one runs along an edge of the other, within TOLERANCE, for at least SHORTEST metres.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

TOLERANCE = 0.002
SHORTEST = 0.1


def connected(pairs: NDArray[np.int64], chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Number of the group each chosen feature belongs to, -1 for the others; only chosen features connect."""
    groups = np.full(len(chosen), -1, dtype=np.int64)
    if not chosen.any():
        return groups
    place = np.cumsum(chosen) - 1
    both = pairs[chosen[pairs[:, 0]] & chosen[pairs[:, 1]]]
    size = int(chosen.sum())
    graph = coo_matrix((np.ones(len(both), np.int8), (place[both[:, 0]], place[both[:, 1]])), shape=(size, size))
    groups[chosen] = connected_components(graph, directed=False)[1]
    return groups
