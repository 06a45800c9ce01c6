"""Step 5: every indicator on one scale, more always meaning better.

Directions are applied here: an indicator of which less is better is turned round. What cannot be put on a scale (all units equal, nothing
known) stays missing and is told; it never becomes 0.
"""

import numpy as np

from wandel.core.benchmark.framework import Node
from wandel.core.benchmark.problems import Findings, listed
from wandel.core.benchmark.steps import Normalise
from wandel.core.benchmark.tables import Floats, Table, ascending_ranks, mean_of, median_of


def normalise(table: Table, nodes: tuple[Node, ...], step: Normalise, findings: Findings) -> Table:
    """The table on the chosen scale; ``nodes`` in the order of its columns. Raises BenchmarkError for a reference or target that is not there."""
    _check(table, nodes, step, findings)
    values = np.full_like(table.values, np.nan)
    flat, unrelated = [], []
    for place, node in enumerate(nodes):
        column = table.values[:, place] * node.direction
        there = column[np.isfinite(column)]
        if not there.size or (step.method != "none" and float(np.ptp(there)) <= 1e-12 * float(np.abs(there).max())):
            flat.append(node.code)
        else:
            values[:, place] = _scaled(column, table.values[:, place], node, step, table.units)
            if not np.isfinite(values[:, place]).any():
                unrelated.append(node.code)
    if flat:
        findings.odd(
            f"Überall gleich oder nirgends bekannt, deshalb ohne Wirkung auf den Index: {listed(flat)}.",
            f"Equal everywhere or known nowhere, therefore without effect on the index: {listed(flat)}.",
        )
    if unrelated:
        findings.odd(
            f"{step.reference} hat keinen Wert oder den schlechtesten; ohne Abstand und ohne Wirkung auf den Index: {listed(unrelated)}.",
            f"{step.reference} has no value or the worst one; without a distance and without effect on the index: {listed(unrelated)}.",
        )
    return table.holding(values)


def _check(table: Table, nodes: tuple[Node, ...], step: Normalise, findings: Findings) -> None:
    if step.method == "distance_to_reference" and step.reference not in {"best", "mean", "median", *table.units}:
        findings.wrong(
            f"steps.yaml, normalise.reference: „{step.reference}“ ist keine Einheit im Index. Möglich sind auch best, mean, median.",
            f"steps.yaml, normalise.reference: “{step.reference}” is no unit in the index. Possible are also best, mean, median.",
        )
    if step.method == "distance_to_target":
        absent = [node.code for node in nodes if node.target is None]
        if absent:
            findings.wrong(
                f"meta.csv, Spalte target: Für den Abstand zum Ziel fehlt es bei {listed(absent)}. Tragen Sie es ein.",
                f"meta.csv, column target: the distance to the target needs one for {listed(absent)}. Write it.",
            )
    findings.stop()


def _scaled(turned: Floats, raw: Floats, node: Node, step: Normalise, units: tuple[str, ...]) -> Floats:
    low, high = float(np.nanmin(turned)), float(np.nanmax(turned))
    if step.method == "min_max":
        return (turned - low) / (high - low) * (step.upper - step.lower) + step.lower
    if step.method == "z_score":
        deviation = float(np.nanstd(turned, ddof=1))
        return (turned - mean_of(turned)) / deviation * step.deviation + step.mean
    if step.method == "rank":
        return ascending_ranks(turned)
    if step.method == "percentile_rank":
        many = int(np.isfinite(turned).sum())
        return (ascending_ranks(turned) - 1) / (many - 1)
    if step.method == "distance_to_reference":
        known = {"best": high, "mean": mean_of(turned), "median": median_of(turned)}
        reference = known[step.reference] if step.reference in known else float(turned[units.index(step.reference)])
        return _to_reference(turned, raw, low, reference, node, step)
    if step.method == "distance_to_target" and node.target is not None:
        target = node.target * node.direction
        if target <= low:
            return np.where(np.isfinite(turned), 1.0, np.nan)
        return np.minimum(1.0, (turned - low) / (target - low))
    return turned


def _to_reference(turned: Floats, raw: Floats, low: float, reference: float, node: Node, step: Normalise) -> Floats:
    """``range``: 1 at the reference, 0 at the worst unit; ``ratio``: value through reference, or the inverse where less is better."""
    nothing = np.full_like(turned, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        if step.form == "range":
            return 1 - (reference - turned) / (reference - low) if reference > low else nothing
        found = raw / (reference * node.direction) if node.direction > 0 else (reference * node.direction) / raw
    return np.where(np.isfinite(found), found, np.nan)
