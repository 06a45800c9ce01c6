"""An invented cadastre inside real boundaries, with invented layers: for the demo, the tests of scale and the bench.

Nothing here describes a real parcel. The same seed makes the same county on every machine of one numpy version.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from wandel.core.geodata.flat import Floats, Geometries

# Usual sizes of parcels in square metres: in the village, at its edge, in the fields, in the woods.
VILLAGE, EDGE, FIELD, WOOD = 550.0, 1_800.0, 12_000.0, 40_000.0
LAND_USE = ("Wohnbaufläche", "Ortsrand", "Landwirtschaft", "Wald")
CUT_VERTICES = 5


@dataclass(frozen=True, slots=True)
class Cadastre:
    """Invented parcels: geometry (EPSG:25832), municipality by position in what was asked, number, land use."""

    geometry: Geometries
    municipality: NDArray[np.int32]
    number: NDArray[np.str_]
    land_use: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.geometry)


@dataclass(frozen=True, slots=True)
class _Task:
    boundary: Any
    villages: Floats
    parcels: int
    seed: tuple[int, int]


def cadastre(
    boundaries: Geometries,
    *,
    parcels: int,
    seed: int,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Cadastre:
    """Divide each boundary (EPSG:25832) into parcels, in all about as many as asked, in proportion to area.

    ``progress`` is told municipalities done and in all.
    """
    areas = shapely.area(boundaries)
    share = np.maximum(1, np.rint(areas / areas.sum() * parcels)).astype(int)
    tasks = [
        _Task(boundary, villages(boundary, seed=seed + index), int(count), (seed, index))
        for index, (boundary, count) in enumerate(zip(boundaries, share, strict=True))
    ]
    geometry, owner, number, use = [], [], [], []
    for index, (parts, uses) in enumerate(executor.map(_divide, tasks) if executor else map(_divide, tasks)):
        geometry.append(parts)
        owner.append(np.full(len(parts), index, dtype=np.int32))
        number.append(np.char.add(f"{index + 1:02d}-", np.arange(1, len(parts) + 1).astype(str)))
        use.append(uses)
        if progress:
            progress(index + 1, len(tasks))
    return Cadastre(np.concatenate(geometry), np.concatenate(owner), np.concatenate(number), np.concatenate(use))


def villages(boundary: Any, *, seed: int, hectares_each: float = 700.0) -> Floats:
    """Invented village centres inside a boundary, shape (n, 2): where parcels are small."""
    rng = np.random.default_rng((seed, 77))
    wanted = max(1, round(boundary.area / 1e4 / hectares_each))
    inner = boundary.buffer(-300) or boundary
    west, south, east, north = inner.bounds
    points = np.column_stack((rng.uniform(west, east, 60 * wanted), rng.uniform(south, north, 60 * wanted)))
    inside = points[shapely.contains_xy(inner, points)]
    return inside[:wanted] if len(inside) else np.array([boundary.representative_point().coords[0]])


def _divide(task: _Task) -> tuple[Geometries, NDArray[np.str_]]:
    """Halve what is largest for its place until there are enough parcels."""
    rng = np.random.default_rng(task.seed)
    pieces = shapely.get_parts(np.array([task.boundary], dtype=object))
    woods = rng.uniform(0, 2 * np.pi)
    while len(pieces) < task.parcels:
        usual, _use = _usual_size(pieces, task.villages, woods)
        order = np.argsort(-shapely.area(pieces) / usual, kind="stable")
        many = min(task.parcels - len(pieces), max(1, (len(pieces) + 1) // 2))
        halves = _halve(pieces[order[:many]], rng)
        pieces = np.concatenate((pieces[order[many:]], halves))
    _usual, use = _usual_size(pieces, task.villages, woods)
    # By Hilbert order neighbours lie beside each other on disk and in numbers.
    order = np.argsort(_hilbert(pieces), kind="stable")
    return pieces[order], use[order]


def _usual_size(pieces: Geometries, centres: Floats, woods: float) -> tuple[Floats, NDArray[np.str_]]:
    middle = shapely.get_coordinates(shapely.centroid(pieces))
    away = np.sqrt(((middle[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)).min(axis=1)
    # A slow wave decides where woods are; its direction differs from municipality to municipality.
    wave = np.sin((middle[:, 0] * np.cos(woods) + middle[:, 1] * np.sin(woods)) / 900) + np.sin(middle[:, 1] / 1300)
    kind = np.select([away < 420, away < 700, wave > 0.9], [0, 1, 3], 2)
    return np.array([VILLAGE, EDGE, FIELD, WOOD])[kind], np.array(LAND_USE)[kind]


def _halve(pieces: Geometries, rng: np.random.Generator) -> Geometries:
    """Each piece cut across its longer side by a slightly crooked line, as old field paths are."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(pieces)).reshape(-1, 5, 2)
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 1]
    lengths = np.hypot(*first.T), np.hypot(*second.T)
    along = np.where((lengths[0] >= lengths[1])[:, None], first, second)
    length = np.maximum(np.maximum(*lengths), 1e-9)[:, None]
    along = along / length
    across = np.column_stack((-along[:, 1], along[:, 0]))
    width = np.minimum(*lengths)[:, None]
    middle = corners[:, :4].mean(axis=1) + along * length * rng.uniform(-0.12, 0.12, (len(pieces), 1))
    steps = np.linspace(-0.75, 0.75, CUT_VERTICES)
    crooked = rng.normal(0, 0.012, (len(pieces), CUT_VERTICES, 1)) * np.minimum(length, 120)[:, None]
    line = middle[:, None] + across[:, None] * steps[:, None] * width[:, None] + along[:, None] * crooked
    line[:, [0, -1]] += across[:, None] * np.array([[-1.0], [1.0]]) * length[:, None]
    far = along[:, None] * (2 * length[:, None])
    halves = [
        shapely.polygons(np.concatenate((line, line[:, [-1]] + side * far, line[:, [0]] + side * far), axis=1))
        for side in (1, -1)
    ]
    cut = np.concatenate([shapely.intersection(pieces, half) for half in halves])
    parts = shapely.get_parts(cut)
    return np.asarray(parts[(shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)])


