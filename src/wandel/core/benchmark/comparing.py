"""One unit beside others: what is strong, what is weak, how sure the rank is, what would move it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wandel.core.benchmark.aggregate import aggregate
from wandel.core.benchmark.composite import Composite
from wandel.core.benchmark.problems import BenchmarkError, listed
from wandel.core.benchmark.tables import Floats, mean_of, median_of, plain, ranks_of
from wandel.core.benchmark.uncertainty import Band, Uncertainty
from wandel.core.law.texts import Text

STRONGEST = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """One indicator of one unit. ``distance``: standard deviations from the mean of all units, above 0 always better; ``share``: what it counts."""

    code: str
    name: str
    value: float | None
    score: float
    distance: float
    rank: int
    share: float

    def as_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in ("code", "name", "value", "score", "distance", "rank", "share")}


@dataclass(frozen=True, slots=True)
class Beside:
    """One indicator of the unit beside the others'.

    ``value`` and ``median`` of the others as measured (denominated), ``distance``: on the normalised scale from their median, in standard deviations of
    all units, above 0 always better (None without spread or value). ``rank`` among unit and others. ``rank_at_median``: the place in
    the index among them if only this indicator stood at the others' median; ``gain``: places won by that (negative: lost).
    """

    code: str
    name: str
    value: float | None
    median: float | None
    distance: float | None
    rank: int | None
    rank_at_median: int | None
    gain: int | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """``rank`` among unit and others, with its 5-95 % band where uncertainty was computed. Lists: largest distance first."""

    unit: str
    others: tuple[str, ...]
    score: float | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    indicators: tuple[Beside, ...]
    strengths: tuple[Beside, ...]
    weaknesses: tuple[Beside, ...]
    movers: tuple[Beside, ...]


def marks_of(composite: Composite) -> dict[str, tuple[Mark, ...]]:
    """Unit → its measured indicators that count, best distance first. Values that were filled in say nothing about a unit and stay out."""
    table, shares = composite.normalised, composite.shares
    measured = np.isfinite(composite.denominated.values[composite.kept])
    found: dict[str, list[Mark]] = {unit: [] for unit in table.units}
    for place, node in enumerate(composite.framework.indicators):
        column = table.values[:, place]
        there = column[np.isfinite(column)]
        deviation = float(there.std(ddof=1)) if there.size > 1 else 0.0
        if not deviation > 0 or shares[node.code] <= 0:
            continue
        middle, ranks = mean_of(column), ranks_of(column)
        for row, unit in enumerate(table.units):
            if measured[row, place] and np.isfinite(column[row]):
                value = plain(float(composite.screened.values[row, place]))
                found[unit].append(
                    Mark(node.code, node.name, value, float(column[row]), float((column[row] - middle) / deviation),
                         int(ranks[row]), shares[node.code])
                )  # fmt: skip
    return {unit: tuple(sorted(marks, key=lambda mark: -mark.distance)) for unit, marks in found.items()}


def strengths_of(marks: Sequence[Mark], most: int = STRONGEST) -> list[Mark]:
    """The indicators farthest above the mean."""
    return [mark for mark in marks if mark.distance > 0][:most]


def weaknesses_of(marks: Sequence[Mark], most: int = STRONGEST) -> list[Mark]:
    """The indicators farthest below the mean, the worst first."""
    return [mark for mark in reversed(marks) if mark.distance < 0][:most]


def compare(
    composite: Composite,
    unit: str,
    others: Sequence[str],
    *,
    indicators: Sequence[str] = (),
    uncertainty: Uncertainty | None = None,
) -> Comparison:
    """A county beside chosen ones; ``indicators``: only these (all that count if empty). Raises BenchmarkError for codes that are not in the index.

    Moving an indicator to the median keeps everyone else and the scale as they are.
    """
    chosen = tuple(dict.fromkeys(other for other in others if other != unit))
    known = [node.code for node in composite.framework.indicators]
    wrong = [code for code in (unit, *chosen) if code not in composite.units]
    wrong += [code for code in indicators if code not in known]
    if wrong or not chosen:
        what = listed(wrong) or "–"
        raise BenchmarkError(
            Text(f"Nicht im Index: {what}. Wählen Sie aus, was darin ist.", f"Not in the index: {what}. Choose from what is in it.")
        )  # fmt: skip
    group = (unit, *chosen)
    places = [composite.units.index(code) for code in group]
    scores = composite.scores[places]
    ranks = ranks_of(scores)
    band = uncertainty.bands(group)[unit] if uncertainty else Band()
    rows = tuple(
        _beside(composite, node_place, places, scores, int(ranks[0]) if np.isfinite(ranks[0]) else None)
        for node_place, code in enumerate(known)
        if (code in indicators if indicators else composite.shares[code] > 0)
    )
    with_distance = [row for row in rows if row.distance is not None]
    return Comparison(
        unit, chosen, plain(float(scores[0])), _whole(ranks[0]), band.low, band.high, rows,
        tuple(sorted((row for row in with_distance if (row.distance or 0) > 0), key=lambda row: -(row.distance or 0))),
        tuple(sorted((row for row in with_distance if (row.distance or 0) < 0), key=lambda row: row.distance or 0)),
        tuple(sorted((row for row in rows if (row.gain or 0) > 0), key=lambda row: -(row.gain or 0))),
    )  # fmt: skip


def _beside(composite: Composite, place: int, places: list[int], scores: Floats, rank: int | None) -> Beside:
    node = composite.framework.indicators[place]
    everyone = composite.normalised.values[:, place]
    there = everyone[np.isfinite(everyone)]
    deviation = float(there.std(ddof=1)) if there.size > 1 else 0.0
    mine, median = float(everyone[places[0]]), median_of(everyone[places[1:]])
    measured = composite.denominated.values[composite.kept][:, place]
    distance = plain((mine - median) / deviation) if deviation > 0 else None
    moved = None
    if np.isfinite(median):
        values = composite.normalised.values[[places[0]]].copy()
        values[0, place] = median
        alone = np.array([index == places[0] for index in range(len(composite.units))])
        again = aggregate(
            composite.normalised.only(alone).holding(values), composite.framework, composite.weights, composite.means,
            composite.steps.aggregate.minimum,
        ).column(composite.framework.top)  # fmt: skip
        moved = _whole(ranks_of(np.concatenate([again, scores[1:]]))[0])
    gain = rank - moved if rank is not None and moved is not None else None
    return Beside(
        node.code,
        node.name,
        plain(float(measured[places[0]])),
        plain(median_of(measured[places[1:]])),
        distance,
        _whole(ranks_of(everyone[places])[0]),
        moved,
        gain,
    )


def _whole(value: float | None) -> int | None:
    return int(value) if value is not None and np.isfinite(value) else None
