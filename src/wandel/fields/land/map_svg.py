"""A map for paper: boundaries, areas in classes, a scale bar in metres, north and source, as one SVG.

Colours are attributes, so the drawing looks the same in a PDF; classes let a page's own sheet change them for a dark
screen. No style attributes: the content security policy forbids them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, floor, log10, radians
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wandel.ui.formats import format_number

Geometry = Mapping[str, Any]
WIDTH = 600.0
MARGIN = 8.0
# Metres of one degree of latitude on the GRS 80 ellipsoid at 51° (5.8 m more or less per 1° further north or south).
METRES_PER_DEGREE = 111_259.0
# The ellipsoid's degree of longitude over the sphere's: 1 + 0.0033 · sin² 51°.
FLATTENING = 1.00205
# The map's drawing takes this much of its width for the scale bar at most.
BAR_SHARE = 0.3
FOOT = 64.0
LINE = 18.0


@dataclass(frozen=True, slots=True)
class SvgClass:
    """A class of the legend: key, what it means, fill colour."""

    key: str
    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class SvgShape:
    """An area (GeoJSON in degrees) and the key of its class."""

    geometry: Geometry
    key: str


@dataclass(frozen=True, slots=True)
class SvgMap:
    """A drawing. ``boundaries``: name and geometry, drawn below and labelled; ``north`` is the letter at the arrow."""

    title: str
    boundaries: Sequence[tuple[str, Geometry]]
    shapes: Sequence[SvgShape]
    classes: Sequence[SvgClass]
    source: str
    north: str = "N"
    identifier: str = field(default="paper-map")

    def alternative(self) -> str:
        """What the drawing shows, in a sentence or two."""
        counts = {one.key: 0 for one in self.classes}
        for shape in self.shapes:
            counts[shape.key] = counts.get(shape.key, 0) + 1
        parts = [f"{one.label}: {format_number(counts[one.key])}" for one in self.classes]
        return f"{_('Map')}: {self.title}. {'; '.join(parts)}".rstrip(". ") + "."

    def svg(self) -> SafeString:
        """The drawing; empty text where nothing has a place."""
        drawn = [
            *(geometry for _name, geometry in self.boundaries),
            *(shape.geometry for shape in self.shapes),
        ]
        points = [point for geometry in drawn for ring in rings(geometry) for point in ring]
        if not points:
            return SafeString("")
        frame = _Frame.around(points)
        classes = {one.key: one for one in self.classes}
        inside = frame.height + FOOT + LINE * len(self.classes)
        return format_html(
            '<svg class="papermap" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}" role="img"'
            ' font-family="Fira Sans" aria-labelledby="{}-title {}-text"><title id="{}-title">{}</title><desc id="{}-text">{}</desc>'
            "{}{}{}{}{}{}{}</svg>",
            f"{WIDTH:.0f}",
            f"{inside:.0f}",
            f"{WIDTH:.0f}",
            f"{inside:.0f}",
            *([self.identifier] * 3),
            self.title,
            self.identifier,
            self.alternative(),
            format_html_join("", "{}", ((self._boundary(frame, geometry),) for _name, geometry in self.boundaries)),
            format_html_join("", "{}", ((_shape(frame, one, classes.get(one.key)),) for one in self.shapes)),
            format_html_join("", "{}", ((_label(frame, name, geometry),) for name, geometry in self.boundaries)),
            _scale(frame),
            _north(self.north),
            _legend(frame, self.classes),
            format_html(
                '<text class="papermap__soft" x="{}" y="{}" font-size="11" fill="#5a6072" text-anchor="end">{}</text>',
                f"{WIDTH - MARGIN:.0f}",
                f"{inside - 10:.0f}",
                self.source,
            ),
        )

    @staticmethod
    def _boundary(frame: "_Frame", geometry: Geometry) -> SafeString:
        return format_html(
            '<path class="papermap__land" fill="#eef1f9" stroke="#98a4c4" stroke-width="1" stroke-linejoin="round"'
            ' fill-rule="evenodd" d="{}"/>',
            frame.path(geometry),
        )


@dataclass(frozen=True, slots=True)
class _Frame:
    """Degrees to units of the drawing, east and north in the same scale at the middle of the map.

    Over a county (half a degree of latitude) lengths at the edge differ by less than half a per cent.
    """

    west: float
    north: float
    per_longitude: float
    per_latitude: float
    height: float
    metres: float

    @classmethod
    def around(cls, points: Sequence[Sequence[float]]) -> "_Frame":
        west, east = min(one[0] for one in points), max(one[0] for one in points)
        south, north = min(one[1] for one in points), max(one[1] for one in points)
        narrow = cos(radians((south + north) / 2)) * FLATTENING
        wide = max((east - west) * narrow, (north - south) / 2, 1e-6)
        per_latitude = (WIDTH - 2 * MARGIN) / wide
        # A tall, narrow area keeps the same scale on both axes and stands in the middle.
        slack = (WIDTH - 2 * MARGIN) / (per_latitude * narrow) - (east - west)
        height = (north - south) * per_latitude + 2 * MARGIN
        return cls(
            west - slack / 2, north, per_latitude * narrow, per_latitude, height, METRES_PER_DEGREE / per_latitude
        )

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (
            MARGIN + (longitude - self.west) * self.per_longitude,
            MARGIN + (self.north - latitude) * self.per_latitude,
        )

    def path(self, geometry: Geometry) -> str:
        return " ".join(
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (self.place(point[0], point[1]) for point in ring)) + "Z"
            for ring in rings(geometry)
        )


def rings(geometry: Geometry) -> Iterator[Sequence[Sequence[float]]]:
    """Every ring of a GeoJSON Polygon or MultiPolygon; nothing for other types."""
    kind, coordinates = geometry.get("type"), geometry.get("coordinates") or []
    for part in coordinates if kind == "MultiPolygon" else [coordinates] if kind == "Polygon" else []:
        yield from part


def _shape(frame: _Frame, shape: SvgShape, kind: SvgClass | None) -> SafeString:
    return format_html(
        '<path class="papermap__shape papermap__shape--{}" fill="{}" stroke="#ffffff" stroke-width="0.5"'
        ' fill-rule="evenodd" d="{}"/>',
        shape.key,
        kind.colour if kind else "#7f9bea",
        frame.path(shape.geometry),
    )


def _label(frame: _Frame, name: str, geometry: Geometry) -> SafeString:
    largest = max(rings(geometry), key=len, default=[])
    if not largest:
        return SafeString("")
    across, up = [point[0] for point in largest], [point[1] for point in largest]
    x, y = frame.place((min(across) + max(across)) / 2, (min(up) + max(up)) / 2)
    # White letters behind dark ones: readable on every class, also where paint-order is not known.
    return format_html(
        '<g class="papermap__label" font-size="12" font-weight="500" text-anchor="middle" aria-hidden="true">'
        '<text x="{}" y="{}" fill="none" stroke="#ffffff" stroke-width="3" stroke-linejoin="round">{}</text>'
        '<text x="{}" y="{}" fill="#171a2b">{}</text></g>',
        *(f"{x:.0f}", f"{y:.0f}", name) * 2,
    )


def bar_metres(longest: float) -> int:
    """The longest of 1, 2 or 5 times a power of ten that is not longer than ``longest`` metres."""
    power = 10 ** floor(log10(max(longest, 1)))
    return int(max(step * power for step in (1, 2, 5) if step * power <= max(longest, 1)))


def _scale(frame: _Frame) -> SafeString:
    metres = bar_metres((WIDTH - 2 * MARGIN) * BAR_SHARE * frame.metres)
    length, top = metres / frame.metres, frame.height + 14
    text = f"{format_number(metres // 1000)} km" if metres >= 1000 else f"{format_number(metres)} m"
    return format_html(
        '<g class="papermap__scale"><path d="M{} {}v6h{}v-6" fill="none" stroke="#171a2b" stroke-width="1.5"/>'
        '<text x="{}" y="{}" font-size="11" fill="#171a2b">0</text>'
        '<text x="{}" y="{}" font-size="11" fill="#171a2b" text-anchor="middle">{}</text></g>',
        f"{MARGIN:.1f}",
        f"{top:.1f}",
        f"{length:.2f}",
        f"{MARGIN:.1f}",
        f"{top + 20:.1f}",
        f"{MARGIN + length:.1f}",
        f"{top + 20:.1f}",
        text,
    )


def _north(letter: str) -> SafeString:
    x = WIDTH - MARGIN - 14
    return format_html(
        '<g class="papermap__north"><path d="M{} 14l7 20-7-5-7 5z" fill="#171a2b"/>'
        '<text x="{}" y="48" font-size="12" font-weight="600" fill="#171a2b" text-anchor="middle">{}</text></g>',
        f"{x:.0f}",
        f"{x:.0f}",
        letter,
    )


def _legend(frame: _Frame, classes: Sequence[SvgClass]) -> SafeString:
    top = frame.height + 46
    return format_html_join(
        "",
        '<g><rect class="papermap__shape--{}" x="{}" y="{}" width="16" height="11" fill="{}" stroke="#7c8397"'
        ' stroke-width="0.5"/><text class="papermap__text" x="{}" y="{}" font-size="12" fill="#171a2b">{}</text></g>',
        (
            (
                one.key,
                f"{MARGIN:.0f}",
                f"{top + LINE * rank:.0f}",
                one.colour,
                f"{MARGIN + 24:.0f}",
                f"{top + LINE * rank + 10:.0f}",
                one.label,
            )
            for rank, one in enumerate(classes)
        ),
    )
