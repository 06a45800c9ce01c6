"""Steps 1 to 3: per head instead of in total, gaps filled as chosen, units with too little left out."""

from collections.abc import Callable

import numpy as np

from wandel.core.benchmark.problems import Findings, german, listed
from wandel.core.benchmark.reading import Dataset
from wandel.core.benchmark.steps import Denominate, Impute, Screen
from wandel.core.benchmark.tables import Bools, Floats, Table, mean_of, median_of

FILLS: dict[str, Callable[[Floats], float]] = {
    "mean": mean_of,
    "median": median_of,
    "group_mean": mean_of,
    "group_median": median_of,
}


def denominate(dataset: Dataset, step: Denominate, findings: Findings) -> Table:
    """Indicators divided by their denominators. A missing denominator leaves the value missing; zero is a mistake."""
    raw = dataset.indicators
    codes = set(raw.columns)
    for code in step.by:
        if code not in codes:
            findings.wrong(
                f"steps.yaml, denominate: Den Indikator „{code}“ gibt es nicht. Nennen Sie einen aus meta.csv.",
                f"steps.yaml, denominate: there is no indicator “{code}”. Name one of meta.csv.",
            )
    if step.method == "none":
        return raw
    values = raw.values.copy()
    for place, node in enumerate(dataset.framework.indicators):
        name = step.by.get(node.code, node.denominator)
        if name is None:
            continue
        if name in dataset.denominators.columns:
            base = dataset.denominators.column(name)
        elif name in codes:
            base = raw.column(name)
        else:
            findings.wrong(
                f"steps.yaml, denominate.{node.code}: Die Bezugsgröße „{name}“ gibt es nicht. Nennen Sie eine aus meta.csv.",
                f"steps.yaml, denominate.{node.code}: there is no denominator “{name}”. Name one of meta.csv.",
            )
            continue
        needed = np.isfinite(values[:, place])
        for index in np.flatnonzero(needed & (base == 0)):
            findings.wrong(
                f"data.csv, Zeile {dataset.lines[index]}, Spalte {name}: 0 kann keine Bezugsgröße sein. Tragen Sie den Wert ein oder leeren Sie das Feld.",
                f"data.csv, line {dataset.lines[index]}, column {name}: 0 cannot be a denominator. Write the value or empty the cell.",
            )
        lost = [raw.units[index] for index in np.flatnonzero(needed & ~np.isfinite(base))]
        if lost:
            findings.odd(
                f"{node.code}: Ohne {name} fehlt der Wert von {listed(lost)}.",
                f"{node.code}: without {name} the value is missing for {listed(lost)}.",
            )
        with np.errstate(divide="ignore", invalid="ignore"):
            values[:, place] = values[:, place] / base
    findings.stop()
    return raw.holding(values)


def group_column(dataset: Dataset, step: Impute, findings: Findings) -> str | None:
    """The grouping meant: the one named, else the last of data.csv (said aloud where there are several)."""
    if not step.method.startswith("group"):
        return None
    known = list(dataset.groups)
    if step.group is not None:
        if step.group not in known:
            findings.wrong(
                f"steps.yaml, impute.group: Die Gruppe „{step.group}“ gibt es nicht. Möglich sind: {listed(known, 12) or 'keine'}.",
                f"steps.yaml, impute.group: there is no group “{step.group}”. Possible are: {listed(known, 12) or 'none'}.",
            )
            findings.stop()
        return step.group
    if not known:
        findings.wrong(
            "steps.yaml, impute: data.csv hat keine Spalte mit Gruppen. Schreiben Sie impute: mean oder ergänzen Sie eine.",
            "steps.yaml, impute: data.csv has no column of groups. Write impute: mean or add one.",
        )
        findings.stop()
    if len(known) > 1:
        findings.odd(
            f"steps.yaml, impute: Keine Gruppe genannt; es gilt die letzte, „{known[-1]}“. Möglich sind: {listed(known, 12)}.",
            f"steps.yaml, impute: no group named; the last one, “{known[-1]}”, applies. Possible are: {listed(known, 12)}.",
        )
    return known[-1]


def impute(table: Table, step: Impute, groups: tuple[str, ...] | None, findings: Findings) -> Table:
    """Gaps filled column by column. ``groups``: each unit's group, for the group methods.

    A group without any value is a mistake unless ``otherwise`` says what to take; an indicator without any value stays missing.
    """
    if step.method == "none":
        return table
    fill = FILLS[step.method]
    values = table.values.copy()
    for place, code in enumerate(table.columns):
        column = table.values[:, place]
        gaps = np.flatnonzero(~np.isfinite(column))
        if gaps.size == len(column):
            continue
        for index in gaps:
            if groups is None:
                values[index, place] = fill(column)
                continue
            same = np.array([group == groups[index] for group in groups]) & bool(groups[index])
            found = fill(column[same])
            if not np.isfinite(found):
                found = _without_group(column, step, table.units[index], code, groups[index], findings)
            values[index, place] = found
    findings.stop()
    return table.holding(values)


def _without_group(column: Floats, step: Impute, unit: str, code: str, group: str, findings: Findings) -> float:
    if step.otherwise in FILLS:
        return FILLS[step.otherwise](column)
    if step.otherwise == "error":
        findings.wrong(
            f"Spalte {code}: Für {unit} fehlt der Wert, und in der Gruppe „{group}“ ist keiner bekannt. Nehmen Sie eine größere Gruppe "
            "oder ergänzen Sie in steps.yaml unter impute: otherwise: mean.",
            f"Column {code}: the value of {unit} is missing, and none is known in the group “{group}”. Take a larger group or add "
            "otherwise: mean to impute in steps.yaml.",
        )
    return float("nan")


def screened(dataset: Dataset, denominated: Table, imputed: Table, step: Screen, findings: Findings) -> Bools:
    """Which units stay. Units that stay only because their gaps were filled are told."""
    table = imputed if step.of == "imputed" else denominated
    many = max(1, len(table.columns))
    if step.method == "none":
        return np.ones(len(table.units), dtype=np.bool_)
    there = np.isfinite(table.values)
    keep: Bools = there.sum(axis=1) / many >= step.threshold - 1e-12
    other = np.where(
        there.any(axis=1), (there & (table.values != 0)).sum(axis=1) / np.maximum(1, there.sum(axis=1)), 0.0
    )
    keep &= other >= step.nonzero - 1e-12
    observed = np.isfinite(denominated.values).sum(axis=1) / many
    thin = [unit for unit, stays, share in zip(table.units, keep, observed, strict=True)
            if stays and share < step.threshold - 1e-12]  # fmt: skip
    if thin:
        percent = german(step.threshold * 100)
        findings.odd(
            f"Diese Einheiten erreichen {percent} % der Werte erst durch ergänzte: {listed(thin)}. Sollen nur gemessene zählen, "
            "schreiben Sie unter screen: of: denominated.",
            f"These units reach {step.threshold * 100:g} % of the values only through filled ones: {listed(thin)}. If only measured "
            "ones shall count, write of: denominated under screen.",
        )
    gone = [unit for unit, stays in zip(table.units, keep, strict=True) if not stays]
    if gone:
        findings.odd(
            f"Zu wenige Werte, nicht im Index: {listed(gone, 12)}.", f"Too few values, not in the index: {listed(gone, 12)}."
        )  # fmt: skip
    if keep.sum() < 2:
        findings.wrong(
            "steps.yaml, screen: Es bleiben weniger als zwei Einheiten. Senken Sie threshold.",
            "steps.yaml, screen: fewer than two units remain. Lower threshold.",
        )
        findings.stop()
    return keep
