"""The ten steps in one go, every stage kept.

Handbook on Constructing Composite Indicators (OECD/JRC 2008). Steps 1-7 make the index (here), 8 asks whether it hangs together
(``coherence``), 9 and 10 how much of a rank is due to choices (``uncertainty``, ``sensitivity``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wandel.core.benchmark.aggregate import aggregate, check_signs, means_of
from wandel.core.benchmark.framework import Framework
from wandel.core.benchmark.normalise import normalise
from wandel.core.benchmark.outliers import Treated, treat
from wandel.core.benchmark.prepare import denominate, group_column, impute, screened
from wandel.core.benchmark.problems import Findings, listed
from wandel.core.benchmark.reading import Dataset
from wandel.core.benchmark.steps import Impute, Mean, Normalise, Steps, Treat
from wandel.core.benchmark.tables import Bools, Floats, Table, plain, ranks_of
from wandel.core.benchmark.weigh import weights_of, with_components
from wandel.core.law.texts import Text


@dataclass(frozen=True, slots=True, eq=False)
class Composite:
    """An index with all it was made from.

    ``denominated`` and ``imputed`` hold all units, the later tables those that were not screened out; ``kept`` marks them. ``aggregated`` holds
    the normalised indicators and all aggregates.
    """

    dataset: Dataset
    steps: Steps
    kept: Bools
    denominated: Table
    imputed: Table
    screened: Table
    treated: Table
    normalised: Table
    aggregated: Table
    weights: Mapping[str, float]
    means: Mapping[str, Mean]
    treatment: Mapping[str, Treated]
    warnings: tuple[Text, ...]

    @property
    def framework(self) -> Framework:
        return self.dataset.framework

    @property
    def units(self) -> tuple[str, ...]:
        """The units in the index."""
        return self.normalised.units

    @property
    def scores(self) -> Floats:
        return self.aggregated.column(self.framework.top)

    @property
    def ranks(self) -> Floats:
        return ranks_of(self.scores)

    @property
    def shares(self) -> dict[str, float]:
        """What each node counts in the whole (1 for the top)."""
        return self.framework.shares(self.weights)

    def stages(self) -> dict[str, Table]:
        return {
            "denominated": self.denominated,
            "imputed": self.imputed,
            "screened": self.screened,
            "treated": self.treated,
            "normalised": self.normalised,
            "aggregated": self.aggregated,
        }

    def names(self) -> dict[str, str]:
        return dict(zip(self.dataset.units, self.dataset.names, strict=True))


def compose(dataset: Dataset, steps: Steps, warnings: Sequence[Text] = ()) -> Composite:
    """Steps 1 to 7. ``warnings``: what reading already found odd. Raises BenchmarkError."""
    findings = Findings()
    findings.warnings.extend(warnings)
    framework = dataset.framework
    weights = weights_of(framework, steps.weight, findings)
    means = means_of(framework, steps.aggregate, findings)
    denominated = denominate(dataset, steps.denominate, findings)
    group = group_column(dataset, steps.impute, findings)
    imputed = impute(denominated, steps.impute, None if group is None else dataset.groups[group], findings)
    kept = screened(dataset, denominated, imputed, steps.screen, findings)
    rest = imputed.only(kept)
    treated, treatment = treat(rest, steps.treat, findings)
    normalised = normalise(treated, framework.indicators, steps.normalise, findings)
    if steps.weight.method == "pca":
        weights = with_components(framework, weights, normalised, findings)
        weights.update(steps.weight.values)
    aggregated = aggregate(normalised, framework, weights, means, steps.aggregate.minimum)
    check_signs(aggregated, framework, means, findings)
    made = Composite(
        dataset, steps, kept, denominated, imputed, rest, treated, normalised, aggregated, weights, means, treatment, ()
    )
    _tell_gaps(made, findings)
    return Composite(
        dataset, steps, kept, denominated, imputed, rest, treated, normalised, aggregated, weights, means, treatment,
        tuple(dict.fromkeys(findings.warnings)),
    )  # fmt: skip


def normalised_with(composite: Composite, imputing: Impute, treating: Treat, scaling: Normalise) -> Table:
    """The normalised table, had other choices been made at steps 2, 4 and 5; the same units."""
    quiet = Findings()
    group = group_column(composite.dataset, imputing, quiet)
    groups = None if group is None else composite.dataset.groups[group]
    imputed = impute(composite.denominated, imputing, groups, quiet).only(composite.kept)
    treated, _ = treat(imputed, treating, quiet)
    return normalise(treated, composite.framework.indicators, scaling, quiet)


def observed_shares(composite: Composite) -> dict[str, float]:
    """Unit → share of the indicators that were measured, not filled in."""
    there = np.isfinite(composite.denominated.values).mean(axis=1)
    return {unit: float(share) for unit, share in zip(composite.denominated.units, there, strict=True)}


def filled(composite: Composite) -> list[dict[str, object]]:
    """Every value that was filled in: unit, indicator, value."""
    gaps = np.isfinite(composite.imputed.values) & ~np.isfinite(composite.denominated.values)
    return [
        {
            "unit": composite.imputed.units[row],
            "indicator": composite.imputed.columns[column],
            "value": plain(float(composite.imputed.values[row, column])),
        }
        for row, column in np.argwhere(gaps)
    ]


def _tell_gaps(composite: Composite, findings: Findings) -> None:
    counted = [node.code for node in composite.framework.indicators if composite.shares[node.code] > 0]
    values = np.column_stack([composite.screened.column(code) for code in counted])
    known = np.isfinite(values).any(axis=0)
    gaps = ~np.isfinite(values[:, known])
    thin = [
        unit
        for unit, lacking, score in zip(composite.units, gaps, composite.scores, strict=True)
        if lacking.any() and np.isfinite(score)
    ]
    if thin:
        findings.odd(
            f"Für diese Einheiten fehlen Werte; ihr Index steht auf den übrigen: {listed(thin, 12)}.",
            f"These units lack values; their index rests on the others: {listed(thin, 12)}.",
        )
    without = [unit for unit, score in zip(composite.units, composite.scores, strict=True) if not np.isfinite(score)]
    if without:
        findings.odd(
            f"Ohne Index, weil Werte fehlen: {listed(without, 12)}.",
            f"Without an index, because values are missing: {listed(without, 12)}.",
        )
