"""A layer cut along a square grid: per cell the edges of disjoint pieces, ready for the overlay kernel.

The kernel needs pieces that do not overlap, but no topology: signed edges are enough. So a layer is cut by clipping rings
at grid lines (Sutherland & Hodgman 1974, Communications of the ACM 17, 32-42), whose bridges along a line cancel each
other, and polygons are united by GEOS only in those cells where two of them really overlap. On maps that do not overlap
themselves nothing is united at all.
"""

import hashlib
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from wandel.core.geodata.flat import FlatPolygons, Floats, Offsets, from_shapely
from wandel.core.suitability.kernels.cutting import edges_of, overlapping_cells, split

CELL = 128.0
# Below this a shared strip is rounding, not overlap: 2e-8 m² is a hair's breadth over a whole cell.
OVERLAP = 2e-8
FORMAT = 1
CELLS_PER_TASK = 2_000


@dataclass(frozen=True, slots=True)
class CellEdges:
    """Edges of a layer's disjoint pieces, sorted by cell.

    ``origin``: west and south of the grid in metres (EPSG:25832, whole metres); ``columns``, ``rows``: its size;
    ``size``: metres per cell; ``starts``: first edge of each cell, shape (rows * columns + 1,), row by row from the
    south; ``edges``: x1, y1, x2, y2 with x1 < x2, metres from the origin, shape (edges, 4); ``signs``: +1 where the
    piece lies below the edge, -1 where above; ``labels``: which polygon an edge belongs to (0 where they were united);
    ``full``: cells the layer covers completely (by label + 1, 0 for the others).
    """

    origin: tuple[float, float]
    columns: int
    rows: int
    size: float
    starts: Offsets
    edges: Floats
    signs: NDArray[np.int8]
    labels: NDArray[np.int32]
    full: NDArray[np.int32]

    @property
    def nbytes(self) -> int:
        return int(sum(part.nbytes for part in (self.starts, self.edges, self.signs, self.labels, self.full)))

    def save(self, path: Path) -> None:
        """Write the arrays; the name appears only when the file is whole."""
        unfinished = path.with_name(path.name + ".part")
        with unfinished.open("wb") as stream:
            np.savez(
                stream,
                grid=np.array([*self.origin, self.columns, self.rows, self.size]),
                starts=self.starts,
                edges=self.edges,
                signs=self.signs,
                labels=self.labels,
                full=self.full,
            )
        unfinished.replace(path)

    @staticmethod
    def load(path: Path) -> "CellEdges":
        with np.load(path) as stored:
            west, south, columns, rows, size = stored["grid"]
            return CellEdges(
                (float(west), float(south)),
                int(columns),
                int(rows),
                float(size),
                stored["starts"],
                stored["edges"],
                stored["signs"],
                stored["labels"],
                stored["full"],
            )


def content_hash(polygons: FlatPolygons) -> str:
    """SHA-256 of the coordinates and offsets: the same content has the same hash wherever the file came from."""
    digest = hashlib.sha256(f"cells {FORMAT}".encode())
    for part in (polygons.coords, polygons.rings, polygons.parts, polygons.features):
        digest.update(np.ascontiguousarray(part).data)
    return digest.hexdigest()


