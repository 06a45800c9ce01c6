"""Parcels against layers, in one run with shapely, DuckDB spatial and, where installed, PostGIS on the same data.

``python bench/land.py`` (all), ``--no-peers``, ``--quick`` (no peers, no million parcels). Peers get their layers united and cut into small
pieces beforehand, which is not counted; ours is. Every figure is the median of five runs unless it says otherwise.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from importlib.util import find_spec
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
os.environ.setdefault("NUMBA_CACHE_DIR", str(HERE.parent / ".cache" / "compiled"))
sys.path.insert(0, str(HERE))

import duckdb
import land_data
import land_postgis
import numpy as np
import pyarrow as pa
import shapely

from wandel.core.geodata.flat import FlatPolygons, from_shapely, to_shapely
from wandel.core.suitability import with_shapely
from wandel.core.suitability.engine import best_engine
from wandel.core.suitability.measure import Divided, Measured, measure
from wandel.core.suitability.raster import Raster
from wandel.core.suitability.rules import read_rules
from wandel.core.suitability.score import candidates, factors_of, points_of

PARCELS, MANY = 280_000, 1_000_000
RUNS = 5
ALIKE = 1e-6
RULES = """
threshold: 70
minimum_cluster_ha: 1
layers:
  hochwasser: {exclude: 0.05}
  natura: {exclude: 0.05}
  wald: {exclude: 0.2}
  tagebau: {exclude: true}
  wasserschutz: {exclude: 0.1}
  boden: {weight: 0.2}
  biotopverbund: {weight: 0.1}
  laerm: {weight: 0.1}
distances:
  halt: {weight: 0.3, best: 500, worst: 3000}
  schule: {weight: 0.2, best: 300, worst: 2500}
