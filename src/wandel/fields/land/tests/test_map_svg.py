"""The drawing for paper: to scale, without styles, every class named."""

import re
import xml.etree.ElementTree as ET

import pytest
from pyproj import Geod

from wandel.core.geodata.shapes import to_geojson
from wandel.fields.land.map_svg import SvgClass, SvgMap, SvgShape, bar_metres
from wandel.fields.land.tests.map_cast import square

CLASSES = [SvgClass("low", "gering", "#c9d6f7"), SvgClass("high", "hoch", "#2144ab")]


def _map(**changes):
    facts = {
        "title": "Wohnen & Arbeiten <1 ha>",
        "boundaries": [("Jülich", to_geojson(square(0, 0, 30_000)))],
        "shapes": [SvgShape(to_geojson(square(1000, 1000, 500)), "high")],
        "classes": CLASSES,
        "source": "© GeoBasis-DE / BKG",
    }
    return SvgMap(**{**facts, **changes})


def test_the_drawing_is_well_formed_and_carries_no_style():
    root = ET.fromstring(_map().svg())  # noqa: S314 – our own drawing
    assert root.get("viewBox")
    assert "style=" not in _map().svg()
    text = " ".join(root.itertext())
    for word in ("Wohnen & Arbeiten <1 ha>", "© GeoBasis-DE / BKG", "gering", "hoch", "Jülich", "N"):
        assert word in text


def test_the_alternative_counts_each_class():
    assert "gering: 0; hoch: 1" in _map().alternative()


def test_the_scale_bar_is_as_long_as_it_says():
    svg = _map().svg()
    length = float(re.search(r"papermap__scale\"><path d=\"M[\d.]+ [\d.]+v6h([\d.]+)v-6", svg).group(1))
    kilometres = int(re.search(r"(\d+) km</text>", svg).group(1))
    path = re.search(r'papermap__land"[^>]* d="M([^"]+)Z"', svg).group(1)
    points = [tuple(float(one) for one in point.split()) for point in path.split("L")]
    corners = to_geojson(square(0, 0, 30_000))["coordinates"][0]
    for (x1, y1), (x2, y2), start, end in zip(points, points[1:], corners, corners[1:], strict=False):
        _from, _to, metres = Geod(ellps="GRS80").inv(*start, *end)
        drawn = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5 / length * kilometres * 1000
        assert drawn == pytest.approx(metres, rel=0.005)


@pytest.mark.parametrize(
    ("longest", "bar"), [(0.2, 1), (1, 1), (4.9, 2), (5, 5), (999, 500), (1000, 1000), (23_000, 20_000)]
)
def test_the_bar_is_a_round_number(longest, bar):
    assert bar_metres(longest) == bar


def test_a_map_of_nothing_is_nothing_and_strange_shapes_are_left_out():
    assert _map(boundaries=[], shapes=[]).svg() == ""
    point = {"type": "Point", "coordinates": [6.5, 50.8]}
    assert "papermap__shape--high" in _map(shapes=[SvgShape(point, "high")]).svg()
    assert _map(boundaries=[], shapes=[SvgShape(to_geojson(square(0, 0, 100)), "unknown")]).svg()
