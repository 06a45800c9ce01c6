"""The county beside others: which indicators are strong, which weak, how sure the rank is, what would move it."""

import csv
import hashlib
import io
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.core.cache import cache

from wandel.core.profile.model import IndicatorName
from wandel.fields.growth.models import Figure
from wandel.office.places.profile import active_profile

INDEX = "index"
KEPT_SECONDS = 30 * 86400
# Fewer places than this have no rank worth showing, fewer indicators no index.
LEAST_PLACES, LEAST_INDICATORS = 3, 3
STEPS = "normalise: {method: min_max, low: 0, high: 100}\n"


@dataclass(frozen=True)
class Row:
    """An indicator: the county's value, the median of the others, both as published, and what it means. ``distance`` in
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
class Beside:
    """The comparison as a page needs it. ``others``: names and why they were chosen; ``left_out``: indicators without a year
    all places have; ``neither``: shown without judgement."""

    rank: int | None
    low: int | None
    high: int | None
    places: int
    others: list[tuple[str, str]]
    rows: list[Row]
    strengths: list[Row]
    weaknesses: list[Row]
    movers: list[Row]
    left_out: list[str]


def _newest_common(key: str, areas: list[str]) -> tuple[int, dict[str, Figure]] | None:
    """The newest year in which every area has a value."""
    by_year: dict[int, dict[str, Figure]] = {}
    for row in Figure.objects.filter(key=key, area__in=areas, value__isnull=False):
        by_year.setdefault(row.year, {})[row.area] = row
    whole = [year for year, found in by_year.items() if len(found) == len(areas)]
    return (max(whole), by_year[max(whole)]) if whole else None


def _name(one: IndicatorName, language: str) -> str:
    return one.name.en if language == "en" else one.name.de


def comparison(language: str) -> Beside | None:
    """The county beside the comparison counties of its profile, every indicator counting alike. None while there is too
    little to compare. The index is computed once per set of figures and kept."""
    profile = active_profile()
    counties = [one for one in profile.comparison if one.kind == "county"]
    areas = [profile.ags, *(one.ags for one in counties)]
    chosen: dict[str, tuple[IndicatorName, int, dict[str, Figure]]] = {}
    left_out = []
    for one in profile.indicator_names:
        if one.good == "neither":
            continue
        found = _newest_common(one.key, areas)
        if found is None:
            left_out.append(_name(one, language))
        else:
            chosen[one.key] = (one, *found)
    if len(areas) < LEAST_PLACES or len(chosen) < LEAST_INDICATORS:
        return None
    data, meta = _texts(chosen, areas)
    key = f"growth.benchmark:{hashlib.sha256((data + meta + STEPS).encode()).hexdigest()}"
    computed: dict[str, Any] | None = cache.get(key)
    if computed is None:
        computed = _compute(data, meta, areas)
        cache.set(key, computed, KEPT_SECONDS)
    rows = {row["code"]: _row(row, *chosen[row["code"]], language) for row in computed["indicators"]}
    others = [(one.name, one.why.en if language == "en" else one.why.de) for one in counties]
    return Beside(
        computed["rank"], computed["low"], computed["high"], len(areas), others, list(rows.values()),
        [rows[code] for code in computed["strengths"]], [rows[code] for code in computed["weaknesses"]],
        [rows[code] for code in computed["movers"]], left_out,
    )  # fmt: skip


def _texts(chosen: dict[str, tuple[IndicatorName, int, dict[str, Figure]]], areas: list[str]) -> tuple[str, str]:
    """The two files an index is made of (docs/methods/benchmark.md)."""
    data, meta = io.StringIO(), io.StringIO()
    rows = csv.writer(data)
    rows.writerow(["unit", *chosen])
    for area in areas:
        rows.writerow([area, *(found[area].value for _one, _year, found in chosen.values())])
    about = csv.writer(meta)
    about.writerow(["code", "parent", "weight", "direction"])
    for key, (one, _year, _found) in chosen.items():
        about.writerow([key, INDEX, 1, -1 if one.good == "lower" else 1])
    return data.getvalue(), meta.getvalue()


def _compute(data: str, meta: str, areas: list[str]) -> dict[str, Any]:
    """Loads the numerical libraries, so only where nothing is kept yet."""
    core = "wandel.core.benchmark."
    dataset, _odd = import_module(core + "reading").read_dataset(data, meta)
    steps, _warnings = import_module(core + "steps").read_steps(STEPS)
    made = import_module(core + "composite").compose(dataset, steps, [])
    doubts = import_module(core + "uncertainty").uncertainty(made)
    found = import_module(core + "comparing").compare(made, areas[0], areas[1:], uncertainty=doubts)
    return {
        "rank": found.rank,
        "low": found.rank_low,
        "high": found.rank_high,
        "indicators": [
            {"code": one.code, "value": one.value, "median": one.median, "distance": one.distance, "rank": one.rank, "gain": one.gain}
            for one in found.indicators
        ],
        "strengths": [one.code for one in found.strengths[:5]],
        "weaknesses": [one.code for one in found.weaknesses[:5]],
        "movers": [one.code for one in found.movers[:3]],
    }  # fmt: skip


def _row(found: dict[str, Any], one: IndicatorName, year: int, figures: dict[str, Figure], language: str) -> Row:
    source = next(iter(figures.values())).source
    return Row(
        one.key, _name(one, language), one.unit, year, source, found["value"], found["median"], found["distance"],
        found["rank"], found["gain"], one.good == "lower",
    )  # fmt: skip
