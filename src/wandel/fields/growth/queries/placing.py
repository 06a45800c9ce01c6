"""An index of places from a handful of indicators, every one counting alike: who is where, how sure, and why.

Shared by the county beside other counties and the municipalities beside each other.
"""

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.core.cache import cache

from wandel.core.profile.model import IndicatorName

INDEX = "index"
KEPT_SECONDS = 30 * 86400
# Fewer places than this have no rank worth showing, fewer indicators no index.
LEAST_PLACES, LEAST_INDICATORS = 3, 3
STEPS = "normalise: {method: min_max, low: 0, high: 100}\n"


@dataclass(frozen=True)
class Measured:
    """An indicator with the value of every place compared, all of one year and source."""

    about: IndicatorName
    year: int
    source: str
    values: Mapping[str, float]


@dataclass(frozen=True)
class Row:
    """An indicator: the place's value, the median of the others, both as published, and what it means. ``distance`` in
    standard deviations, above 0 always better."""

    key: str
    name: str
    unit: str
    year: int
    source: str
    value: float | None
    median: float | None
    distance: float | None
    rank: int | None
    gain: int | None
    lower_is_better: bool


@dataclass(frozen=True)
class Placed:
    """One place in the index: rank with its band, and the indicators that make it strong or weak or would move it."""

    area: str
    rank: int | None
    low: int | None
    high: int | None
    places: int
    rows: list[Row]
    strengths: list[Row]
    weaknesses: list[Row]
    movers: list[Row]


def name_of(one: IndicatorName, language: str) -> str:
    return one.name.en if language == "en" else one.name.de


def placed(measured: list[Measured], areas: list[str], *, of: list[str], language: str) -> list[Placed]:
    """Where the places ``of`` stand among ``areas``; empty while there is too little to compare. The index is computed once
    per set of figures and kept."""
    if len(areas) < LEAST_PLACES or len(measured) < LEAST_INDICATORS:
        return []
    data, meta = _texts(measured, areas)
    key = f"growth.benchmark:{hashlib.sha256((data + meta + STEPS + ','.join(of)).encode()).hexdigest()}"
    computed: list[dict[str, Any]] | None = cache.get(key)
    if computed is None:
        computed = _compute(data, meta, areas, of)
        cache.set(key, computed, KEPT_SECONDS)
    chosen = {one.about.key: one for one in measured}
    return [_placed(area, found, chosen, len(areas), language) for area, found in zip(of, computed, strict=True)]


def _placed(area: str, found: dict[str, Any], chosen: dict[str, Measured], places: int, language: str) -> Placed:
    rows = {row["code"]: _row(row, chosen[row["code"]], language) for row in found["indicators"]}
    strengths, weaknesses, movers = (
        [rows[code] for code in found[kind]] for kind in ("strengths", "weaknesses", "movers")
    )
    return Placed(
        area, found["rank"], found["low"], found["high"], places, list(rows.values()), strengths, weaknesses, movers
    )


def _texts(measured: list[Measured], areas: list[str]) -> tuple[str, str]:
    """The two files an index is made of (docs/methods/benchmark.md)."""
    data, meta = io.StringIO(), io.StringIO()
    rows = csv.writer(data)
    rows.writerow(["unit", *(one.about.key for one in measured)])
    for area in areas:
        rows.writerow([area, *(one.values[area] for one in measured)])
    about = csv.writer(meta)
    about.writerow(["code", "parent", "weight", "direction"])
    for one in measured:
        about.writerow([one.about.key, INDEX, 1, -1 if one.about.good == "lower" else 1])
    return data.getvalue(), meta.getvalue()


def _compute(data: str, meta: str, areas: list[str], of: list[str]) -> list[dict[str, Any]]:
    """Loads the numerical libraries, so only where nothing is kept yet."""
    core = "wandel.core.benchmark."
    dataset, _odd = import_module(core + "reading").read_dataset(data, meta)
    steps, _warnings = import_module(core + "steps").read_steps(STEPS)
    made = import_module(core + "composite").compose(dataset, steps, [])
    doubts = import_module(core + "uncertainty").uncertainty(made)
    compare = import_module(core + "comparing").compare
    return [_kept(compare(made, area, [one for one in areas if one != area], uncertainty=doubts)) for area in of]


def _kept(found: Any) -> dict[str, Any]:
    """A comparison of core.benchmark as plain values the cache can hold."""
    columns = ("code", "value", "median", "distance", "rank", "gain")
    return {
        "rank": found.rank,
        "low": found.rank_low,
        "high": found.rank_high,
        "indicators": [{name: getattr(one, name) for name in columns} for one in found.indicators],
        "strengths": [one.code for one in found.strengths[:5]],
        "weaknesses": [one.code for one in found.weaknesses[:5]],
        "movers": [one.code for one in found.movers[:3]],
    }


def _row(found: dict[str, Any], one: Measured, language: str) -> Row:
    about = one.about
    return Row(
        about.key, name_of(about, language), about.unit, one.year, one.source, found["value"], found["median"],
        found["distance"], found["rank"], found["gain"], about.good == "lower",
    )  # fmt: skip
