"""Rates of small places: drawn towards the county's, the more so the fewer people there are."""

from dataclasses import dataclass

import numpy as np

from wandel.core.population.county import Floats

# A factor beyond these is an accident of small numbers or of a moved institution, not a rate to project with.
LEAST, MOST = 0.5, 2.0


@dataclass(frozen=True)
class Shrunk:
    """``factor`` (M,): what a place's events are against those expected at the county's rates, drawn towards 1.
    ``raw`` before that; ``strength``: so many expected events weigh as much as the county; ``trimmed`` (M,): held back at
    the bounds."""

    factor: Floats
    raw: Floats
    strength: float
    trimmed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def shrink(observed: Floats, expected: Floats) -> Shrunk:
    """Gamma–Poisson shrinkage (empirical Bayes; Marshall, Applied Statistics 40 (1991), 283–294): places vary around the
    county with a variance estimated from them all, and each is drawn to the county by its own uncertainty.

    ``observed`` events and ``expected`` ones at the county's rates, shape (M,). Where the spread is no larger than chance
    alone would make it, every factor is 1."""
    total = float(expected.sum())
    mean = float(observed.sum()) / total if total else 1.0
    scaled = expected * mean
    raw = np.divide(observed, scaled, out=np.ones_like(scaled), where=scaled > 0)
    spread = float((scaled * (raw - 1) ** 2).sum() / scaled.sum()) if scaled.sum() else 0.0
    between = spread - len(scaled) / float(scaled.sum()) if scaled.sum() else 0.0
    if between <= 0:
        return Shrunk(np.ones_like(scaled), raw, float("inf"), np.zeros(len(scaled), dtype=bool))
    strength = 1 / between
    factor = (observed + strength) / (scaled + strength)
    held = np.clip(factor, LEAST, MOST)
    return Shrunk(held, raw, strength, held != factor)
