from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from wandel.core.geodata.flat import from_shapely
from wandel.core.tiles import clip_numpy, mvt
from wandel.core.tiles.layers import CodedLayer, Indices, TileLayer, take, with_coords
from wandel.core.tiles.mvt import BUFFER, EXTENT, coded, encode_layer, encode_layer_plainly, tiles_of
from wandel.core.tiles.projection import to_degrees, to_world
from wandel.core.tiles.tests.decoder import decode

# Düren town hall's surroundings, metres in EPSG:25832.
EAST, NORTH = 320_000.0, 5_631_000.0


def _layer(geometries: list[Any], attributes: dict[str, Any]) -> CodedLayer:
    flat = from_shapely(np.array(geometries, dtype=object))
    layer = TileLayer("parcels", flat, np.arange(7, 7 + len(flat)), (12, 16), attributes)
    return coded(layer, to_world(flat.coords))


def _unit_layer(geometries: list[Any]) -> CodedLayer:
    """Polygons given in the units of the one tile of zoom 0."""
    flat = from_shapely(np.array(geometries, dtype=object))
    return CodedLayer(
        "parcels",
        with_coords(flat, flat.coords / EXTENT),
        np.arange(len(flat), dtype=np.uint64),
        (0, 0),
        (),
        np.zeros((len(flat), 0), dtype=np.int64),
        (),
    )


def _everything(layer: CodedLayer) -> Indices:
    return np.arange(len(layer.polygons))


def _tile_box() -> Any:
    return shapely.box(-BUFFER, -BUFFER, EXTENT + BUFFER, EXTENT + BUFFER)


def _area(feature: dict[str, Any]) -> float:
    return sum(float(shapely.Polygon(rings[0], rings[1:]).area) for rings in feature["polygons"])


def test_a_square_comes_back_with_its_number_its_words_and_its_corners() -> None:
    square = shapely.box(100, 200, 300, 500)
    layer = _unit_layer([square])
    feature = decode(encode_layer(layer, _everything(layer), 0, 0, 0))["parcels"][0]
    assert feature["id"] == 0
    assert shapely.Polygon(feature["polygons"][0][0]).equals(square)


def test_attributes_are_stored_once_and_read_back() -> None:
    squares = [shapely.box(EAST + 40 * n, NORTH, EAST + 40 * n + 30, NORTH + 30) for n in range(4)]
    layer = _layer(squares, {"kind": ["Acker", "Wald", "Acker", "Straße"], "class": np.array([3, -2, 3, 0])})
    features, columns, rows = tiles_of(layer.polygons, 14)
    tile = encode_layer(layer, features[(columns == columns[0]) & (rows == rows[0])], 14, columns[0], rows[0])
    assert tile.count(b"Acker") == 1
    assert [feature["properties"] for feature in decode(tile)["parcels"]] == [
        {"kind": "Acker", "class": 3},
        {"kind": "Wald", "class": -2},
        {"kind": "Acker", "class": 3},
        {"kind": "Straße", "class": 0},
    ]


def test_a_hole_winds_against_its_outer_ring_and_stays_a_hole() -> None:
    ring = shapely.box(100, 100, 900, 900)
    for shape in (
        ring.difference(shapely.box(200, 200, 300, 300)),
        shapely.reverse(ring.difference(ring.centroid.buffer(90))),
    ):
        layer = _unit_layer([shape])
        (feature,) = decode(encode_layer(layer, _everything(layer), 0, 0, 0))["parcels"]
        assert len(feature["polygons"]) == 1
        assert len(feature["polygons"][0]) == 2
        assert _area(feature) == pytest.approx(shape.area, rel=0.01)


def test_what_is_too_small_for_the_grid_is_left_out_with_its_holes() -> None:
    layer = _unit_layer([shapely.box(10.1, 10.1, 10.3, 90), shapely.Polygon(), shapely.box(20, 20, 30, 30)])
    assert [feature["id"] for feature in decode(encode_layer(layer, _everything(layer), 0, 0, 0))["parcels"]] == [2]
    assert encode_layer(layer, np.array([0, 1]), 0, 0, 0) == b""


def test_a_tile_holds_no_vertex_beyond_its_buffer() -> None:
    wide = shapely.Point(0, 0).buffer(9000, 90)
    layer = _unit_layer([wide])
    (feature,) = decode(encode_layer(layer, _everything(layer), 0, 0, 0))["parcels"]
    corners = np.array([point for rings in feature["polygons"] for ring in rings for point in ring])
    assert corners.min() >= -BUFFER
    assert corners.max() <= EXTENT + BUFFER


