"""Published sites as OGC API Features serves them: chosen by box, time and property, each with nothing but public facts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from wandel.fields.land.queries.public import drawn_sites, feature_of
from wandel.web.api.parameters import OFFSET, Parameter, matching, number, read_day, read_instant, whole

Box = tuple[float, float, float, float]
MOST_FEATURES = 1000
USUAL_FEATURES = 100
# Plain columns a client may ask for by value.
PROPERTIES = ("number", "kind", "use", "development", "available_from")


@dataclass(frozen=True)
class Span:
    """From a day to a day, both included; None is open."""

    begins: date | None
    ends: date | None


def read_box(text: str) -> tuple[Box, ...]:
    """Four numbers, or six with heights that change nothing; a box across the 180th meridian becomes two. ValueError."""
    parts = text.split(",")
    values = [float(part) for part in parts if part.strip() == part and part.isascii()]
    if len(values) != len(parts) or len(values) not in {4, 6} or not all(map(math.isfinite, values)):
        raise ValueError(text)
    half = len(values) // 2
    west, south, east, north = values[0], values[1], values[half], values[half + 1]
    if south > north or max(abs(south), abs(north)) > 90 or max(abs(west), abs(east)) > 180:
        raise ValueError(text)
    if west <= east:
        return ((west, south, east, north),)
    return ((west, south, 180.0, north), (-180.0, south, east, north))


def read_span(text: str) -> Span:
    """An instant or an interval with ".." or nothing for an open end. ValueError."""

    def end(part: str) -> date | None:
        if part in {"", ".."}:
            return None
        return timezone.localdate(read_instant(part)) if "T" in part else read_day(part)

    first, stroke, last = text.partition("/")
    if not stroke:
        day = end(first)
        if day is None:
            raise ValueError(text)
        return Span(day, day)
    span = Span(end(first), end(last))
    if span.begins and span.ends and span.begins > span.ends:
        raise ValueError(text)
    return span


LIMIT = Parameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": MOST_FEATURES},
    "How many features at most; more than the most is read as the most.",
    lambda text: min(whole(text, 1, 999_999_999), MOST_FEATURES),
    lambda: _("Write a whole number from %(low)s to %(high)s.") % {"low": 1, "high": MOST_FEATURES}, USUAL_FEATURES,
)  # fmt: skip
BBOX = Parameter(
    "bbox", {"type": "string", "examples": ["6.3,50.7,6.7,51.0"]},
    "West, south, east and north in degrees (CRS84): what touches the box, and what has no outline.", read_box,
    lambda: _("Write west, south, east and north in degrees, like 6.3,50.7,6.7,51.0."),
)  # fmt: skip
DATETIME = Parameter(
    "datetime", {"type": "string", "examples": ["2026-01-01/.."]},
    "Published on this day or in this interval (RFC 3339, .. for an open end).", read_span,
    lambda: _("Write a day like 2026-11-23 or an interval like 2026-01-01/.. – the beginning first."),
)  # fmt: skip


def _word(name: str, description: str) -> Parameter:
    return matching(name, description, "[A-Za-z0-9_-]{1,20}", lambda: _("Write a key of up to 20 letters and digits."))


SELECTING = (
    BBOX, DATETIME, LIMIT, OFFSET,
    matching("ags", "Only this municipality, by its AGS.", "[0-9]{8}", lambda: _("Write an AGS: 8 digits.")),
    _word("number", "Only the site with this number."), _word("kind", "Only this kind of area."),
    _word("use", "Only this use: residential, commercial or mixed."),
    _word("development", "Only inner or outer development."),
    number("available_from", "Only sites that can be built on from exactly this year.", 1900, 2200),
)  # fmt: skip


def touches(geometry: dict[str, Any] | None, boxes: Sequence[Box]) -> bool:
    """Whether an outline touches any of the boxes; what has no outline lies everywhere."""
    if not geometry:
        return True
    shapely = import_module("shapely")
    outline = import_module("shapely.geometry").shape(geometry)
    return any(outline.intersects(shapely.box(*box)) for box in boxes)


def select(values: dict[str, Any]) -> list[dict[str, Any]]:
    """Every published site that the parameters choose, by number. One query."""
    found = drawn_sites()
    if values["ags"]:
        found = found.filter(municipality__ags=values["ags"])
    for name in PROPERTIES:
        if values[name] is not None:
            found = found.filter(**{name: values[name]})
    span = values["datetime"]
    # What has no time is there at any time.
    if span and span.begins:
        found = found.filter(Q(published_on__gte=span.begins) | Q(published_on__isnull=True))
    if span and span.ends:
        found = found.filter(Q(published_on__lte=span.ends) | Q(published_on__isnull=True))
    boxes = values["bbox"]
    return [feature_of(site) for site in found if not boxes or touches(site.geometry, boxes)]


def one(number: str) -> dict[str, Any] | None:
    site = drawn_sites().filter(number=number).first()
    return feature_of(site) if site else None


@dataclass(frozen=True)
class Extent:
    """Where the published sites lie, and since when there are any."""

    box: Box | None
    since: date | None


def extent() -> Extent:
    """One query."""
    points, days = [], []
    for site in drawn_sites():
        if site.geometry:
            points += list(_points(site.geometry["coordinates"]))
        if site.published_on:
            days.append(site.published_on)
    if not points:
        return Extent(None, min(days, default=None))
    lons, lats = zip(*points, strict=True)
    return Extent((min(lons), min(lats), max(lons), max(lats)), min(days, default=None))


def _points(coordinates: Any) -> Any:
    if coordinates and isinstance(coordinates[0], (int, float)):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _points(part)
