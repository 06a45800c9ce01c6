"""Numbers with names: units in rows, indicators in columns, NaN where a value is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """``values`` has shape (units, columns)."""

    units: tuple[str, ...]
    columns: tuple[str, ...]
    values: Floats

    def column(self, name: str) -> Floats:
        return self.values[:, self.columns.index(name)]

    def holding(self, values: Floats) -> "Table":
        """The same names with other values."""
        return replace(self, values=values)

    def only(self, keep: Bools) -> "Table":
        """The units marked in ``keep``."""
        return Table(
            tuple(unit for unit, stays in zip(self.units, keep, strict=True) if stays), self.columns, self.values[keep]
        )

    def beside(self, other: "Table") -> "Table":
        """This table and the columns of another one with the same units."""
        return Table(self.units, self.columns + other.columns, np.hstack([self.values, other.values]))

    def as_json(self) -> dict[str, dict[str, float | None]]:
        """``{unit: {column: value or null}}``"""
        return {
            unit: {name: plain(value) for name, value in zip(self.columns, row, strict=True)}
            for unit, row in zip(self.units, self.values.tolist(), strict=True)
        }


def plain(value: float) -> float | None:
    """A number as JSON holds it: what is missing is null, never 0."""
    return float(value) if np.isfinite(value) else None


def mean_of(values: Floats) -> float:
    """The mean of what is there, NaN if nothing is."""
    there = values[np.isfinite(values)]
    return float(there.mean()) if there.size else float("nan")


def median_of(values: Floats) -> float:
    """The median of what is there, NaN if nothing is."""
    there = values[np.isfinite(values)]
    return float(np.median(there)) if there.size else float("nan")


def ranks_of(scores: Floats) -> Floats:
    """Ranks from 1 (highest); equals share the better rank, NaN has none.

    Scores are compared to nine decimals: what differs only by the order of a sum is equal.
    """
    ranks = np.full(len(scores), np.nan)
    there = np.isfinite(scores)
    rounded = np.round(scores[there], 9)
    ranks[there] = rounded.size - np.searchsorted(np.sort(rounded), rounded, side="right") + 1
    return ranks


def correlation(one: Floats, other: Floats) -> float:
    """Pearson's correlation over the units that have both; NaN below three units or without variation."""
    both = np.isfinite(one) & np.isfinite(other)
    if both.sum() < 3:
        return float("nan")
    a, b = one[both] - one[both].mean(), other[both] - other[both].mean()
    spread = float(np.sqrt(a @ a) * np.sqrt(b @ b))
    if spread <= 1e-12 * float(np.abs(one[both]).max() * np.abs(other[both]).max()):
        return float("nan")
    return float(np.clip((a @ b) / spread, -1.0, 1.0))


def ascending_ranks(values: Floats, *, average: bool = False) -> Floats:
    """Ranks from 1 (lowest) upward; equals share the lower rank, or their average. NaN stays."""
    ranks = np.full(len(values), np.nan)
    there = np.isfinite(values)
    ordered = np.sort(values[there])
    low = np.searchsorted(ordered, values[there], side="left") + 1.0
    if average:
        low = (low + np.searchsorted(ordered, values[there], side="right")) / 2
    ranks[there] = low
    return ranks


def names_json(names: Sequence[str], values: Floats) -> dict[str, float | None]:
    """``{name: value or null}``"""
    return {name: plain(value) for name, value in zip(names, values.tolist(), strict=True)}
