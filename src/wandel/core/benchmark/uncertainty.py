"""Step 9: which ranks would have come out, had other sensible choices been made?

Monte Carlo over the choices at steps 2, 4, 5 and 7, each equally likely, and over weights drawn evenly within ± a share of each (Saisana, Saltelli
and Tarantola 2005, Journal of the Royal Statistical Society A 168, 307-323). Seeded: the same input gives the same bands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from wandel.core.benchmark.aggregate import index_of
from wandel.core.benchmark.composite import Composite, normalised_with
from wandel.core.benchmark.steps import Impute, Mean, Normalise, Treat
from wandel.core.benchmark.tables import Floats, Table, ranks_of

LOW, HIGH = 5, 95
FLOOR = 1.0


@dataclass(frozen=True, slots=True)
class Choices:
    """What might have been chosen, what was chosen first. ``aggregate``: name and mean per aggregate."""

    impute: tuple[Impute, ...]
    treat: tuple[Treat, ...]
    normalise: tuple[Normalise, ...]
    aggregate: tuple[tuple[str, Mapping[str, Mean]], ...]

    @property
    def sizes(self) -> tuple[int, int, int, int]:
        return len(self.impute), len(self.treat), len(self.normalise), len(self.aggregate)

    def as_json(self) -> dict[str, list[str]]:
        return {
            "impute": [one.method for one in self.impute],
            "treat": [one.method for one in self.treat],
            "normalise": [one.method for one in self.normalise],
            "aggregate": [name for name, _ in self.aggregate],
        }


@dataclass(frozen=True, slots=True)
class Band:
    """Of a unit's rank: the 5 %, 50 % and 95 % point and the mean; None where it never has one."""

    low: int | None = None
    median: int | None = None
    high: int | None = None
    mean: float | None = None

    def as_json(self) -> dict[str, float | None]:
        return {"low": self.low, "median": self.median, "high": self.high, "mean": self.mean}


@dataclass(frozen=True, slots=True, eq=False)
class Uncertainty:
    """``scores``: shape (runs, units); they compare within a run only, scales differ between runs."""

    units: tuple[str, ...]
    choices: Choices
    runs: int
    seed: int
    weights: float
    scores: Floats

    def bands(self, among: tuple[str, ...] | None = None) -> dict[str, Band]:
        """Unit → the band of its rank, among all units or among some."""
        places = [self.units.index(unit) for unit in (among or self.units)]
        ranks = np.stack([ranks_of(row) for row in self.scores[:, places]])
        found = {}
        for place, unit in enumerate(among or self.units):
            column = ranks[:, place]
            there = column[np.isfinite(column)]
            if not there.size:
                found[unit] = Band()
                continue
            low, middle, high = np.percentile(there, [LOW, 50, HIGH], method="inverted_cdf")
            found[unit] = Band(int(low), int(middle), int(high), float(there.mean()))
        return found

    def as_json(self) -> dict[str, object]:
        return {
            "runs": self.runs,
            "seed": self.seed,
            "weights": self.weights,
            "choices": self.choices.as_json(),
            "percentiles": [LOW, HIGH],
            "ranks": {unit: band.as_json() for unit, band in self.bands().items()},
        }


def choices_of(composite: Composite) -> Choices:
    """The choices named in the steps, else the usual ones; what was chosen always stands first."""
    steps, written = composite.steps, composite.steps.uncertainty
    gaps = not np.isfinite(composite.denominated.values).all()
    imputing = written.impute or ((("none",) if steps.impute.method != "none" else ("mean",)) if gaps else ())
    treating = written.treat or (("none",) if steps.treat.method != "none" else ("winsorise",))
    scaling = written.normalise or (("z_score",) if steps.normalise.method == "min_max" else ("min_max",))
    means = written.aggregate or (("arithmetic",) if steps.aggregate.method != "arithmetic" else ("geometric",))
    aggregates = [node.code for node in composite.framework.aggregates]
    chosen = set(composite.means.values())
    first = chosen.pop() if len(chosen) == 1 else "as_chosen"
    gentle = (
        steps.impute.model_copy(update={"otherwise": "none"}) if steps.impute.otherwise == "error" else steps.impute
    )
    return Choices(
        (steps.impute, *(gentle.model_copy(update={"method": one}) for one in dict.fromkeys(imputing) if one != steps.impute.method)),
        (steps.treat, *(steps.treat.model_copy(update={"method": one}) for one in dict.fromkeys(treating) if one != steps.treat.method)),
        (steps.normalise, *(_scaling(one) for one in dict.fromkeys(scaling) if one != steps.normalise.method)),
        ((first, composite.means), *((one, dict.fromkeys(aggregates, one)) for one in dict.fromkeys(means) if one != first)),
    )  # fmt: skip


def _scaling(method: str) -> Normalise:
    return Normalise.model_validate({"method": method, "mean": 50.0, "deviation": 10.0})


def tables_of(composite: Composite, choices: Choices) -> dict[tuple[int, int, int], Table]:
    """The normalised table of every combination of choices at steps 2, 4 and 5."""
    return {
        (i, t, n): normalised_with(composite, choices.impute[i], choices.treat[t], choices.normalise[n])
        for i, t, n in product(*(range(size) for size in choices.sizes[:3]))
    }


def scores_of(
    composite: Composite, table: Table, scaling: Normalise, means: Mapping[str, Mean], weights: Mapping[str, Floats]
) -> Floats:
    """The index for many sets of weights, shape (sets, units). Means that need positive values get them (``positive``)."""
    minimum = composite.steps.aggregate.minimum
    if all(kind == "arithmetic" for kind in means.values()):
        return index_of(table, composite.framework, weights, means, minimum=minimum)
    lifted = positive(table, scaling)
    return index_of(lifted, composite.framework, weights, means, minimum=minimum, floor=FLOOR)


def positive(table: Table, scaling: Normalise) -> Table:
    """The table itself if all values are at least 1; else z-scores as 50 + 10z, everything else stretched to 1…100."""
    values = table.values
    if not np.isfinite(values).any() or np.nanmin(values) >= FLOOR:
        return table
    if scaling.method == "z_score":
        return table.holding(50 + 10 * (values - scaling.mean) / scaling.deviation)
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    return table.holding(1 + 99 * (values - low) / (high - low) if high > low else np.ones_like(values))


def uncertainty(composite: Composite, tables: Mapping[tuple[int, int, int], Table] | None = None) -> Uncertainty:
    """Scores in every run; ``tables`` from ``tables_of`` if they are there already."""
    step, framework = composite.steps.uncertainty, composite.framework
    choices = choices_of(composite)
    tables = tables_of(composite, choices) if tables is None else tables
    generator = np.random.Generator(np.random.PCG64(step.seed))
    drawn = np.column_stack([generator.integers(0, size, step.runs) for size in choices.sizes])
    noise = 1 + step.weights * generator.uniform(-1, 1, (step.runs, len(framework.nodes)))
    scores = np.full((step.runs, len(composite.units)), np.nan)
    for i, t, n, a in np.unique(drawn, axis=0):
        rows = np.flatnonzero((drawn == (i, t, n, a)).all(axis=1))
        weights = {
            node.code: composite.weights[node.code] * noise[rows, place] for place, node in enumerate(framework.nodes)
        }
        scores[rows] = scores_of(
            composite, tables[int(i), int(t), int(n)], choices.normalise[n], choices.aggregate[a][1], weights
        )
    return Uncertainty(composite.units, choices, step.runs, step.seed, step.weights, scores)