def _hilbert(pieces: Geometries, order: int = 12) -> NDArray[np.int64]:
    """Position of each piece's centre on a Hilbert curve over the bounds of all."""
    middle = shapely.get_coordinates(shapely.centroid(pieces))
    low, high = middle.min(axis=0), middle.max(axis=0)
    x, y = ((middle - low) / np.maximum(high - low, 1e-9) * ((1 << order) - 1)).astype(np.int64).T
    place = np.zeros(len(pieces), dtype=np.int64)
    side = 1 << (order - 1)
    while side:
        right, upper = (x & side) > 0, (y & side) > 0
        place += side * side * ((3 * right) ^ upper)
        turn, flip = ~upper, ~upper & right
        x[flip], y[flip] = side - 1 - x[flip], side - 1 - y[flip]
        x[turn], y[turn] = y[turn].copy(), x[turn].copy()
        side >>= 1
    return place


def blobs(boundary: Any, *, count: int, vertices: int, radius: tuple[float, float], seed: int) -> Geometries:
    """Invented areas with ragged edges: valid polygons of about ``vertices`` each, radii in metres; they may overlap."""
    rng = np.random.default_rng((seed, 5))
    west, south, east, north = boundary.bounds
    points = np.column_stack((rng.uniform(west, east, 4 * count), rng.uniform(south, north, 4 * count)))
    points = points[shapely.contains_xy(boundary, points)][:count]
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    size = np.exp(rng.uniform(np.log(radius[0]), np.log(radius[1]), len(points)))[:, None]
    outline = np.ones((len(points), vertices))
    for wave in range(2, 40):
        phase, strength = rng.uniform(0, 2 * np.pi, (len(points), 1)), rng.normal(0, 0.32 / wave, (len(points), 1))
        outline += strength * np.sin(wave * angle + phase)
    outline = np.maximum(outline, 0.15) * size
    ring = np.stack((np.cos(angle) * outline, np.sin(angle) * outline), axis=2) + points[:, None]
    return _valid(shapely.polygons(ring))


def bands(
    boundary: Any, *, count: int, vertices: int, width: tuple[float, float], step: float, seed: int
) -> Geometries:
    """Invented strips along winding lines (rivers, roads): ``vertices`` steps of ``step`` metres, widths in metres."""
    rng = np.random.default_rng((seed, 9))
    west, south, east, north = boundary.bounds
    lines = []
    for _number in range(count):
        heading = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.12, vertices))
        start = rng.uniform((west, south), (east, north))
        lines.append(
            shapely.LineString(start + np.cumsum(np.column_stack((np.cos(heading), np.sin(heading))), 0) * step)
        )
    strips = shapely.buffer(np.array(lines), rng.uniform(*width, count), quad_segs=2)
    return _valid(strips[shapely.intersects(strips, boundary)])


def slope_raster(bounds: tuple[float, float, float, float], *, pixel: float, seed: int) -> Floats:
    """An invented slope in per cent, row 0 in the north, gentle in the north and steep in the south."""
    rng = np.random.default_rng((seed, 3))
    west, south, east, north = bounds
    x = np.arange(west, east, pixel) + pixel / 2
    y = np.arange(north, south, -pixel) - pixel / 2
    hills = sum(
        np.sin(x[None, :] / rng.uniform(200, 1500) + rng.uniform(0, 6)) * np.sin(y[:, None] / rng.uniform(200, 1500))
        for _wave in range(6)
    )
    steep = 1 + 14 * ((north - y) / (north - south))[:, None] ** 2
    return np.asarray(np.abs(hills) * steep, dtype=np.float64)


def _valid(polygons: Geometries) -> Geometries:
    mended = shapely.make_valid(polygons, method="structure", keep_collapsed=False)
    return np.asarray(mended[~shapely.is_empty(mended)])
