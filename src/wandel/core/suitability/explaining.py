"""Why one parcel has its points, from its measured values alone: plain arithmetic, the same as ``score`` does for all at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isinf, isnan

from wandel.core.law.texts import Text
from wandel.core.suitability.rules import DISTANCE, SHARE, Criterion, Rules

POINTS = 100.0
# A share this small is the rounding of two borders that meet, not an overlap.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion and one parcel: the measured value, x (None where it is not weighed), the points it costs, and whether it
    excludes. An unknown value counts as worst.
    """

    criterion: Criterion
    value: float
    factor: float | None
    cost: float
    excludes: bool

    @property
    def unknown(self) -> bool:
        return isnan(self.value)


@dataclass(frozen=True, slots=True)
class Explained:
    """Points of 100 (0 where excluded), what they would be without the exclusion, and every criterion, the dearest first."""

    points: float
    points_otherwise: float
    lines: tuple[Line, ...]

    @property
    def excluded_by(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.excludes)


def explain(rules: Rules, values: Mapping[str, float]) -> Explained:
    """Explain a parcel whose measured values are given by the names of the criteria. Raises KeyError for a missing one."""
    weights = dict(zip((one.name for one in rules.weighted), rules.weights, strict=True))
    lines = [_line(criterion, values[criterion.name], weights.get(criterion.name)) for criterion in rules.criteria]
    otherwise = POINTS - sum(line.cost for line in lines)
    excluded = any(line.excludes for line in lines)
    ordered = sorted(lines, key=lambda line: (not line.excludes, -line.cost))
    return Explained(0.0 if excluded else otherwise, otherwise, tuple(ordered))


def _line(criterion: Criterion, value: float, weight: float | None) -> Line:
    excludes = False
    if criterion.exclude is not None:
        excludes = value > criterion.exclude + (ROUNDING if criterion.kind == SHARE else 0.0)
    if criterion.exclude_below is not None:
        excludes = excludes or value < criterion.exclude_below
    if weight is None:
        return Line(criterion, value, None, 0.0, excludes)
    factor = _factor(criterion, value)
    return Line(criterion, value, factor, POINTS * weight * (1.0 - factor), excludes)


def _factor(criterion: Criterion, value: float) -> float:
    if isnan(value):
        return 0.0
    heeded = 0.0 if criterion.ignore and value <= criterion.ignore else value
    low, high = sorted((criterion.best, criterion.worst))
    return (min(max(heeded, low), high) - criterion.worst) / (criterion.best - criterion.worst)


def shown_value(value: float, criterion: Criterion) -> Text:
    """A measured value as a person reads it: per cent, metres or kilometres."""
    if isnan(value):
        return Text("unbekannt", "unknown")
    if criterion.kind == SHARE:
        return _both(f"{100 * value:.1f}", " %")
    if criterion.kind == DISTANCE:
        if isinf(value):
            return Text("keine in der Ebene", "none in the layer")
        return _both(f"{value / 1000:.1f}", " km") if value >= 1000 else _both(f"{value:.0f}", " m")
    return _both(f"{value:.1f}", " %")


def _both(number: str, unit: str) -> Text:
    return Text(number.replace(".", ",") + unit, number + unit)