slope: {weight: 0.1, best: 2, worst: 15}
"""


def median(work: Callable[[], Any], runs: int = RUNS) -> tuple[float, Any]:
    times = []
    for _run in range(runs):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return statistics.median(times), result


def say(what: str, value: float, unit: str, bound: float | None = None, *, least: bool = False) -> None:
    kept = bound is None or (value >= bound if least else value <= bound)
    beside = "" if bound is None else f"  (bound {'≥' if least else '≤'} {bound:g} {unit}) {'ok' if kept else 'MISSED'}"
    print(f"  {what:<58} {value:>9.3f} {unit}{beside}", flush=True)


def memory_gb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def compile_seconds() -> float:
    """Compiling every kernel from nothing, in a process of its own."""
    code = "from wandel.core.suitability.engine import best_engine; from wandel.core.suitability.warm import warm; warm(best_engine())"
    with tempfile.TemporaryDirectory() as empty:
        environment = os.environ | {"NUMBA_CACHE_DIR": empty, "PYTHONPATH": str(HERE.parent / "src")}
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], env=environment, check=True)
        return time.perf_counter() - start


def shares_only(parcels: FlatPolygons, cut: dict[str, Any], executor: Executor) -> np.ndarray:
    """Square metres per layer and parcel: what the peers compute too."""
    engine = best_engine()
    starts = [*range(0, len(parcels), 8192), len(parcels)]
    stretches = [parcels.stretch(first, last) for first, last in pairwise(starts)]
    return np.stack(
        [
            np.concatenate(
                list(executor.map(lambda part, one=layer: engine.shared_areas(part, one, 1)[:, 0], stretches))
            )
            for layer in cut.values()
        ]
    )


def with_shapely_tree(shapes: np.ndarray, pieces: dict[str, np.ndarray], executor: Executor) -> np.ndarray:
    """shapely at its best: a tree over small pieces, stretches of parcels in two threads."""
    cuts = [*range(0, len(shapes), 8192), len(shapes)]
    result = np.zeros((len(pieces), len(shapes)))
    for index, parts in enumerate(pieces.values()):
        tree = shapely.STRtree(parts)

        def stretch(
            ends: tuple[int, int], tree: Any = tree, parts: np.ndarray = parts, row: np.ndarray = result[index]
        ) -> None:
            mine, theirs = tree.query(shapes[ends[0] : ends[1]])
            shared = shapely.area(shapely.intersection(shapes[ends[0] : ends[1]][mine], parts[theirs]))
            np.add.at(row, mine + ends[0], shared)

        # The tree is built on first use; once here, so that threads only read it.
        tree.query(shapes[:1])
        list(executor.map(stretch, pairwise(cuts)))
    return result


def duckdb_tables(shapes: np.ndarray, pieces: dict[str, np.ndarray]) -> Any:
    connection = duckdb.connect(config={"allow_unsigned_extensions": "true", "threads": 2})
    folder = Path(find_spec("duckdb_extension_spatial").submodule_search_locations[0])
    found = next(folder.rglob("spatial.duckdb_extension"))
    connection.execute(f"LOAD '{found}'")
    wkb = pa.table({"id": np.arange(len(shapes)), "wkb": shapely.to_wkb(shapes)})
    connection.register("incoming", wkb)
    connection.execute("CREATE TABLE parcels AS SELECT id, ST_GeomFromWKB(wkb) AS geom FROM incoming")
    for name, parts in pieces.items():
        connection.register("incoming", pa.table({"wkb": shapely.to_wkb(parts)}))
        connection.execute(f"CREATE TABLE {name} AS SELECT ST_GeomFromWKB(wkb) AS geom FROM incoming")
    return connection


def with_duckdb(connection: Any, pieces: dict[str, np.ndarray], many: int) -> np.ndarray:
    result = np.zeros((len(pieces), many))
    for index, name in enumerate(pieces):
        rows = connection.execute(
            f"SELECT p.id, sum(ST_Area(ST_Intersection(p.geom, l.geom))) AS area FROM parcels p "
            f"JOIN {name} l ON ST_Intersects(p.geom, l.geom) GROUP BY p.id"
        ).fetchnumpy()
        result[index, rows["id"]] = rows["area"]
    return result


def small_pieces(polygons: FlatPolygons, executor: Executor) -> np.ndarray:
    """A layer united per tile of 250 m: about as many vertices per piece as suits a tree best."""
    with_shapely.TILE = 250.0
    return with_shapely.ENGINE.cut(polygons, executor=executor).polygons


def peers(
    parcels: FlatPolygons, layers: dict[str, FlatPolygons], ours: np.ndarray, seconds: float, processes: Executor
) -> None:
    shapes = to_shapely(parcels)
    start = time.perf_counter()
    pieces = {name: small_pieces(layer, processes) for name, layer in layers.items()}
    say("shapely: layers united and cut per tile of 250 m (once)", time.perf_counter() - start, "s")
    best = float("inf")
    with ThreadPoolExecutor(2) as threads:
        theirs, found = median(lambda: with_shapely_tree(shapes, pieces, threads))
    say("shapely 2 threads: 8 shares", theirs, "s")
    say("  largest difference to ours", float(np.abs(found - ours).max()) * 1e6, "mm²", ALIKE * 1e6)
    best = min(best, theirs)
    try:
        connection = duckdb_tables(shapes, pieces)
    except Exception as error:
        print(f"  DuckDB spatial not measured: {type(error).__name__}: {str(error).splitlines()[0][:120]}")
    else:
        theirs, found = median(lambda: with_duckdb(connection, pieces, len(shapes)))
        say("DuckDB spatial 2 threads: 8 shares", theirs, "s")
        say("  largest difference to ours", float(np.abs(found - ours).max()) * 1e6, "mm²", ALIKE * 1e6)
        best = min(best, theirs)
    folder = land_postgis.binaries()
    if folder is None:
        print("  PostGIS: not installed here, not measured")
    else:
        with land_postgis.server(folder) as server:
            land_postgis.tables(server, shapes, pieces)
            theirs, found = median(lambda: land_postgis.shares(server, list(pieces), len(shapes)))
        say("PostGIS 2 processes: 8 shares", theirs, "s")
        say("  largest difference to ours", float(np.abs(found - ours).max()) * 1e6, "mm²", ALIKE * 1e6)
        best = min(best, theirs)
    say("share step against the best peer", best / seconds, "times", 8, least=True)


def whole(
    parcels: FlatPolygons, cut: dict[str, Any], divided: Divided, slope: Raster, executor: Executor
) -> tuple[Measured, np.ndarray]:
    """Everything after the layers: shares, municipality, distances, slope, neighbours, points, candidates."""
    rules = read_rules(RULES)
    found = measure(parcels, layers=cut, points=land_data.points(), divided=divided, raster=slope, executor=executor)
    factors = factors_of(found, rules)
    points = points_of(factors, rules.weights)
    candidates(found, points, factors, rules)
    return found, points


def main() -> None:
    quick = "--quick" in sys.argv
    engine = best_engine()
    parcels, layers = land_data.parcels(PARCELS), land_data.layers()
    vertices = sum(layer.vertices for layer in layers.values())
    print(
        f"  {len(parcels):,} parcels with {parcels.vertices:,} vertices; {len(layers)} layers, "
        f"{sum(map(len, layers.values())):,} polygons, {vertices:,} vertices; 3,000 points; slope 10 m"
    )
    say("compiling every kernel from nothing (once per installation)", compile_seconds(), "s")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes, ThreadPoolExecutor(2) as threads:
        list(processes.map(abs, range(4)))

        def prepare() -> dict[str, Any]:
            return {name: engine.cut(layer, executor=processes) for name, layer in layers.items()}

        seconds, cut = median(prepare)
        say("layer preparation", seconds, "s", 30)
        divided = Divided(
            engine.cut(from_shapely(land_data.boundaries()), keep_labels=True), tuple(map(str, range(15)))
        )
        slope = land_data.slope()
        seconds, (found, _points) = median(lambda: whole(parcels, cut, divided, slope, threads))
        say("everything after that, candidates included", seconds, "s", 8)
        say("memory of the process at most", memory_gb(), "GB", 1.5)
        after = seconds
        share_seconds, ours = median(lambda: shares_only(parcels, cut, threads))
        say("  of it 8 shares", share_seconds, "s")
        say("  of it neighbours", median(lambda: engine.touching(parcels))[0], "s")
        say("  of it slope", median(lambda: engine.means(parcels, slope))[0], "s")
        rules = read_rules(RULES)
        factors = factors_of(found, rules)
        say("new weights: points of all parcels", 1e3 * median(lambda: points_of(factors, rules.weights))[0], "ms", 100)
        if not quick:
            if "--no-peers" not in sys.argv:
                peers(parcels, layers, ours, share_seconds, processes)
            many = land_data.parcels(MANY)
            print(f"  {len(many):,} parcels with {many.vertices:,} vertices")
            seconds, _result = median(lambda: whole(many, cut, divided, slope, threads), 3)
            say("a million parcels, everything after the layers (of three)", seconds / after, "times", 4.5)


if __name__ == "__main__":
    main()
