"""What must hold for any parcels and any layer."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from wandel.core.geodata.flat import Geometries, from_shapely, to_shapely
from wandel.core.geodata.synthetic import blobs, cadastre
from wandel.core.suitability import with_kernels, with_shapely
from wandel.core.suitability.engine import Engine

KERNEL: Engine = with_kernels.ENGINE
PLAIN: Engine = with_shapely.ENGINE
engines = pytest.mark.parametrize("engine", [KERNEL, PLAIN], ids=lambda engine: engine.name)
seeds = st.integers(0, 10_000)


def county(seed: int) -> tuple[Geometries, Geometries]:
    """Two municipalities with invented parcels, and areas that overlap each other."""
    rng = np.random.default_rng(seed)
    west, south = 280_000 + float(rng.integers(0, 50_000)), 5_600_000 + float(rng.integers(0, 50_000))
    left = shapely.Polygon(
        [(west, south), (west + 700, south + 60), (west + 640, south + 900), (west - 40, south + 800)]
    )
    right = shapely.box(west, south, west + 1_500, south + 800).difference(left)
    parcels = cadastre(np.array([left, right], dtype=object), parcels=60, seed=seed).geometry
    areas = blobs(
        shapely.box(west, south, west + 1_500, south + 800), count=12, vertices=40, radius=(40, 400), seed=seed
    )
    return parcels, areas


def shared(engine: Engine, parcels: Geometries, areas: Geometries) -> np.ndarray:
    return engine.shared_areas(from_shapely(parcels), engine.cut(from_shapely(areas)), 1)[:, 0]


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_the_kernel_and_shapely_measure_the_same(seed: int) -> None:
    parcels, areas = county(seed)
    wanted = shapely.area(shapely.intersection(parcels, shapely.union_all(areas)))
    assert np.allclose(shared(KERNEL, parcels, areas), wanted, rtol=0, atol=1e-6)
    assert np.allclose(shared(PLAIN, parcels, areas), wanted, rtol=0, atol=1e-6)


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_a_share_is_never_negative_and_never_more_than_the_parcel(seed: int) -> None:
    parcels, areas = county(seed)
    found = shared(KERNEL, parcels, areas)
    assert (found > -1e-7).all()
    assert (found < shapely.area(parcels) + 1e-7).all()


@engines
@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_the_parts_in_the_municipalities_sum_to_the_parcel(engine: Engine, seed: int) -> None:
    parcels, _areas = county(seed)
    whole = shapely.union_all(parcels).buffer(10)
    west, south, east, north = whole.bounds
    middle = (west + east) / 2 + seed % 37
    map_ = np.array([whole & shapely.box(west, south, middle, north), whole & shapely.box(middle, south, east, north)])
    cells = engine.cut(from_shapely(map_), keep_labels=True)
    found = engine.shared_areas(from_shapely(parcels), cells, 2)
    assert np.allclose(found.sum(axis=1), shapely.area(parcels), rtol=0, atol=1e-6)


@engines
@settings(max_examples=10, deadline=None)
@given(seed=seeds)
def test_a_split_parcel_adds_up(engine: Engine, seed: int) -> None:
    parcels, areas = county(seed)
    middle = float(shapely.get_x(shapely.centroid(parcels)).mean())
    west = shapely.intersection(parcels, shapely.box(0, 0, middle, 1e7))
    east = shapely.intersection(parcels, shapely.box(middle, 0, 1e7, 1e7))
    both = shared(engine, west, areas) + shared(engine, east, areas)
    assert np.allclose(both, shared(engine, parcels, areas), rtol=0, atol=1e-6)


@engines
@settings(max_examples=10, deadline=None)
@given(seed=seeds, dx=st.integers(-9_000, 9_000), dy=st.integers(-9_000, 9_000))
def test_moving_everything_changes_nothing(engine: Engine, seed: int, dx: int, dy: int) -> None:
    parcels, areas = county(seed)
    moved = [shapely.transform(shapes, lambda c: c + np.array((dx, dy))) for shapes in (parcels, areas)]
    assert np.allclose(shared(engine, *moved), shared(engine, parcels, areas), rtol=0, atol=1e-6)


@settings(max_examples=10, deadline=None)
@given(seeds, st.floats(0, 6.28))
def test_turning_everything_changes_nothing(seed: int, angle: float) -> None:
    parcels, areas = county(seed)
    centre = shapely.get_coordinates(shapely.centroid(parcels[:1]))[0]
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    turned = [shapely.transform(shapes, lambda c: (c - centre) @ turn + centre) for shapes in (parcels, areas)]
    # Turning rounds every vertex to the nanometre; a long border makes that some 1e-6 m².
    assert np.allclose(shared(KERNEL, *turned), shared(KERNEL, parcels, areas), rtol=0, atol=2e-5)


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_both_engines_find_the_same_neighbours(seed: int) -> None:
    parcels, _areas = county(seed)
    flat = from_shapely(parcels)
    assert np.array_equal(KERNEL.touching(flat), PLAIN.touching(flat))


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_an_invented_cadastre_fills_its_boundaries_without_overlap(seed: int) -> None:
    parcels, _areas = county(seed)
    assert shapely.is_valid(parcels).all()
    assert shapely.area(parcels).sum() == pytest.approx(shapely.union_all(parcels).area, abs=1e-5)


def test_parcels_outside_the_layer_and_empty_ones_share_nothing() -> None:
    far = np.array([shapely.box(0, 0, 10, 10), shapely.MultiPolygon(), shapely.box(1e6, 6e6, 1e6 + 5, 6e6 + 5)])
    _parcels, areas = county(1)
    for engine in (KERNEL, PLAIN):
        assert shared(engine, far, areas).tolist() == [0.0, 0.0, 0.0]
        assert shared(engine, far, np.array([], dtype=object)).tolist() == [0.0, 0.0, 0.0]


def test_a_saved_layer_reads_back_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    parcels, areas = county(3)
    flat = from_shapely(parcels)
    for engine in (KERNEL, PLAIN):
        path = tmp_path_factory.mktemp(engine.name) / "layer.npz"
        cut = engine.cut(from_shapely(areas))
        cut.save(path)
        assert np.array_equal(engine.shared_areas(flat, engine.load(path), 1), engine.shared_areas(flat, cut, 1))


def test_flat_arrays_of_a_stretch_are_the_features_of_that_stretch() -> None:
    parcels, _areas = county(5)
    flat = from_shapely(parcels)
    there = to_shapely(flat.stretch(7, 31))
    assert shapely.equals(there, parcels[7:31]).all()
