"""Age groups spread over single years, every group's sum kept.

A municipality's age groups are known, its single years are not; the county's are. The county's cumulated single years
C(a) replace age as the scale: through the points (C(bound), cumulated municipality) runs a monotone cubic (PCHIP,
Fritsch & Carlson 1980, SIAM J. Numer. Anal. 17:238), read off at C(a). Where the municipality is the county in small it
gets exactly the county's single years; elsewhere its own groups bend them, without steps at the bounds, never below
zero, and exact at every bound because the curve passes through them. Sprague multipliers were not taken: they go
negative for small places and need groups of five.

The open group at the end has no bound. Beyond the last county year it falls geometrically: with A persons in the last
closed group of w years and B in the open one, each year keeps the share r = (B / (A + B))^(1/w) of the year before, as
if both lay on one geometric curve.
"""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from wandel.core.law.texts import Text
from wandel.core.statistics.age_groups import AgeGroup

OPEN_AGE = 100
Floats = NDArray[np.float64]


class AgesError(ValueError):
    """Groups that cannot be spread: one sentence in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def single_ages(groups: Sequence[tuple[AgeGroup, float]], *, open_age: int = OPEN_AGE) -> Floats:
    """Single years 0 … ``open_age`` (the last one open) from groups in order, without a pattern: the monotone cubic runs
    over age itself. For the county, whose groups are single years up to 75 and wider above. Persons."""
    bounds, counts = _checked(groups, open_age)
    return _spread(bounds, counts, np.ones(open_age + 1), open_age)


def spread(groups: Sequence[tuple[AgeGroup, float]], pattern: Sequence[float] | Floats) -> Floats:
    """Single years 0 … len(pattern) − 1 (the last one open) of a municipality from its groups, after the county's single
    years ``pattern``. Persons; the sum of every group is kept (to rounding of floats)."""
    shape = np.asarray(pattern, dtype=np.float64)
    if shape.ndim != 1 or len(shape) < 2 or not np.all(np.isfinite(shape)) or (shape < 0).any():
        raise AgesError(
            Text(
                "Das Muster braucht je Altersjahr eine Zahl ab null.",
                "The pattern needs one number from zero up per year of age.",
            )
        )
    open_age = len(shape) - 1
    bounds, counts = _checked(groups, open_age)
    # A year in which the county has nobody must not swallow a municipality's persons: a trace keeps it on the scale.
    trace = max(float(shape.sum()), 1.0) * 1e-10 / len(shape)
    return _spread(bounds, counts, shape + trace, open_age, patterned=True)


def whole_persons(ages: Sequence[float] | Floats, groups: Sequence[tuple[AgeGroup, float]]) -> tuple[int, ...]:
    """The same ages in whole persons: largest remainder within each group, so that every group keeps its count."""
    values = np.asarray(ages, dtype=np.float64)
    found = np.zeros(len(values), dtype=np.int64)
    for group, count in groups:
        until = len(values) if group.until is None else min(group.until, len(values))
        part = values[group.low : until]
        floor = np.floor(part + 1e-9).astype(np.int64)
        rest = round(float(count)) - int(floor.sum())
        order = np.argsort(-(part - floor), kind="stable")
        floor[order[: max(rest, 0)]] += 1
        found[group.low : until] = floor
    return tuple(int(value) for value in found)


def _checked(groups: Sequence[tuple[AgeGroup, float]], open_age: int) -> tuple[list[int], Floats]:
    if not groups:
        raise AgesError(Text("Es gibt keine Altersgruppen.", "There are no age groups."))
    bounds = [0]
    for group, _count in groups:
        if group.low != bounds[-1] or bounds[-1] > open_age:
            raise AgesError(
                Text(
                    f"Die Altersgruppen schließen bei {group.low} nicht an {bounds[-1]} an.",
                    f"The age groups do not join: {group.low} follows {bounds[-1]}.",
                )
            )
        bounds.append(open_age + 1 if group.until is None else group.until)
    if groups[-1][0].until is not None or bounds[-1] <= bounds[-2]:
        raise AgesError(
            Text(
                f"Die letzte Altersgruppe muss offen sein und unter {open_age + 1} beginnen.",
                f"The last age group must be open and begin below {open_age + 1}.",
            )
        )
    counts = np.array([float(count) for _group, count in groups])
    if not np.all(np.isfinite(counts)) or (counts < 0).any():
        raise AgesError(Text("Eine Altersgruppe hat keine Zahl ab null.", "An age group has no number from zero up."))
    return bounds, counts


def _spread(bounds: list[int], counts: Floats, shape: Floats, open_age: int, *, patterned: bool = False) -> Floats:
    scale = np.concatenate([[0.0], np.cumsum(shape)])
    knots = scale[bounds]
    total = np.concatenate([[0.0], np.cumsum(counts)])
    closed = bounds if patterned else bounds[:-1]
    if len(closed) < 2:
        raise AgesError(
            Text(
                "Eine einzige offene Altersgruppe lässt sich nicht aufteilen.",
                "A single open age group cannot be spread.",
            )
        )
    curve = PchipInterpolator(knots[: len(closed)], total[: len(closed)])
    upto = closed[-1]
    ages = np.zeros(open_age + 1)
    ages[:upto] = np.clip(np.diff(curve(scale[: upto + 1])), 0.0, None)
    if not patterned:
        last = counts[-2]
        width = bounds[-2] - bounds[-3]
        keep = (counts[-1] / (last + counts[-1])) ** (1 / width) if counts[-1] > 0 else 0.0
        ages[upto:] = counts[-1] * _geometric_shares(keep, open_age + 1 - upto)
    # Clipping and rounding must not cost anybody: every group is brought back to its count.
    for low, until, count in zip(bounds[:-1], bounds[1:], counts, strict=True):
        part = ages[low:until].sum()
        ages[low:until] = (
            ages[low:until] * (count / part) if part > 0 else count * shape[low:until] / shape[low:until].sum()
        )
    return ages


def _geometric_shares(keep: float, years: int) -> Floats:
    """Shares of an open group by year; the last year is open and takes the rest."""
    keep = min(max(keep, 0.0), 0.95)
    shares: Floats = (1 - keep) * np.power(keep, np.arange(years, dtype=np.float64))
    shares[-1] = keep ** (years - 1)
    return shares


def as_groups(pairs: Sequence[tuple[AgeGroup, Decimal | None]]) -> list[tuple[AgeGroup, float]]:
    """Groups from figures, in order. Raises AgesError where one has no number: it is not taken for zero."""
    found = []
    for group, number in sorted(pairs, key=lambda pair: pair[0]):
        if number is None:
            raise AgesError(
                Text(
                    f"Die Altersgruppe ab {group.low} hat keinen Wert.", f"The age group from {group.low} has no value."
                )
            )
        found.append((group, float(number)))
    return found
