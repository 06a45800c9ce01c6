"""Step 6: what counts how much. As given, all parts of an aggregate alike, or from the data."""

from collections.abc import Mapping

import numpy as np

from wandel.core.benchmark.framework import Framework
from wandel.core.benchmark.problems import Findings, listed
from wandel.core.benchmark.steps import Weigh
from wandel.core.benchmark.tables import Floats, Table


def weights_of(framework: Framework, step: Weigh, findings: Findings) -> dict[str, float]:
    """The weight of every node inside its parent, before any looking at data; ``values`` stand above the method."""
    weights = framework.given_weights()
    if step.method == "equal":
        weights = dict.fromkeys(weights, 1.0)
    unknown = [code for code in step.values if code not in weights]
    if unknown:
        findings.wrong(
            f"steps.yaml, weight: Das gibt es nicht: {listed(unknown)}. Nennen Sie Kennungen aus meta.csv.",
            f"steps.yaml, weight: this does not exist: {listed(unknown)}. Name codes of meta.csv.",
        )
    weights.update({code: value for code, value in step.values.items() if code in weights})
    for code, members in framework.children.items():
        if not any(weights[member] > 0 for member in members):
            findings.wrong(
                f"steps.yaml, weight: Alle Teile von „{code}“ haben Gewicht 0. Geben Sie mindestens einem ein Gewicht über 0.",
                f"steps.yaml, weight: all parts of “{code}” have weight 0. Give at least one a weight above 0.",
            )
    findings.stop()
    return weights


def with_components(
    framework: Framework, weights: Mapping[str, float], normalised: Table, findings: Findings
) -> dict[str, float]:
    """Weights of the indicators from the first principal component inside each aggregate: squared loadings, which sum to 1.

    Handbook, step 6 (after Nicoletti, Scarpetta and Boylaud 2000). Over the units that have all parts; where there are too few the given weights stay.
    """
    found = dict(weights)
    for code, members in framework.children.items():
        leaves = [member for member in members if member in normalised.columns]
        if len(leaves) < 2 or len(leaves) < len(members):
            continue
        values = np.column_stack([normalised.column(member) for member in leaves])
        useful = [place for place in range(len(leaves)) if np.isfinite(values[:, place]).any()]
        complete = values[:, useful][np.isfinite(values[:, useful]).all(axis=1)]
        if len(complete) <= len(useful) or len(useful) < 2 or (complete.std(axis=0) == 0).any():
            findings.odd(
                f"{code}: Zu wenige vollständige Einheiten für Hauptkomponenten; es bleiben die angegebenen Gewichte.",
                f"{code}: too few complete units for principal components; the given weights stay.",
            )
            continue
        loadings, explained = first_component(complete)
        found.update({leaves[place]: float(value) for place, value in zip(useful, loadings**2, strict=True)})
        if explained < 0.5 or (loadings.min() < -1e-9 < 1e-9 < loadings.max()):
            findings.odd(
                f"{code}: Die erste Hauptkomponente erklärt {explained * 100:.0f} % oder zählt Teile gegeneinander. Nehmen Sie diese Gewichte mit Vorsicht.",
                f"{code}: the first principal component explains {explained * 100:.0f} % or sets parts against each other. Take these weights with care.",
            )
    return found


def first_component(values: Floats) -> tuple[Floats, float]:
    """The first component's unit vector (its sum not negative) and its share of variance, from correlations."""
    found, vectors = np.linalg.eigh(np.corrcoef(values, rowvar=False))
    first: Floats = vectors[:, -1] * (1.0 if vectors[:, -1].sum() >= 0 else -1.0)
    return first, float(found[-1] / found.sum())
