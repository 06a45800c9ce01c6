import json
from typing import Any

import pytest
import shapely

from wandel.core.geodata.shapes import ShapeError, from_geojson, merge, read_shape, split, to_geojson

SQUARE = shapely.box(320_000, 5_631_000, 320_200, 5_631_100)
METRES = "320000 5631000\n320200 5631000\n320200 5631100\n320000 5631100"


def _geojson(area: Any = SQUARE) -> dict[str, Any]:
    return to_geojson(area)


def _line(*points: tuple[float, float]) -> dict[str, Any]:
    bent = to_geojson(shapely.LineString(points).buffer(0.5))
    assert bent["type"] == "Polygon"
    # The ends of a line in degrees: through the same transformation as an area.
    corners = [to_geojson(shapely.Point(point).buffer(0.01).envelope)["coordinates"][0][0] for point in points]
    return {"type": "LineString", "coordinates": corners}


def test_corners_in_metres_become_the_area_they_enclose() -> None:
    assert read_shape(METRES).area == pytest.approx(20_000)
    assert read_shape(METRES.replace(" ", ",")).area == pytest.approx(20_000)
    assert read_shape(METRES.replace(" ", "\t") + "\n\n").area == pytest.approx(20_000)


def test_corners_in_degrees_may_be_written_in_either_order_and_with_a_comma() -> None:
    corners = _geojson()["coordinates"][0][:-1]
    for text in (
        "\n".join(f"{latitude} {longitude}" for longitude, latitude in corners),
        "\n".join(f"{longitude} {latitude}" for longitude, latitude in corners),
        "\n".join(f"{latitude}, {longitude}" for longitude, latitude in corners),
        "\n".join(f"{latitude} {longitude}".replace(".", ",") for longitude, latitude in corners),
    ):
        assert read_shape(text).area == pytest.approx(20_000, abs=2)


def test_geojson_goes_out_and_comes_back_within_a_centimetre() -> None:
    back = read_shape(json.dumps(_geojson()))
    assert back.hausdorff_distance(SQUARE) < 0.02
    feature = {"type": "Feature", "properties": {}, "geometry": _geojson()}
    assert from_geojson(feature).area == pytest.approx(20_000, abs=1)
    collection = {"type": "FeatureCollection", "features": [feature]}
    assert read_shape("\ufeff" + json.dumps(collection)).area == pytest.approx(20_000, abs=1)


def test_geojson_in_metres_says_so_in_its_crs() -> None:
    data = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}},
        "features": [{"type": "Feature", "properties": {}, "geometry": dict(shapely.geometry.mapping(SQUARE))}],
    }
    assert read_shape(json.dumps(data)).area == pytest.approx(20_000)
    data["crs"]["properties"]["name"] = "EPSG:31466"  # type: ignore[index]
    with pytest.raises(ShapeError, match="31466"):
        read_shape(json.dumps(data))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "at least three corners"),
        ("320000 5631000\n320200", "Line 2"),
        ("320000 5631000 12\n1 2\n3 4", "Line 1"),
        ("1 2\n3 4\n5 6", "do not lie in Germany"),
        ("320000 5631000\n320100 5631000\n320200 5631000", "no area"),
        ("320000 5631000\n320200 5631100\n320200 5631000\n320000 5631100", "crosses itself"),
        ('{"type": "Polygon", "coordinates": [[[6', "complete GeoJSON"),
        ('{"type": "Polygon", "coordinates": [[["a", 1]]]}', "cannot be read"),
        ('{"type": "Polygon"}', "cannot be read"),
        ('{"type": "Point", "coordinates": [6.5, 50.8]}', "no area"),
        ('{"type": "FeatureCollection", "features": []}', "holds no area"),
        ('{"type": "Polygon", "coordinates": [[[50.8, 6.5], [50.9, 6.5], [50.9, 6.6], [50.8, 6.5]]]}', "Germany"),
    ],
)
def test_what_is_no_area_is_refused_with_a_sentence_that_helps(text: str, said: str) -> None:
    with pytest.raises(ShapeError) as caught:
        read_shape(text)
    assert said in caught.value.text.en
    assert caught.value.text.de


def test_a_line_across_splits_an_area_and_the_parts_add_up() -> None:
    parts = split(SQUARE, _line((320_050, 5_630_900), (320_050, 5_631_200)))
    assert [round(part.area, -2) for part in parts] == [15_000, 5_000]
    assert sum(part.area for part in parts) == pytest.approx(SQUARE.area)


def test_a_line_that_ends_inside_does_not_split() -> None:
    with pytest.raises(ShapeError, match="does not split"):
        split(SQUARE, _line((320_050, 5_630_900), (320_050, 5_631_050)))
    for wrong in ({}, {"type": "Point", "coordinates": [6.5, 50.8]}, {"type": "LineString", "coordinates": "no"}):
        with pytest.raises(ShapeError):
            split(SQUARE, wrong)


def test_neighbours_join_into_one_part_even_when_their_corners_were_rounded() -> None:
    left, right = shapely.box(0, 0, 100, 100), shapely.box(100.004, 0, 200, 100)
    joined = merge([left, right])
    assert joined.geom_type == "Polygon"
    assert joined.area == pytest.approx(20_000, abs=1)
    assert merge([left, shapely.box(300, 0, 400, 100)]).geom_type == "MultiPolygon"
    with pytest.raises(ShapeError, match="two areas"):
        merge([left])
