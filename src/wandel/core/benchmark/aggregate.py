"""Step 7: from the indicators up to one number, level by level, for one set of weights or for many at once."""

from collections.abc import Mapping

import numpy as np

from wandel.core.benchmark.framework import Framework
from wandel.core.benchmark.problems import Findings, listed
from wandel.core.benchmark.steps import Aggregate, Mean
from wandel.core.benchmark.tables import Floats, Table


def means_of(framework: Framework, step: Aggregate, findings: Findings) -> dict[str, Mean]:
    """Which mean makes each aggregate. Raises BenchmarkError if more or fewer levels are named than there are."""
    highest = framework.levels[framework.top]
    if step.levels and len(step.levels) != highest - 1:
        findings.wrong(
            f"steps.yaml, aggregate.levels: {len(step.levels)} Mittel für {highest - 1} Ebenen. Nennen Sie für jede Ebene eines, von unten nach oben.",
            f"steps.yaml, aggregate.levels: {len(step.levels)} means for {highest - 1} levels. Name one per level, from the bottom up.",
        )
    codes = {node.code for node in framework.aggregates}
    unknown = [code for code in step.nodes if code not in codes]
    if unknown:
        findings.wrong(
            f"steps.yaml, aggregate: Diese Aggregate gibt es nicht: {listed(unknown)}. Möglich sind: {listed(sorted(codes), 20)}.",
            f"steps.yaml, aggregate: these aggregates do not exist: {listed(unknown)}. Possible are: {listed(sorted(codes), 20)}.",
        )
    findings.stop()
    return {
        node.code: step.nodes.get(
            node.code, step.levels[framework.levels[node.code] - 2] if step.levels else step.method
        )
        for node in framework.aggregates
    }


def mean(values: Floats, weights: Floats, kind: str) -> Floats:
    """Weighted mean over the last axis; shapes broadcast. Over what is there; NaN if nothing is.

    Geometric and harmonic means of values of which one is 0 are 0 (their limit); negative values give NaN.
    """
    there = np.isfinite(values) & (weights > 0)
    w = np.where(there, weights, 0.0)
    total = w.sum(axis=-1)
    x = np.where(there, values, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        if kind == "geometric":
            found = np.exp((w * np.where(w > 0, np.log(x), 0.0)).sum(axis=-1) / total)
        elif kind == "harmonic":
            found = np.where((x < 0).any(axis=-1), np.nan, total / (w / x).sum(axis=-1))
        else:
            found = (w * x).sum(axis=-1) / total
    return np.where(total > 0, found, np.nan)


def aggregate(
    table: Table, framework: Framework, weights: Mapping[str, float], means: Mapping[str, Mean], minimum: float = 0.0
) -> Table:
    """The normalised table with one more column per aggregate, the top last. ``minimum``: smallest share of an aggregate's parts with a value."""
    many = {code: np.array([value]) for code, value in weights.items()}
    found = {code: table.column(code)[np.newaxis, :] for code in table.columns}
    found.update(_upward(found, framework, many, means, minimum))
    codes = [node.code for node in framework.aggregates]
    return table.beside(Table(table.units, tuple(codes), np.column_stack([found[code][0] for code in codes])))


def index_of(
    table: Table,
    framework: Framework,
    weights: Mapping[str, Floats],
    means: Mapping[str, Mean],
    *,
    minimum: float = 0.0,
    floor: float | None = None,
) -> Floats:
    """The index for many sets of weights at once, shape (sets, units). ``weights``: code → one number per set.

    ``floor``: lifts values below it before geometric and harmonic means, which need positive ones.
    """
    found = {code: table.column(code)[np.newaxis, :] for code in table.columns}
    index: Floats = _upward(found, framework, weights, means, minimum, floor)[framework.top]
    return index


def _upward(
    found: dict[str, Floats],
    framework: Framework,
    weights: Mapping[str, Floats],
    means: Mapping[str, Mean],
    minimum: float,
    floor: float | None = None,
) -> dict[str, Floats]:
    made: dict[str, Floats] = {}
    for node in framework.aggregates:
        members = framework.children[node.code]
        parts = np.broadcast_arrays(*(made[code] if code in made else found[code] for code in members))
        values = np.stack(parts, axis=-1)
        if floor is not None and means[node.code] != "arithmetic":
            values = np.maximum(values, floor)
        w = np.stack([weights[code] for code in members], axis=-1)[:, np.newaxis, :]
        score = mean(values, w, means[node.code])
        if minimum > 0:
            score = np.where(np.isfinite(values).mean(axis=-1) >= minimum - 1e-12, score, np.nan)
        made[node.code] = score
    return made


def check_signs(table: Table, framework: Framework, means: Mapping[str, Mean], findings: Findings) -> None:
    """Geometric and harmonic means need positive parts: negative ones are a mistake, zeros are told. ``table``: the aggregated one."""
    for code, kind in means.items():
        if kind == "arithmetic":
            continue
        values = np.column_stack([table.column(member) for member in framework.children[code]])
        if (values < 0).any():
            german = "geometrisches" if kind == "geometric" else "harmonisches"
            findings.wrong(
                f"{code}: Ein {german} Mittel braucht Werte über 0. Schreiben Sie unter normalise: method: min_max, range: [1, 100].",
                f"{code}: a {kind} mean needs values above 0. Write under normalise: method: min_max, range: [1, 100].",
            )
        elif (values == 0).any():
            many = int((values == 0).any(axis=1).sum())
            findings.odd(
                f"{code}: {many} Einheiten haben einen Teil mit 0 und damit insgesamt 0. Mit method: min_max, range: [1, 100] unter normalise bleibt der Rest sichtbar.",
                f"{code}: {many} units have a part at 0 and are therefore 0 altogether. With method: min_max, range: [1, 100] under normalise the rest stays visible.",
            )
    findings.stop()
