"""The county the land bench measures: invented parcels and layers inside the real boundaries, made once and kept."""

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

import numpy as np
import pyproj
import shapely

from wandel.core.geodata import synthetic
from wandel.core.geodata.flat import FlatPolygons, from_shapely
from wandel.core.suitability.raster import Raster

KEPT = ROOT / ".cache" / "bench_land_1"
SEED = 20_261


def boundaries() -> np.ndarray:
    """The 15 municipalities in EPSG:25832."""
    features = json.loads((ROOT / "profiles/kreis_dueren/boundaries.geojson").read_text())["features"]
    shapes = np.array([shapely.geometry.shape(feature["geometry"]) for feature in features])
    project = pyproj.Transformer.from_crs(4326, 25832, always_xy=True).transform
    return shapely.transform(shapes, lambda c: np.column_stack(project(c[:, 0], c[:, 1])))


def parcels(count: int) -> FlatPolygons:
    path = KEPT / f"parcels_{count}.npz"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        start = time.perf_counter()
        with ProcessPoolExecutor(2) as executor:
            made = synthetic.cadastre(boundaries(), parcels=count, seed=SEED, executor=executor)
        from_shapely(made.geometry).save(path)
        print(f"(made {len(made):,} invented parcels in {time.perf_counter() - start:.0f} s, once)")
    return FlatPolygons.load(path)


def layers() -> dict[str, FlatPolygons]:
    """Eight layers, about 2.6 million vertices; most overlap themselves."""
    path = KEPT / "layers"
    names = {
        "hochwasser": lambda whole: synthetic.bands(whole, count=135, vertices=750, width=(30, 160), step=25, seed=11),
        "natura": lambda whole: synthetic.blobs(whole, count=320, vertices=1500, radius=(100, 1500), seed=12),
        "biotopverbund": lambda whole: synthetic.blobs(whole, count=1550, vertices=260, radius=(50, 500), seed=13),
        "wald": lambda whole: synthetic.blobs(whole, count=1900, vertices=250, radius=(40, 700), seed=14),
        "boden": lambda whole: synthetic.blobs(whole, count=1800, vertices=200, radius=(60, 600), seed=15),
        "laerm": lambda whole: synthetic.bands(whole, count=165, vertices=520, width=(60, 300), step=40, seed=16),
        "tagebau": lambda whole: synthetic.blobs(whole, count=45, vertices=3000, radius=(300, 2500), seed=17),
        "wasserschutz": lambda whole: synthetic.blobs(whole, count=3650, vertices=90, radius=(20, 250), seed=18),
    }
    if not path.exists():
        path.mkdir(parents=True)
        whole = shapely.union_all(boundaries())
        for name, make in names.items():
            from_shapely(make(whole)).save(path / f"{name}.npz")
    return {name: FlatPolygons.load(path / f"{name}.npz") for name in names}


def points() -> dict[str, np.ndarray]:
    """Five sets of 600 points."""
    west, south, east, north = shapely.union_all(boundaries()).bounds
    rng = np.random.default_rng(SEED)
    names = ("halt", "schule", "kita", "arzt", "laden")
    return {name: rng.uniform((west, south), (east, north), (600, 2)) for name in names}


def slope() -> Raster:
    bounds = shapely.union_all(boundaries()).bounds
    values = synthetic.slope_raster(bounds, pixel=10.0, seed=3).astype(np.float32)
    return Raster(values, bounds[0], bounds[3], 10.0)
