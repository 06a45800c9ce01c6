"""Step 10: which choice moves the ranks, and which indicator?

All combinations of choices are computed, with ``draws`` sets of weights as one more factor, so the variance of a result splits exactly,
without sampling error in the indices: first order Sᵢ = Var(E[Y|xᵢ]) / Var(Y), total Tᵢ = 1 − Var(E[Y|x₋ᵢ]) / Var(Y) (Sobol 1993; Saltelli and
others, Global Sensitivity Analysis, 2008, ch. 4). Y is each unit's rank, and the mean absolute shift of all ranks against the index as
chosen (Saisana, Saltelli and Tarantola 2005). Leaving out one part at a time says how far the ranks hang on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from wandel.core.benchmark.aggregate import aggregate
from wandel.core.benchmark.composite import Composite
from wandel.core.benchmark.tables import Floats, Table, plain, ranks_of
from wandel.core.benchmark.uncertainty import choices_of, scores_of, tables_of

MOST_DRAWS = 256
FACTORS = ("impute", "treat", "normalise", "aggregate", "weight")


@dataclass(frozen=True, slots=True)
class Effect:
    """Of one factor: shares of the variance, None where nothing varies."""

    factor: str
    first_order: float | None
    total: float | None


@dataclass(frozen=True, slots=True)
class Without:
    """The ranks without one part: mean and largest shift, the unit that moves most, and every unit's new rank."""

    code: str
    mean_shift: float
    largest_shift: int
    unit: str | None
    ranks: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """``shift``: effects on the mean shift of ranks; ``units``: effects on each unit's rank; ``without``: largest shift first."""

    shift: tuple[Effect, ...]
    mean_shift: float
    units: Mapping[str, tuple[Effect, ...]]
    without: tuple[Without, ...]

    def as_json(self) -> dict[str, object]:
        def plainly(effects: tuple[Effect, ...]) -> list[dict[str, object]]:
            return [
                {"factor": effect.factor, "first_order": effect.first_order, "total": effect.total}
                for effect in effects
            ]

        return {
            "mean_shift": self.mean_shift,
            "factors": plainly(self.shift),
            "units": {unit: plainly(effects) for unit, effects in self.units.items()},
            "leave_one_out": [
                {
                    "code": one.code,
                    "mean_shift": one.mean_shift,
                    "largest_shift": one.largest_shift,
                    "unit": one.unit,
                    "ranks": dict(one.ranks),
                }
                for one in self.without
            ],
        }


def sensitivity(composite: Composite, tables: Mapping[tuple[int, int, int], Table] | None = None) -> Sensitivity:
    """Effects of choices and of parts; ``tables`` from ``tables_of`` if they are there already."""
    step, framework = composite.steps.sensitivity, composite.framework
    choices = choices_of(composite)
    tables = tables_of(composite, choices) if tables is None else tables
    draws = min(step.draws, MOST_DRAWS)
    generator = np.random.Generator(np.random.PCG64([composite.steps.uncertainty.seed, 10]))
    noise = 1 + composite.steps.uncertainty.weights * generator.uniform(-1, 1, (draws, len(framework.nodes)))
    weights = {node.code: composite.weights[node.code] * noise[:, place] for place, node in enumerate(framework.nodes)}
    ranks = np.empty((*choices.sizes, draws, len(composite.units)))
    for i, t, n, a in product(*(range(size) for size in choices.sizes)):
        found = scores_of(composite, tables[i, t, n], choices.normalise[n], choices.aggregate[a][1], weights)
        ranks[i, t, n, a] = [ranks_of(row) for row in found]
    shift = np.abs(ranks - composite.ranks)
    there = np.isfinite(shift)
    mean_shift = np.where(there, shift, 0).sum(axis=-1) / np.maximum(1, there.sum(axis=-1))
    return Sensitivity(
        effects_on(mean_shift),
        float(mean_shift.mean()),
        {unit: effects_on(ranks[..., place]) for place, unit in enumerate(composite.units)},
        tuple(leave_one_out(composite)),
    )


def effects_on(outcome: Floats) -> tuple[Effect, ...]:
    """First-order and total effect of each axis of ``outcome`` (axes as FACTORS), largest total first. Axes of length 1 are no factors."""
    factors = [axis for axis in range(outcome.ndim) if outcome.shape[axis] > 1]
    variance = float(outcome.var()) if np.isfinite(outcome).all() else float("nan")
    found = []
    for axis in factors:
        if not variance > 1e-12:
            found.append(Effect(FACTORS[axis], None, None))
            continue
        others = tuple(other for other in range(outcome.ndim) if other != axis)
        first = float(outcome.mean(axis=others).var()) / variance
        total = 1 - float(outcome.mean(axis=axis).var()) / variance
        found.append(Effect(FACTORS[axis], min(1.0, max(0.0, first)), min(1.0, max(0.0, total))))
    return tuple(sorted(found, key=lambda effect: -(effect.total or 0.0)))


def leave_one_out(composite: Composite) -> list[Without]:
    """Every indicator and every aggregate below the top taken out, one at a time; largest mean shift first."""
    framework, base = composite.framework, composite.ranks
    found = []
    for node in framework.nodes:
        if node.code == framework.top or composite.shares[node.code] <= 0:
            continue
        weights = {**composite.weights, node.code: 0.0}
        if not any(weights[code] > 0 for code in framework.children[framework.top]):
            continue
        scores = aggregate(
            composite.normalised, framework, weights, composite.means, composite.steps.aggregate.minimum
        ).column(framework.top)
        ranks = ranks_of(scores)
        shift = np.abs(ranks - base)
        there = np.isfinite(shift)
        if not there.any():
            continue
        most = int(np.nanargmax(shift))
        found.append(
            Without(
                node.code,
                float(shift[there].mean()),
                int(shift[most]),
                composite.units[most] if shift[most] > 0 else None,
                {unit: plain(rank) for unit, rank in zip(composite.units, ranks.tolist(), strict=True)},
            )
        )
    return sorted(found, key=lambda one: -one.mean_shift)
