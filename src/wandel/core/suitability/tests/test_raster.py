"""Rasters: read, turned into slopes, averaged over parcels."""

import gzip
from pathlib import Path

import numpy as np
import pytest
import shapely

from wandel.core.geodata.flat import from_shapely
from wandel.core.suitability import with_kernels, with_shapely
from wandel.core.suitability.engine import Engine
from wandel.core.suitability.raster import Raster, RasterError, read_raster, slope_of
from wandel.core.suitability.tests.test_properties import county

GRID = """ncols 3
nrows 2
xllcorner 300000
yllcorner 5600000
cellsize 10
NODATA_value -9999
1 2 3
4 5 -9999
"""
engines = pytest.mark.parametrize("engine", [with_kernels.ENGINE, with_shapely.ENGINE], ids=lambda one: one.name)


def test_an_ascii_grid_reads_from_the_north(tmp_path: Path) -> None:
    (tmp_path / "g.asc").write_text(GRID)
    with gzip.open(tmp_path / "g.asc.gz", "wt") as stream:
        stream.write(GRID)
    for name in ("g.asc", "g.asc.gz"):
        found = read_raster(tmp_path / name)
        assert (found.west, found.north, found.pixel) == (300_000, 5_600_020, 10)
        assert found.values[0].tolist() == [1, 2, 3]
        assert np.isnan(found.values[1, 2])


def test_points_read_like_the_grid_they_form(tmp_path: Path) -> None:
    (tmp_path / "g.xyz").write_text("300005 5600015 1\n300015 5600015 2\n300005 5600005 4\n")
    found = read_raster(tmp_path / "g.xyz")
    assert (found.west, found.north, found.pixel) == (300_000, 5_600_020, 10)
    assert found.values[:, 0].tolist() == [1, 4]
    assert np.isnan(found.values[1, 1])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tif", "II*"),
        ("a.asc", GRID[:60]),
        ("a.asc", ""),
        ("a.xyz", "1 2\n"),
        ("a.xyz", "0 0 1\n3 0 1\n7 0 1\n"),
        ("a.asc.gz", "x"),
    ],
)
def test_a_raster_that_cannot_be_used_gets_a_sentence(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(RasterError, match="raster"):
        read_raster(tmp_path / name)


def test_the_slope_of_a_plane_is_its_slope() -> None:
    x, y = np.meshgrid(np.arange(6) * 10.0, np.arange(5) * 10.0)
    slope = slope_of(Raster(0.03 * x + 0.04 * y, 0, 50, 10)).values
    assert np.allclose(slope[1:-1, 1:-1], 5.0)
    assert np.isnan(slope[0]).all()


@engines
def test_the_mean_weighs_pixels_by_the_area_shared(engine: Engine) -> None:
    raster = Raster(np.array([[1.0, 2.0], [3.0, np.nan]]), 0.0, 20.0, 10.0)
    shapes = [
        shapely.box(5, 10, 15, 20),  # half of 1, half of 2
        shapely.box(0, 0, 20, 20),  # the unknown pixel does not count
        shapely.Polygon([(0, 0), (10, 0), (0, 10)]),  # half of 3
        shapely.box(-10, 0, 5, 10),  # half of it lies beside the raster
        shapely.box(12, 2, 18, 8),  # nothing known
        shapely.box(100, 100, 110, 110),
    ]
    found = engine.means(from_shapely(np.array(shapes)), raster)
    assert found[:4] == pytest.approx([1.5, 2.0, 3.0, 3.0])
    assert np.isnan(found[4:]).all()


def test_both_engines_average_alike() -> None:
    parcels, _areas = county(11)
    west, _south, _east, north = shapely.total_bounds(parcels)
    values = np.random.default_rng(1).uniform(0, 20, (40, 60))
    raster = Raster(values, west - 3, north + 7, 31.0)
    flat = from_shapely(parcels)
    assert np.allclose(with_kernels.ENGINE.means(flat, raster), with_shapely.ENGINE.means(flat, raster), equal_nan=True)


def test_holes_are_left_out_of_the_mean() -> None:
    ring = shapely.box(0, 0, 30, 30).difference(shapely.box(10, 10, 20, 20))
    values = np.full((3, 3), 2.0)
    values[1, 1] = 1_000.0
    for engine in (with_kernels.ENGINE, with_shapely.ENGINE):
        assert engine.means(from_shapely(np.array([ring])), Raster(values, 0, 30, 10)) == pytest.approx([2.0])
