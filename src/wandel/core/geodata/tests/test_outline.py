"""An outline somebody pasted is read, mended and measured, or refused with a sentence."""

import json
from typing import Any

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandel.core.geodata.outline import OutlineProblem, read_outline, share_inside, united

METRES = pyproj.Transformer.from_crs(25832, 4326, always_xy=True)


def rectangle(east: float, north: float, width: float, height: float) -> dict[str, Any]:
    """GeoJSON in degrees of a rectangle given in metres (EPSG:25832)."""
    corners = [(0, 0), (width, 0), (width, height), (0, height), (0, 0)]
    ring = [list(METRES.transform(east + x, north + y)) for x, y in corners]
    return {"type": "Polygon", "coordinates": [ring]}


FIELD = rectangle(320_000, 5_623_000, 200, 170)


def test_the_area_is_that_of_the_land_register() -> None:
    found = read_outline(json.dumps(FIELD))
    assert found.area_m2 == pytest.approx(34_000, abs=0.1)
    assert found.geometry["type"] == "Polygon"
    assert 6 < found.lon < 7
    assert 50 < found.lat < 51
    assert found.warnings == ()


@given(st.floats(280_000, 340_000), st.floats(5_600_000, 5_660_000), st.floats(2, 3_000), st.floats(2, 3_000))
def test_width_times_height_is_the_area_wherever_it_lies(east: float, north: float, w: float, h: float) -> None:
    found = read_outline(rectangle(east, north, w, h))
    # Corners are kept to about a centimetre.
    assert found.area_m2 == pytest.approx(w * h, abs=0.02 * (w + h) + 0.01)


def test_features_collections_and_several_parts_are_unwrapped() -> None:
    other = rectangle(321_000, 5_623_000, 100, 100)
    collection = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {}, "geometry": one} for one in (FIELD, other)],
    }
    found = read_outline(collection)
    assert found.geometry["type"] == "MultiPolygon"
    assert found.area_m2 == pytest.approx(44_000, abs=0.2)
    assert united([FIELD, other]).area_m2 == pytest.approx(44_000, abs=0.2)


def test_neighbours_grow_together_and_overlaps_count_once() -> None:
    assert united([FIELD, rectangle(320_100, 5_623_000, 200, 170)]).area_m2 == pytest.approx(51_000, abs=1)


def test_metres_are_understood_where_the_file_says_so() -> None:
    ring = [
        [320_000, 5_623_000],
        [320_200, 5_623_000],
        [320_200, 5_623_170],
        [320_000, 5_623_170],
        [320_000, 5_623_000],
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    given_in_metres = {"type": "Polygon", "coordinates": [ring], "crs": crs}
    assert read_outline(given_in_metres).area_m2 == pytest.approx(34_000, abs=0.1)
    del given_in_metres["crs"]
    with pytest.raises(OutlineProblem, match="metres, not degrees"):
        read_outline(given_in_metres)


def test_an_outline_that_crosses_itself_is_mended_and_says_so() -> None:
    ring = FIELD["coordinates"][0]
    bow = {"type": "Polygon", "coordinates": [[ring[0], ring[2], ring[1], ring[3], ring[0]]]}
    found = read_outline(bow)
    assert found.area_m2 == pytest.approx(17_000, rel=0.01)
    assert "mended" in found.warnings[0].en


def test_heights_are_left_out() -> None:
    with_height = {"type": "Polygon", "coordinates": [[[*point, 120.5] for point in FIELD["coordinates"][0]]]}
    found = read_outline(with_height)
    assert len(found.geometry["coordinates"][0][0]) == 2
    assert "heights" in found.warnings[0].en


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no GeoJSON"),
        ("[" * 100_000, "no GeoJSON"),
        ('{"type": "Poly', "no GeoJSON"),
        ("[1, 2]", "no GeoJSON"),
        ('{"type": "Point", "coordinates": [6.5, 50.8]}', "no area"),
        ('{"type": "Polygon", "coordinates": []}', "no area"),
        ('{"type": "Polygon", "coordinates": [[[6, 50], [6, 50]]]}', "three different corners"),
        ('{"type": "Polygon", "coordinates": [[[6, null], [6, 50], [7, 1]]]}', "not written as GeoJSON"),
        ('{"type": "Polygon", "coordinates": [[[6, NaN], [6, 50], [7, 1]]]}', "not written as GeoJSON"),
        ('{"type": "Polygon", "coordinates": [[6, 50, 7]]}', "not written as GeoJSON"),
        ('{"type": "Polygon", "coordinates": [[[50.7, 6.5], [50.8, 6.5], [50.8, 6.6], [50.7, 6.5]]]}', "swapped"),
        ('{"type": "Polygon", "coordinates": [[[2, 48], [2.1, 48], [2.1, 48.1], [2, 48]]]}', "not lie in Germany"),
        ('{"type": "Polygon", "crs": {"properties": {"name": "EPSG:31466"}}, "coordinates": [[[1, 1]]]}', "EPSG:31466"),
        (json.dumps(rectangle(320_000, 5_623_000, 0.2, 0.2)), "one square metre"),
        (json.dumps(rectangle(300_000, 5_600_000, 90_000, 90_000)), "whole county"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(OutlineProblem, match=sentence) as caught:
        read_outline(text)
    assert caught.value.text.de


def test_half_of_it_may_lie_outside() -> None:
    boundary = rectangle(320_100, 5_623_000, 5_000, 5_000)
    assert share_inside(FIELD, boundary) == pytest.approx(0.5, abs=1e-4)
