"""Flat arrays say the same as shapely."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from wandel.core.geodata.flat import FlatPolygons, from_shapely, to_shapely

FAR = (32_300_000.0 - 32_000_000.0, 5_630_000.0)


def place() -> np.ndarray:
    x, y = FAR
    field = shapely.box(x, y, x + 100, y + 50)
    with_pond = shapely.Polygon(field.exterior.coords, [shapely.box(x + 10, y + 10, x + 20, y + 20).exterior.coords])
    two = shapely.MultiPolygon([shapely.box(x + 200, y, x + 210, y + 10), shapely.box(x + 220, y, x + 225, y + 10)])
    return np.array([with_pond, two, shapely.MultiPolygon(), None, field], dtype=object)


def test_polygons_come_back_as_they_went_in() -> None:
    there = place()
    back = to_shapely(from_shapely(there))
    for before, after in zip(there, back, strict=True):
        assert after.is_empty if before is None or before.is_empty else after.normalize() == before.normalize()


def test_areas_and_bounds_are_shapelys_to_the_last_square_millimetre() -> None:
    there = place()
    flat = from_shapely(there)
    wanted = np.array([0.0 if one is None else one.area for one in there])
    assert np.allclose(flat.areas(), wanted, rtol=0, atol=1e-6)
    bounds = flat.bounds()
    assert np.isnan(bounds[2]).all()
    assert np.array_equal(bounds[1], shapely.bounds(there[1]))


def test_a_saved_file_reads_back_the_same(tmp_path: Path) -> None:
    flat = from_shapely(place())
    flat.save(tmp_path / "flat.npz")
    again = FlatPolygons.load(tmp_path / "flat.npz")
    assert np.array_equal(again.coords, flat.coords)
    assert np.array_equal(again.features, flat.features)
    assert [path.name for path in tmp_path.iterdir()] == ["flat.npz"]


def test_nothing_at_all_is_no_features() -> None:
    assert len(from_shapely(np.array([], dtype=object))) == 0
    assert from_shapely(np.array([None], dtype=object)).areas().tolist() == [0.0]


def test_a_line_cannot_be_laid_flat() -> None:
    with pytest.raises(ValueError, match="polygons"):
        from_shapely(np.array([shapely.LineString([(0, 0), (1, 1)])], dtype=object))