def cut(
    polygons: FlatPolygons,
    *,
    size: float = CELL,
    keep_labels: bool = False,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> CellEdges:
    """Cut a layer's polygons (valid, metres) into the disjoint pieces of a grid.

    With ``keep_labels`` the features are taken as a map without overlaps (municipalities) and stay apart; otherwise
    they are united where they overlap, in the executor's processes if one is given.
    ``progress`` is told cells united and cells to unite.
    """
    if not polygons.vertices:
        nothing = np.zeros(0)
        return CellEdges(
            (0.0, 0.0), 1, 1, size, np.zeros(2, np.int64), nothing.reshape(0, 4), nothing.astype(np.int8),
            nothing.astype(np.int32), np.zeros(1, np.int32),
        )  # fmt: skip
    west, south = np.floor(polygons.coords.min(axis=0) / size) * size
    local = polygons.coords - (west, south)
    columns, rows = (np.floor(local.max(axis=0) / size).astype(np.int64) + 1).tolist()
    # A part may lie in the hole of another part of its feature: to be united, each part stands for itself.
    parts = np.arange(len(polygons.parts) - 1)
    owners = np.repeat(np.arange(len(polygons)), np.diff(polygons.features)) if keep_labels else parts
    pieces = Pieces(
        *split(local[:, 0].copy(), local[:, 1].copy(), polygons.rings, polygons.parts, owners, size, columns, rows)
    )
    pieces = pieces.by_cell()
    if not keep_labels:
        crowded = overlapping_cells(
            pieces.x, pieces.y, pieces.rings, pieces.cells, pieces.labels, pieces.signs, size, columns, OVERLAP
        )
        pieces = _united(pieces, crowded, executor, progress)
    starts, edges, signs, labels, full = edges_of(
        pieces.x, pieces.y, pieces.rings, pieces.cells, pieces.labels, pieces.signs, size, columns, rows
    )
    if not keep_labels:
        labels[:] = 0
        np.minimum(full, 1, out=full)
    return CellEdges((float(west), float(south)), columns, rows, size, starts, edges, signs, labels, full)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Rings after cutting: open rings in ``x``, ``y`` by offsets ``rings``, each with its cell, the label of its polygon, and +1
    for an outer ring or -1 for a hole. Rings may run either way.
    """

    x: Floats
    y: Floats
    rings: Offsets
    cells: Offsets
    labels: NDArray[np.int32]
    signs: NDArray[np.int8]

    def by_cell(self) -> "Pieces":
        """The same rings, those of one cell beside each other, those of one feature in it too."""
        return self.take(np.lexsort((self.labels, self.cells)))

    def take(self, order: Offsets) -> "Pieces":
        lengths = np.diff(self.rings)[order]
        rings = np.concatenate(([0], np.cumsum(lengths)))
        at = np.repeat(self.rings[:-1][order] - rings[:-1], lengths) + np.arange(rings[-1])
        return Pieces(self.x[at], self.y[at], rings, self.cells[order], self.labels[order], self.signs[order])


def _united(
    pieces: Pieces, crowded: Offsets, executor: Executor | None, progress: Callable[[int, int], None] | None
) -> Pieces:
    """Pieces with the polygons of the crowded cells united by GEOS."""
    if not len(crowded):
        return pieces
    mine = np.isin(pieces.cells, crowded)
    tasks = _tasks(pieces.take(np.flatnonzero(mine)))
    done: list[Pieces] = []
    for united in executor.map(unite_cells, tasks) if executor else map(unite_cells, tasks):
        done.append(united)
        if progress:
            progress(min(len(done) * CELLS_PER_TASK, len(crowded)), len(crowded))
    return joined([pieces.take(np.flatnonzero(~mine)), *done]).by_cell()


def _tasks(pieces: Pieces) -> list[Pieces]:
    """Whole cells, some thousands of them in each task."""
    cells, starts = np.unique(pieces.cells, return_index=True)
    cuts = [*starts[::CELLS_PER_TASK].tolist(), len(pieces.cells)]
    return [pieces.take(np.arange(first, last)) for first, last in pairwise(cuts) if len(cells)]


def joined(parts: list[Pieces]) -> Pieces:
    """Several heaps of pieces as one."""
    lengths = np.concatenate([np.diff(part.rings) for part in parts])
    return Pieces(
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.y for part in parts]),
        np.concatenate(([0], np.cumsum(lengths))),
        np.concatenate([part.cells for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.signs for part in parts]),
    )


def unite_cells(pieces: Pieces) -> Pieces:
    """Unite what lies in each cell; the result carries label 0. Runs in a worker process."""
    closed = np.repeat(np.arange(len(pieces.cells)), np.diff(pieces.rings) + 1)
    at = np.arange(len(closed)) - closed
    lasts = pieces.rings[1:] + np.arange(len(pieces.cells))
    at[lasts] = pieces.rings[:-1]
    rings = shapely.linearrings(np.column_stack((pieces.x[at], pieces.y[at])), indices=closed)
    # A clipped ring may run to and fro along the cell's border; make_valid takes such bridges out.
    areas = shapely.make_valid(shapely.polygons(rings), method="structure", keep_collapsed=False)
    key = pieces.cells * (int(pieces.labels.max()) + 1) + pieces.labels
    united = _whole_by(areas, key, pieces.signs > 0)
    cells = pieces.cells[np.unique(key, return_index=True)[1]]
    borders = np.flatnonzero(np.diff(cells)) + 1
    whole = np.array([shapely.union_all(group) for group in np.split(united, borders)], dtype=object)
    return _pieces_of(whole, cells[np.concatenate(([0], borders))])


def _whole_by(areas: NDArray[Any], key: Offsets, adds: NDArray[np.bool_]) -> NDArray[Any]:
    """One area per polygon and cell: its outer rings without its holes."""
    borders = np.flatnonzero(np.diff(key)) + 1
    result = []
    for rings, outer in zip(np.split(areas, borders), np.split(adds, borders), strict=True):
        shell = rings[outer][0] if outer.sum() == 1 else shapely.union_all(rings[outer])
        result.append(shell if outer.all() else shapely.difference(shell, shapely.union_all(rings[~outer])))
    return np.array(result, dtype=object)


def _pieces_of(geometries: NDArray[Any], cells: Offsets) -> Pieces:
    # A union of areas that touch in a line or point can carry that line along; only areas count.
    kinds = shapely.get_type_id(geometries)
    for index in np.flatnonzero(kinds == shapely.GeometryType.GEOMETRYCOLLECTION):
        parts = shapely.get_parts(geometries[index])
        geometries[index] = shapely.union_all(parts[np.isin(shapely.get_type_id(parts), (3, 6))])
    flat = from_shapely(geometries)
    lengths = np.diff(flat.rings) - 1
    rings = np.concatenate(([0], np.cumsum(lengths)))
    at = np.repeat(flat.rings[:-1] - rings[:-1], lengths) + np.arange(rings[-1])
    counts = np.diff(flat.ring_bounds_of_features())
    ring_cells = np.repeat(cells, counts)
    return Pieces(
        flat.coords[at, 0].copy(),
        flat.coords[at, 1].copy(),
        rings,
        ring_cells,
        np.zeros(len(ring_cells), np.int32),
        np.where(flat.holes(), -1, 1).astype(np.int8),
    )
