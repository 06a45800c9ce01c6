"""Step 4: a few extreme units shall not flatten everybody else.

Skewness and excess kurtosis as G₁ and G₂ (Joanes and Gill 1998, The Statistician 47, 183-189; what spreadsheets compute). An indicator passes
if |G₁| < 2 or G₂ < 3.5 (the JRC's rule, after Groeneveld and Meeden 1984, The Statistician 33, 391-399). Otherwise the most extreme value, on the side the skewness
points to, takes its neighbour's value, until it passes or ``max_points`` points are moved; if that does not help, the untouched values go through
log(x − min + 0.01 · range).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from wandel.core.benchmark.problems import Findings
from wandel.core.benchmark.steps import Treat
from wandel.core.benchmark.tables import Floats, Table, plain


@dataclass(frozen=True, slots=True)
class Treated:
    """What happened to one indicator: how (winsorised, log, none), how many points, shape before and after, whether it passes now."""

    code: str
    how: str
    points: tuple[str, ...]
    skew_before: float
    kurtosis_before: float
    skew_after: float
    kurtosis_after: float
    passes: bool

    def as_json(self) -> dict[str, object]:
        return {
            "how": self.how,
            "points": list(self.points),
            "skew_before": plain(self.skew_before),
            "kurtosis_before": plain(self.kurtosis_before),
            "skew_after": plain(self.skew_after),
            "kurtosis_after": plain(self.kurtosis_after),
            "passes": self.passes,
        }


def _deviations(values: Floats) -> Floats:
    """Deviations from the mean of what is there, the largest 1 (shape does not depend on scale); empty without variation."""
    x = values[np.isfinite(values)]
    if not x.size or float(np.ptp(x)) <= 1e-12 * float(np.abs(x).max()):
        return np.empty(0)
    deviations = x - x.mean()
    scaled: Floats = deviations / np.abs(deviations).max()
    return scaled


def skewness(values: Floats) -> float:
    """G₁ of what is there; NaN below three values or without variation."""
    d = _deviations(values)
    n = d.size
    if n < 3:
        return float("nan")
    return float(sqrt(n) * (d**3).sum() / float(d @ d) ** 1.5 * sqrt(n * (n - 1)) / (n - 2))


def kurtosis(values: Floats) -> float:
    """G₂ (0 for a normal distribution) of what is there; NaN below four values or without variation."""
    d = _deviations(values)
    n = d.size
    if n < 4:
        return float("nan")
    r = n * float((d**4).sum()) / float(d @ d) ** 2
    return ((n + 1) * (r - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))


def passes(values: Floats, step: Treat) -> bool:
    """Whether the shape is acceptable; what is too short or too even to tell is."""
    skew, peak = skewness(values), kurtosis(values)
    if not (np.isfinite(skew) and np.isfinite(peak)):
        return True
    return abs(skew) < step.skew or peak < step.kurtosis


def winsorise(values: Floats, step: Treat) -> tuple[Floats, Floats]:
    """The values with at most ``max_points`` moved, and which were (1) or were not (0).

    Equal extremes move together, so a tie may move more than ``max_points``.
    """
    x = values.copy()
    moved = np.zeros(len(x))
    high = low = 0
    while not passes(x, step) and high + low < step.max_points:
        upward = skewness(x) >= 0
        extreme = np.nanmax(x) if upward else np.nanmin(x)
        those = x == extreme
        rest = x[~those & np.isfinite(x)]
        if not rest.size:
            break
        x[those] = rest.max() if upward else rest.min()
        moved[those] = 1
        if upward:
            high = int(those.sum())
        else:
            low = int(those.sum())
    return x, moved


def logarithm(values: Floats) -> Floats:
    """log(x − min + 0.01 · (max − min)): defined for any values, keeps their order."""
    low, high = np.nanmin(values), np.nanmax(values)
    shifted: Floats = np.log(values - low + 0.01 * (high - low))
    return shifted


def treat(table: Table, step: Treat, findings: Findings) -> tuple[Table, dict[str, Treated]]:
    """The table without outliers, and what was done to each indicator that did not pass."""
    for code in step.untouched:
        if code not in table.columns:
            findings.odd(
                f"steps.yaml, treat.untouched: Den Indikator „{code}“ gibt es nicht.",
                f"steps.yaml, treat.untouched: there is no indicator “{code}”.",
            )
    if step.method == "none":
        return table, {}
    values = table.values.copy()
    done: dict[str, Treated] = {}
    for place, code in enumerate(table.columns):
        column = table.values[:, place]
        if code in step.untouched or passes(column, step):
            continue
        how, new, moved = "none", column, np.zeros(len(column))
        if step.method == "winsorise":
            how, (new, moved) = "winsorised", winsorise(column, step)
        if step.method == "log" or (step.otherwise == "log" and not passes(new, step)):
            how, new, moved = "log", logarithm(column), np.zeros(len(column))
        values[:, place] = new
        done[code] = Treated(
            code, how, tuple(unit for unit, hit in zip(table.units, moved, strict=True) if hit),
            skewness(column), kurtosis(column), skewness(new), kurtosis(new), passes(new, step),
        )  # fmt: skip
        if not done[code].passes:
            findings.odd(
                f"{code}: Auch danach bleibt die Verteilung sehr schief. Prüfen Sie, ob der Indikator taugt.",
                f"{code}: the distribution stays very skewed even so. Check whether the indicator serves.",
            )
    return table.holding(values), done
