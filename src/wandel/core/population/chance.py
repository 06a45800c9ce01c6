"""What nobody knows about the coming years: levels of fertility, mortality and migration as random paths.

Levels are factors on the rates: fertility, arrivals and departures follow a first-order autoregression of their logarithm
around the scenario's path (so they come back), mortality a random walk with drift (so it does not). The same form as in
Keilman, Pham, Hetland, Demographic Research 6 (2002), 409–454, with parameters of our own as inputs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Chance:
    """``…_sd``: standard deviation of a year's shock; ``…_memory``: how much of last year's deviation stays (0 to 1);
    ``mortality_drift``: yearly fall of death rates in the middle. All zero: every trajectory is the middle one."""

    fertility_sd: float = 0.03
    fertility_memory: float = 0.95
    mortality_drift: float = 0.012
    mortality_sd: float = 0.01
    arriving_sd: float = 0.14
    arriving_memory: float = 0.8
    leaving_sd: float = 0.05
    leaving_memory: float = 0.8
    # Years with many arrivals are often years with fewer or more departures; correlation of the two shocks.
    together: float = 0.3

    def middle(self, years: int) -> "Levels":
        """The path without shocks, one trajectory."""
        flat = np.ones((years, 1))
        steps = np.arange(1, years + 1, dtype=float)[:, None]
        return Levels(flat, np.exp(-self.mortality_drift * steps), flat.copy(), flat.copy())

    def draw(self, years: int, count: int, seed: np.random.SeedSequence) -> "Levels":
        """``count`` trajectories of every level."""
        random = np.random.Generator(np.random.PCG64(seed))
        shocks = random.standard_normal((4, years, count))
        shared = self.together * shocks[2] + np.sqrt(1 - self.together**2) * shocks[3]
        walk = np.cumsum(self.mortality_drift + self.mortality_sd * shocks[1], axis=0)
        return Levels(
            np.exp(_returning(shocks[0], self.fertility_sd, self.fertility_memory)),
            np.exp(-walk),
            np.exp(_returning(shocks[2], self.arriving_sd, self.arriving_memory)),
            np.exp(_returning(shared, self.leaving_sd, self.leaving_memory)),
        )


def _returning(shocks: Floats, sd: float, memory: float) -> Floats:
    found = np.empty_like(shocks)
    last = np.zeros(shocks.shape[1])
    for year, row in enumerate(shocks):
        last = memory * last + sd * row
        found[year] = last
    return found


@dataclass(frozen=True)
class Levels:
    """Factors by year and trajectory, shape (T, C): on fertility, on death rates, on arrivals, on departures."""

    fertility: Floats
    mortality: Floats
    arriving: Floats
    leaving: Floats
