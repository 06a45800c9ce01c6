"""From measured values to points: quick arithmetic that can be repeated with other weights, and the reason of each score."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
import shapely
from numpy.typing import NDArray

from wandel.core.geodata.flat import Floats, Geometries
from wandel.core.law.texts import Text
from wandel.core.suitability.contact import connected
from wandel.core.suitability.explaining import POINTS, ROUNDING, shown_value
from wandel.core.suitability.measure import Measured
from wandel.core.suitability.rules import DISTANCE, SHARE, Criterion, Rules


@dataclass(frozen=True, slots=True)
class Factors:
    """What weights act on. ``factors``: x between 0 and 1 per weighted criterion and parcel, shape (criteria, parcels);
    ``excluded_by``: position of the first criterion that excludes a parcel, -1 for none; ``unknown``: parcels for which
    some weighted value is missing (it counts as worst).
    """

    factors: Floats
    excluded_by: NDArray[np.int32]
    unknown: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one criterion does to one parcel: the measured value, x, and the points it costs (never negative)."""

    criterion: Criterion
    value: float
    factor: float
    cost: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contiguous area: its parcels, hectares, municipality (position or -1), mean points weighed by area."""

    number: int
    parcels: NDArray[np.int64]
    hectares: float
    municipality: int
    points: float


def values_of(measured: Measured, criterion: Criterion) -> Floats:
    """The measured values a criterion looks at, per parcel."""
    if criterion.kind == SHARE:
        return measured.shares[criterion.name]
    if criterion.kind == DISTANCE:
        return measured.distances[criterion.name]
    if measured.slope is None:
        return np.full(len(measured), np.nan)
    return measured.slope


def factors_of(measured: Measured, rules: Rules) -> Factors:
    """Work out x for every criterion and who excludes what. The first excluding criterion in the rules is named."""
    excluded_by = np.full(len(measured), -1, dtype=np.int32)
    factors = np.zeros((len(rules.weighted), len(measured)))
    unknown = np.zeros(len(measured), dtype=bool)
    weighted = 0
    for index, criterion in enumerate(rules.criteria):
        values = values_of(measured, criterion)
        out = np.zeros(len(measured), dtype=bool)
        if criterion.exclude is not None:
            out |= values > criterion.exclude + (ROUNDING if criterion.kind == SHARE else 0.0)
        if criterion.exclude_below is not None:
            out |= values < criterion.exclude_below
        excluded_by[out & (excluded_by < 0)] = index
        if criterion.weight > 0:
            factors[weighted] = _factor(values, criterion)
            unknown |= np.isnan(values)
            weighted += 1
    return Factors(factors, excluded_by, unknown)


def _factor(values: Floats, criterion: Criterion) -> Floats:
    heeded = np.where(values <= criterion.ignore, 0.0, values) if criterion.ignore else values
    with np.errstate(invalid="ignore"):
        # Infinite distances are simply farther than the worst.
        near = np.clip(heeded, min(criterion.best, criterion.worst), max(criterion.best, criterion.worst))
        factor = (near - criterion.worst) / (criterion.best - criterion.worst)
    return np.where(np.isnan(values), 0.0, factor)


def points_of(factors: Factors, weights: Sequence[float]) -> Floats:
    """Points between 0 and 100 per parcel for weights that sum to 1; 0 where a parcel is excluded."""
    if not len(weights):
        points = np.full(len(factors.excluded_by), POINTS)
    else:
        points = POINTS * (np.asarray(weights) @ factors.factors)
    return np.where(factors.excluded_by >= 0, 0.0, points)


def contributions(measured: Measured, factors: Factors, rules: Rules, parcel: int) -> list[Contribution]:
    """What each weighted criterion costs a parcel, dearest first."""
    found = [
        Contribution(
            criterion,
            float(values_of(measured, criterion)[parcel]),
            float(factors.factors[index, parcel]),
            POINTS * weight * (1.0 - float(factors.factors[index, parcel])),
        )
        for index, (criterion, weight) in enumerate(zip(rules.weighted, rules.weights, strict=True))
    ]
    return sorted(found, key=lambda one: -one.cost)


def reason(measured: Measured, factors: Factors, rules: Rules, parcel: int) -> Text:
    """One sentence: why a parcel is out, or what costs it the most points."""
    by = int(factors.excluded_by[parcel])
    if by >= 0:
        criterion = rules.criteria[by]
        value = shown_value(float(values_of(measured, criterion)[parcel]), criterion)
        return Text(f"Ausgeschlossen: {criterion.label.de} {value.de}.", f"Excluded: {criterion.label.en} {value.en}.")
    dear = [one for one in contributions(measured, factors, rules, parcel) if one.cost >= 0.5][:3]
    if not dear:
        return Text("Nichts kostet Punkte.", "Nothing costs points.")
    german = ", ".join(f"{one.criterion.label.de} (−{one.cost:.0f})" for one in dear)
    english = ", ".join(f"{one.criterion.label.en} (−{one.cost:.0f})" for one in dear)
    return Text(f"Kostet am meisten: {german}.", f"Costs most: {english}.")


def area_reason(found: Measured, factors: Factors, rules: Rules, parcels: NDArray[np.int64]) -> Text:
    """What costs a whole area the most, weighed by the size of its parcels, and whom to talk to about the dearest."""
    sizes = found.areas[parcels]
    costs = [
        (100 * weight * float(((1 - factors.factors[index, parcels]) * sizes).sum() / sizes.sum()), criterion)
        for index, (criterion, weight) in enumerate(zip(rules.weighted, rules.weights, strict=True))
    ]
    dear = sorted((one for one in costs if one[0] >= 0.5), key=lambda one: -one[0])[:3]
    if not dear:
        return Text("Nichts kostet Punkte.", "Nothing costs points.")
    german = ", ".join(f"{criterion.label.de} (−{cost:.0f})" for cost, criterion in dear)
    english = ", ".join(f"{criterion.label.en} (−{cost:.0f})" for cost, criterion in dear)
    advice = dear[0][1].advice or Text("", "")
    return Text(f"Kostet am meisten: {german}. {advice.de}".strip(), f"Costs most: {english}. {advice.en}".strip())


def candidates(measured: Measured, points: Floats, factors: Factors, rules: Rules) -> list[Candidate]:
    """Contiguous parcels that reach the threshold, within one municipality, at least the smallest area; best first."""
    chosen = (points >= rules.threshold) & (factors.excluded_by < 0) & (measured.areas > 0)
    pairs = measured.pairs
    # An area that crosses a municipal border would have two town halls to plan it: it counts as two.
    same = measured.municipality[pairs[:, 0]] == measured.municipality[pairs[:, 1]]
    groups = connected(pairs[same], chosen)
    if not chosen.any():
        return []
    if rules.maximum_ha:
        groups = divided(groups, pairs[same], measured.areas, points, rules.maximum_ha * 10_000)
    members = np.flatnonzero(chosen)
    many = int(groups.max()) + 1
    hectares = np.bincount(groups[members], measured.areas[members], many) / 10_000
    weighed = np.bincount(groups[members], measured.areas[members] * points[members], many) / 10_000
    mean = np.divide(weighed, hectares, out=np.zeros(many), where=hectares > 0)
    # A divided group leaves its number empty.
    large = np.flatnonzero((hectares >= rules.minimum_ha - 1e-9) & (hectares > 0))
    order = members[np.argsort(groups[members], kind="stable")]
    starts = np.searchsorted(groups[order], np.arange(many + 1))
    best = large[np.lexsort((-hectares[large], -np.round(mean[large], 6)))]
    return [
        Candidate(
            number,
            order[starts[group] : starts[group + 1]],
            float(hectares[group]),
            int(measured.municipality[order[starts[group]]]),
            float(mean[group]),
        )
        for number, group in enumerate(best, start=1)
    ]


def divided(
    groups: NDArray[np.int64], pairs: NDArray[np.int64], areas: Floats, points: Floats, most: float
) -> NDArray[np.int64]:
    """Groups larger than ``most`` square metres cut into contiguous parts of at most that size.

    Each part grows from the best parcel left over to its best neighbours; a single larger parcel stays whole.
    """
    members = groups >= 0
    sizes = np.bincount(groups[members], areas[members])
    large = members & (sizes[np.maximum(groups, 0)] > most)
    result = groups.copy()
    inside = large[pairs[:, 0]] & large[pairs[:, 1]]
    beside: dict[int, list[int]] = {int(parcel): [] for parcel in np.flatnonzero(large)}
    for one, other in pairs[inside].tolist():
        beside[one].append(other)
        beside[other].append(one)
    following = int(groups.max()) + 1
    taken: set[int] = set()
    # Ties go to the smaller position, so the same parcels always fall into the same parts.
    for seed in sorted(beside, key=lambda parcel: (-points[parcel], parcel)):
        if seed in taken:
            continue
        waiting, size = [(-points[seed], seed)], 0.0
        while waiting:
            _points, parcel = heappop(waiting)
            if parcel in taken or (size and size + areas[parcel] > most):
                continue
            taken.add(parcel)
            result[parcel] = following
            size += areas[parcel]
            for neighbour in beside[parcel]:
                if neighbour not in taken:
                    heappush(waiting, (-points[neighbour], neighbour))
        following += 1
    return result


def outline(geometry: Geometries, candidate: Candidate) -> Geometries:
    """The candidate as one polygon or multipolygon."""
    whole: Geometries = shapely.union_all(geometry[candidate.parcels])
    return whole
