"""Map tiles of a county's 280,000 parcels: rebuilt with two processes, and single tiles read."""

import importlib
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

PARCELS, CORNERS, CORES = 280_000, 12, 2
BOUND_BUILD_S, BOUND_TILE_MS, READS = 20.0, 20.0, 2000
# South-western corner of a square about as large as the county, metres in EPSG:25832.
WEST, SOUTH, SIDE = 305_000.0, 5_600_000.0, 30_600.0


def parcels() -> object:
    """Rectangles on a jittered grid, every side broken by jittered vertices: 13 vertices each, 3.6 million in all."""
    flat = importlib.import_module("wandel.core.geodata.flat")
    dice = np.random.default_rng(7)
    columns = int(PARCELS**0.5) + 1
    step = SIDE / columns
    index = np.arange(PARCELS)
    centre = np.column_stack((index % columns, index // columns)) * step + [WEST + step / 2, SOUTH + step / 2]
    angle = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    square = np.column_stack((np.cos(angle), np.sin(angle)))
    square /= np.abs(square).max(axis=1, keepdims=True)
    ring = centre[:, None, :] + square[None] * step * 0.48 + dice.normal(0, step * 0.01, (PARCELS, CORNERS, 2))
    closed = np.concatenate((ring, ring[:, :1]), axis=1)
    rings = np.arange(PARCELS + 1) * (CORNERS + 1)
    one = np.arange(PARCELS + 1)
    return flat.FlatPolygons(closed.reshape(-1, 2), rings, one, one)


def main() -> None:
    archive = importlib.import_module("wandel.core.tiles.archive")
    layers = importlib.import_module("wandel.core.tiles.layers")
    mvt = importlib.import_module("wandel.core.tiles.mvt")
    projection = importlib.import_module("wandel.core.tiles.projection")
    reading = importlib.import_module("wandel.core.tiles.reading")
    flat = parcels()
    layer = layers.TileLayer("parcels", flat, np.arange(PARCELS, dtype=np.uint64), (12, 16))
    with tempfile.TemporaryDirectory(prefix="wandel-bench-") as directory:
        path = Path(directory) / "tiles" / "parcels-1.pmtiles"
        path.parent.mkdir()
        few = layers.TileLayer("warm", layers.take(flat, np.arange(100)), np.arange(100, dtype=np.uint64), (12, 12))
        began = time.perf_counter()
        archive.write_archive(path, [few], metadata={})
        print(
            f"tiles: kernel {'compiled or loaded' if mvt.COMPILED else 'missing (numpy)'} in {time.perf_counter() - began:.1f} s"
        )
        times = []
        with ProcessPoolExecutor(CORES) as pool:
            list(pool.map(abs, range(CORES)))
            for _run in range(5):
                began = time.perf_counter()
                written = archive.write_archive(path, [layer], metadata={"public": True}, executor=pool)
                times.append(time.perf_counter() - began)
        build = statistics.median(times)
        peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1e6
        print(
            f"tiles: {len(flat):,} parcels, {flat.vertices:,} vertices, z12-16: {written.tiles:,} tiles, {written.size / 1e6:.0f} MB "
            f"in {build:.1f} s (median of 5, {min(times):.1f} to {max(times):.1f}; bound {BOUND_BUILD_S:.0f} s), "
            f"largest process {peak:.2f} GB, {'ok' if build <= BOUND_BUILD_S else 'MISSED'}"
        )
        kept = reading.open_archive(path)
        world = layers.with_coords(flat, projection.to_world(flat.coords))
        found = {zoom: mvt.tiles_of(world, zoom)[1:] for zoom in (12, 14, 16)}
        dice = random.Random(7)
        asked = [(zoom, dice.randrange(len(found[zoom][0]))) for zoom in dice.choices([12, 14, 16], k=READS)]
        addresses = [(zoom, int(found[zoom][0][at]), int(found[zoom][1][at])) for zoom, at in asked]
        good = build <= BOUND_BUILD_S
        good &= report("read from the archive", kept.tile, addresses)
        good &= report("served by the page", served(directory), addresses)
    sys.exit(not good)


def report(name: str, read: Callable[[int, int, int], bytes | None], addresses: list[tuple[int, int, int]]) -> bool:
    """Time each read and print it beside its bound."""
    reads, sizes = [], []
    for zoom, column, row in addresses:
        began = time.perf_counter()
        content = read(zoom, column, row)
        reads.append((time.perf_counter() - began) * 1000)
        sizes.append(len(content or b""))
    p95 = statistics.quantiles(reads, n=20)[-1]
    print(
        f"tiles: a tile {name} p50 {statistics.median(reads):.2f} ms, p95 {p95:.2f} ms (bound {BOUND_TILE_MS:.0f} ms), "
        f"largest {max(sizes) / 1e3:.0f} kB, {'ok' if p95 <= BOUND_TILE_MS else 'MISSED'}"
    )
    return p95 <= BOUND_TILE_MS


def served(directory: str) -> Callable[[int, int, int], bytes]:
    """The view of a public archive with everything the product puts around a request."""
    os.environ["WANDEL_DATA_DIR"] = directory
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wandel.web.settings")
    importlib.import_module("django").setup()
    client = importlib.import_module("django.test").Client(headers={"accept-encoding": "gzip"})

    def read(zoom: int, column: int, row: int) -> bytes:
        answer = client.get(f"/land/open/tiles/parcels-1/{zoom}/{column}/{row}.mvt")
        assert answer.status_code == 200, answer.status_code
        return bytes(answer.content)

    return read


if __name__ == "__main__":
    main()