def test_projection_ends_in_the_county_and_treats_every_point_alike() -> None:
    world = to_world(np.array([[EAST, NORTH]]))
    longitude, latitude = to_degrees(world)[0]
    assert 6.4 < longitude < 6.5
    assert 50.7 < latitude < 50.9
    many = np.repeat([[EAST, NORTH]], 7, axis=0)
    assert np.array_equal(to_world(many), np.repeat(world, 7, axis=0))


corner = st.tuples(st.floats(-900, 5000), st.floats(-900, 5000))
polygon = (
    st.lists(corner, min_size=3, max_size=14)
    .map(lambda points: shapely.MultiPoint(points).convex_hull)
    .filter(lambda shape: shape.geom_type == "Polygon" and shape.area > 1)
)
holed = (
    st.tuples(polygon, polygon)
    .map(lambda pair: pair[0].difference(pair[1]))
    .filter(lambda shape: shape.geom_type in {"Polygon", "MultiPolygon"} and shape.area > 1 and shape.is_valid)
)


@given(st.lists(st.one_of(polygon, holed), min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_areas_in_a_tile_are_those_of_an_exact_clip_within_the_grid(shapes: list[Any]) -> None:
    layer = _unit_layer(shapes)
    found = {
        feature["id"]: sum(
            shapely.Polygon(ring).area * (1 if rank == 0 else -1)
            for rings in feature["polygons"]
            for rank, ring in enumerate(rings)
        )
        for feature in decode(encode_layer(layer, _everything(layer), 0, 0, 0)).get("parcels", [])
    }
    for number, shape in enumerate(shapes):
        exact = shapely.intersection(shape, _tile_box())
        # Each vertex moves by half a unit along both axes at most; the tile's own edge can be walked twice more.
        vertices = shapely.get_num_coordinates(exact)
        allowed = exact.length * 0.75 + vertices + 1
        assert abs(found.get(number, 0.0) - exact.area) <= allowed


@given(st.lists(st.one_of(polygon, holed), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
@pytest.mark.skipif(not mvt.COMPILED, reason="numba is not installed, so there is one path only")
def test_with_and_without_numba_a_tile_is_the_same_bytes(shapes: list[Any]) -> None:
    layer = _unit_layer(shapes)
    for zoom, column, row in ((0, 0, 0), (1, 0, 0), (3, 2, 5)):
        assert encode_layer(layer, _everything(layer), zoom, column, row) == encode_layer_plainly(
            layer, _everything(layer), zoom, column, row
        )


def test_every_feature_is_found_in_each_tile_it_touches() -> None:
    square = shapely.box(1000, 1000, 3100, 2000)
    layer = _unit_layer([square, shapely.Polygon()])
    features, columns, rows = tiles_of(layer.polygons, 2)
    assert set(features) == {0}
    assert {(column, row) for column, row in zip(columns, rows, strict=True)} == {
        (column, row) for column in range(4) for row in range(2)
    }


def test_taking_features_keeps_their_rings_apart() -> None:
    shapes = [shapely.box(n, 0, n + 1, 1).difference(shapely.Point(n + 0.5, 0.5).buffer(0.2)) for n in range(5)]
    flat = from_shapely(np.array([*shapes, shapely.MultiPolygon([shapes[0], shapes[3]]), None], dtype=object))
    chosen = take(flat, np.array([5, 6, 1]))
    assert chosen.areas() == pytest.approx([shapes[0].area + shapes[3].area, 0, shapes[1].area])


def test_layers_of_different_lengths_are_refused() -> None:
    flat = from_shapely(np.array([shapely.box(0, 0, 1, 1)], dtype=object))
    with pytest.raises(ValueError, match="differ in length"):
        TileLayer("parcels", flat, np.arange(2), (12, 16))
    with pytest.raises(ValueError, match="not a range"):
        TileLayer("parcels", flat, np.arange(1), (16, 12))


def test_long_numbers_are_written_in_full() -> None:
    words = np.array([0, 127, 128, 16383, 16384, 2**31])
    packed, starts = clip_numpy._varints(words)
    assert [packed[start:end].tobytes() for start, end in pairwise(starts)] == [mvt.varint(int(word)) for word in words]
    assert mvt.varint(-2) == b"\xfe" + b"\xff" * 8 + b"\x01"
