"""The three charts the pages need: a fan with what really came, bars, a pyramid of ages."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import cycle
from typing import Any

from wandel.ui.charts.model import Band, Bars, Chart, Line, Mark
from wandel.ui.formats import format_number

TEXT, SOFT, LINE_COLOUR = "var(--w-text)", "var(--w-soft)", "var(--w-line)"
COLOURS = ("var(--w-chart-1)", "var(--w-chart-2)", "var(--w-chart-3)", "var(--w-chart-4)", "var(--w-chart-5)")
BAND_OPACITY = (0.16, 0.2)
DASHES = [6, 4]


def fan(
    *, title: str, summary: str, caption: str, x_name: str, lines: Sequence[Line], bands: Sequence[Band] = (),
    marks: Sequence[Mark] = (), places: int = 0, x_words: Mapping[float, str] | None = None,
) -> Chart:  # fmt: skip
    """Lines over years, with bands around a middle line and horizontal marks. The first band is the widest.

    ``x_words`` says what stands in the table for a point between two years, for example its key date."""
    layers: list[dict[str, Any]] = []
    for number, band in enumerate(bands):
        layers.append(
            {
                "data": {"values": [{"x": x, "low": low, "high": high} for x, low, high in band.points]},
                "mark": {"type": "area", "color": COLOURS[0], "opacity": BAND_OPACITY[min(number, 1)]},
                "encoding": {"x": _years(), "y": _values("low"), "y2": {"field": "high"}},
            }
        )
    for mark in marks:
        layers += _mark_layers(mark, lines)
    every_x = [x for line in lines for x, _y in line.points] or [0.0]
    first_x, last_x = min(every_x), max(every_x)
    colours = _colours(lines)
    for line, colour in zip(lines, colours, strict=True):
        layers.append(
            {
                "data": {"values": [{"x": x, "y": y} for x, y in line.points]},
                "mark": {
                    "type": "line", "color": colour, "strokeWidth": 2,
                    **({"strokeDash": DASHES} if line.broken else {}),
                },
                "encoding": {"x": _years(), "y": _values("y")},
            }
        )  # fmt: skip
        there = [(x, y) for x, y in line.points if y is not None]
        if len(there) == 1:
            layers.append(_point(there[0], colour))
        if there and len(lines) > 1:
            # A word near the left edge runs to the right, one near the right edge to the left.
            early = there[-1][0] < (first_x + last_x) / 2
            layers.append(_word(line.name, there[0] if early else there[-1], colour, "left" if early else "right"))
    columns, rows = _fan_table(x_name, lines, bands, places, x_words or {})
    return Chart(title, summary, caption, columns, rows, {"layer": layers})


def _colours(lines: Sequence[Line]) -> list[str]:
    supply = cycle(COLOURS)
    return [TEXT if line.real else next(supply) for line in lines]


def _years() -> dict[str, Any]:
    return {"field": "x", "type": "quantitative", "axis": {"format": "d", "grid": False}, "scale": {"nice": False, "zero": False}, "title": None}  # fmt: skip


def _values(name: str) -> dict[str, Any]:
    return {"field": name, "type": "quantitative", "scale": {"zero": False}, "title": None}


def _mark_layers(mark: Mark, lines: Sequence[Line]) -> list[dict[str, Any]]:
    first = min((line.points[0][0] for line in lines if line.points), default=0)
    rule = {
        "data": {"values": [{"y": mark.value}]},
        "mark": {"type": "rule", "color": "var(--w-green)", "strokeDash": DASHES, "strokeWidth": 1.5},
        "encoding": {"y": _values("y")},
    }
    word = {
        "data": {"values": [{"x": first, "y": mark.value, "word": mark.name}]},
        "mark": {"type": "text", "color": "var(--w-green)", "align": "left", "dx": 4, "dy": -8, "fontWeight": 600},
        "encoding": {"x": _years(), "y": _values("y"), "text": {"field": "word", "type": "nominal"}},
    }
    return [rule, word]


def _point(at: tuple[float, float], colour: str) -> dict[str, Any]:
    return {
        "data": {"values": [{"x": at[0], "y": at[1]}]},
        "mark": {"type": "point", "color": colour, "filled": True, "size": 50},
        "encoding": {"x": _years(), "y": _values("y")},
    }


def _word(name: str, at: tuple[float, float], colour: str, align: str) -> dict[str, Any]:
    return {
        "data": {"values": [{"x": at[0], "y": at[1], "word": name}]},
        "mark": {
            "type": "text",
            "color": colour,
            "align": align,
            "dx": 2 if align == "left" else -2,
            "dy": -9,
            "fontWeight": 600,
        },
        "encoding": {"x": _years(), "y": _values("y"), "text": {"field": "word", "type": "nominal"}},
    }


def _fan_table(
    x_name: str, lines: Sequence[Line], bands: Sequence[Band], places: int, x_words: Mapping[float, str]
) -> tuple[list[str], list[list[str]]]:
    years = sorted({x for line in lines for x, _y in line.points} | {x for band in bands for x, _l, _h in band.points})
    by_line = [dict(line.points) for line in lines]
    by_band = [{x: (low, high) for x, low, high in band.points} for band in bands]
    rows = []
    for year in years:
        row = [x_words.get(year, f"{year:g}"), *(_cell(found.get(year), places) for found in by_line)]
        for found in by_band:
            low, high = found.get(year, (None, None))
            row.append("–" if low is None else f"{_cell(low, places)} – {_cell(high, places)}")
        rows.append(row)
    return [x_name, *(line.name for line in lines), *(band.name for band in bands)], rows


def _cell(value: float | None, places: int) -> str:
    return "–" if value is None else format_number(Decimal(str(value)), places=places)


# Below this many categories standing bars keep their usual width instead of filling the picture.
FEW = 6


def bars(
    *, title: str, summary: str, caption: str, category_name: str, categories: Sequence[str], series: Sequence[Bars],
    stacked: bool = True, places: int = 0, lying: bool = False,
) -> Chart:  # fmt: skip
    """Bars per category, several series stacked or side by side; ``lying`` for long words."""
    values = [
        {"c": category, "order": place, "s": one.name, "v": value}
        for one in series
        for place, (category, value) in enumerate(zip(categories, one.values, strict=True))
        if value is not None
    ]
    names = [one.name for one in series]
    along: dict[str, Any] = {"field": "c", "type": "nominal", "sort": list(categories), "title": None, "axis": {"grid": False, "labelAngle": 0, "labelOverlap": True, "labelLimit": 260}}  # fmt: skip
    if len(categories) < FEW and not lying:
        along["scale"] = {"paddingInner": 0.3, "paddingOuter": (FEW - len(categories)) / 2}
    measure: dict[str, Any] = {
        "field": "v",
        "type": "quantitative",
        "title": None,
        "stack": "zero" if stacked else None,
    }
    encoding: dict[str, Any] = {"y": along, "x": measure} if lying else {"x": along, "y": measure}
    if len(names) > 1:
        encoding["color"] = {
            "field": "s", "type": "nominal", "sort": names, "title": None,
            "scale": {"domain": names, "range": list(COLOURS[: len(names)])}, "legend": {"orient": "top"},
        }  # fmt: skip
        if not stacked:
            encoding["yOffset" if lying else "xOffset"] = {"field": "s", "type": "nominal", "sort": names}
    mark: dict[str, Any] = {"type": "bar", **({} if len(names) > 1 else {"color": COLOURS[0]})}
    rows = [
        [category, *(_cell(one.values[place], places) for one in series)] for place, category in enumerate(categories)
    ]
    spec = {"data": {"values": values}, "mark": mark, "encoding": encoding}
    height = max(160, 24 * len(categories)) if lying else 260
    return Chart(title, summary, caption, [category_name, *names], rows, spec, height)


def pyramid(
    *, title: str, summary: str, caption: str, age_name: str, ages: Sequence[int], left: Bars, right: Bars,
    before: tuple[Bars, Bars] | None = None, open_age: str = "+",
) -> Chart:  # fmt: skip
    """Ages upwards, one sex to each side; ``before`` is drawn as an outline behind, for example today's ages."""
    layers: list[dict[str, Any]] = []
    span = {"field": "age", "type": "quantitative", "title": None, "scale": {"nice": False}, "axis": {"grid": False}}
    counts = {"field": "v", "type": "quantitative", "title": None, "stack": None, "axis": {"labelExpr": "format(abs(datum.value), ',')"}}  # fmt: skip
    sides = [(left, -1, COLOURS[0], "area"), (right, 1, COLOURS[1], "area")]
    sides += [(side, sign, TEXT, "line") for side, sign in zip(before or (), (-1, 1), strict=False)]
    for side, sign, colour, kind in sides:
        rows = [{"age": age, "v": sign * (value or 0)} for age, value in zip(ages, side.values, strict=True)]
        rows.append({"age": ages[-1] + 1, "v": rows[-1]["v"]})
        mark: dict[str, Any] = {"type": kind, "color": colour, "orient": "horizontal", "interpolate": "step-after"}
        encoding: dict[str, Any] = {"y": span, "x": counts}
        if kind == "line":
            mark["strokeWidth"] = 1.5
            encoding["order"] = {"field": "age"}
        else:
            encoding["x2"] = {"datum": 0}
        layers.append({"data": {"values": rows}, "mark": mark, "encoding": encoding})
    named = [left, right, *(before or ())]
    table = [
        [f"{age}{open_age if age == ages[-1] else ''}", *(_cell(side.values[place], 0) for side in named)]
        for place, age in enumerate(ages)
    ]
    return Chart(title, summary, caption, [age_name, *(side.name for side in named)], table, {"layer": layers}, 420)
