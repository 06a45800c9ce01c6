"""Step 8: do the parts of an aggregate measure the same thing, or do they fight each other?

Correlations inside each aggregate and with what stands above, Cronbach's α = k/(k−1) · (1 − Σ Var(xᵢ) / Var(Σ xᵢ)) (Psychometrika 16, 1951) over the units
that have all parts. Below 0.3 a part hardly speaks for the whole, negative ones work against it, above 0.92 two parts say
the same twice (thresholds of the JRC's audits).
"""

from dataclasses import dataclass

import numpy as np

from wandel.core.benchmark.composite import Composite
from wandel.core.benchmark.tables import Floats, ascending_ranks, correlation, plain
from wandel.core.law.texts import Text


@dataclass(frozen=True, slots=True)
class Coherence:
    """``alpha``: aggregate → α (None where it cannot be told). ``within``: aggregate → pairs of parts with their correlation.
    ``with_parent``, ``with_index``: code → correlation. ``flags``: what stands out, strongest first."""

    alpha: dict[str, float | None]
    within: dict[str, list[tuple[str, str, float | None]]]
    with_parent: dict[str, float | None]
    with_index: dict[str, float | None]
    flags: tuple[dict[str, object], ...]
    warnings: tuple[Text, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "alpha": self.alpha,
            "within": {
                code: [{"one": one, "other": other, "correlation": value} for one, other, value in pairs]
                for code, pairs in self.within.items()
            },
            "with_parent": self.with_parent,
            "with_index": self.with_index,
            "flags": list(self.flags),
        }


def cronbach(parts: Floats) -> float:
    """α of columns over the rows that are complete; NaN below two columns, three rows or without variation."""
    complete = parts[np.isfinite(parts).all(axis=1)]
    many = parts.shape[1]
    if many < 2 or len(complete) < 3:
        return float("nan")
    whole = float(complete.sum(axis=1).var(ddof=1))
    if whole <= 0:
        return float("nan")
    parts_alone = float(complete.var(axis=0, ddof=1).sum())
    return float(many / (many - 1) * (1 - parts_alone / whole))


def coherence(composite: Composite) -> Coherence:
    """How the parts of each aggregate go together."""
    step, framework, table = composite.steps.coherence, composite.framework, composite.aggregated
    columns = {code: table.column(code) for code in table.columns}
    if step.method == "spearman":
        columns = {code: ascending_ranks(values, average=True) for code, values in columns.items()}
    alpha: dict[str, float | None] = {}
    within: dict[str, list[tuple[str, str, float | None]]] = {}
    parents: dict[str, float | None] = {}
    flags: list[dict[str, object]] = []
    for node in framework.aggregates:
        members = framework.children[node.code]
        known = [code for code in members if np.isfinite(table.column(code)).any()]
        alpha[node.code] = plain(cronbach(np.column_stack([table.column(code) for code in known]))) if known else None
        pairs = []
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                value = plain(correlation(columns[one], columns[other]))
                pairs.append((one, other, value))
                if value is not None and value < step.negative:
                    flags.append({"kind": "negative", "one": one, "other": other, "correlation": value})
                elif value is not None and value > step.high:
                    flags.append({"kind": "redundant", "one": one, "other": other, "correlation": value})
            parents[one] = plain(correlation(columns[one], columns[node.code]))
            if (value := parents[one]) is not None and value < 0 and composite.weights[one] > 0:
                flags.append({"kind": "against_parent", "one": one, "other": node.code, "correlation": value})
        within[node.code] = pairs
    with_index = {code: plain(correlation(columns[code], columns[framework.top])) for code in table.columns}
    flags.sort(key=lambda flag: (flag["kind"] != "against_parent", -abs(float(str(flag["correlation"])))))
    return Coherence(alpha, within, parents, with_index, tuple(flags), tuple(_sentences(flags)))


def _sentences(flags: list[dict[str, object]]) -> list[Text]:
    told = []
    for flag in flags:
        value = float(str(flag["correlation"]))
        number = Text(f"{value:.2f}".replace(".", ","), f"{value:.2f}")
        one, other = flag["one"], flag["other"]
        if flag["kind"] == "against_parent":
            told.append(
                Text(
                    f"{one} wirkt gegen {other}, zu dem es gehört (Korrelation {number.de}). Prüfen Sie Richtung und Platz.",
                    f"{one} works against {other}, to which it belongs (correlation {number.en}). Check direction and place.",
                )
            )
        elif flag["kind"] == "negative":
            told.append(
                Text(
                    f"{one} und {other} gehen auseinander (Korrelation {number.de}): Im Mittel heben sie sich auf.",
                    f"{one} and {other} diverge (correlation {number.en}): in a mean they cancel out.",
                )
            )
        else:
            told.append(
                Text(
                    f"{one} und {other} sagen fast dasselbe (Korrelation {number.de}): Es zählt doppelt.",
                    f"{one} and {other} say nearly the same (correlation {number.en}): it counts twice.",
                )
            )
    return told
