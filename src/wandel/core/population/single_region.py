"""Deterministic projection of one region (Preston, Heuveline & Guillot, Demography, 2001, ch. 6, Box 6.2).

Everything is an array over age groups; group 0 begins at birth, the last one is open.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEMALE, MALE = "f", "m"


@dataclass(frozen=True)
class Region:
    """What a projection needs. ``population[sex]`` has shape (groups,); ``survival[sex]`` and ``migration[sex]``
    (steps, groups), ``fertility`` (steps, groups): births per woman and year.

    ``survival`` of group 0 is births → first group, of group i from group i − 1, of the open group from the last two
    together. ``migration`` is net per step; ``even`` adds half of it at the start and half at the end of the step,
    otherwise all comes at the end. ``srb``: boys per girl at birth. ``step`` in years.
    """

    step: int
    srb: float
    even: bool
    population: Mapping[str, Floats]
    survival: Mapping[str, Floats]
    fertility: Floats
    migration: Mapping[str, Floats]

    @property
    def steps(self) -> int:
        return int(self.fertility.shape[0])


@dataclass(frozen=True)
class Projection:
    """``population[sex]`` has shape (steps + 1, groups), row 0 the base; ``births[sex]`` and ``deaths[sex]`` (steps,)
    count what happens in the step that ends with that row."""

    population: dict[str, Floats]
    births: dict[str, Floats]
    deaths: dict[str, Floats]


def _aged(start: Floats, survival: Floats) -> tuple[Floats, float]:
    """Survivors one group on, group 0 still empty, and how many died."""
    end = np.zeros_like(start)
    end[1:] = start[:-1] * survival[1:]
    end[-1] = (start[-2] + start[-1]) * survival[-1]
    return end, float(start.sum() - end.sum())


def project(region: Region) -> Projection:
    """Project all steps. Population + births − deaths + migrants is the next population, to rounding."""
    sexes = list(region.population)
    groups = region.fertility.shape[1]
    population = {sex: np.zeros((region.steps + 1, groups)) for sex in sexes}
    births = {sex: np.zeros(region.steps) for sex in sexes}
    deaths = {sex: np.zeros(region.steps) for sex in sexes}
    share = {FEMALE: 1 / (1 + region.srb), MALE: region.srb / (1 + region.srb)}
    for sex in sexes:
        population[sex][0] = region.population[sex]
    for step in range(region.steps):
        start: dict[str, Floats] = {}
        end: dict[str, Floats] = {}
        late: dict[str, Floats] = {}
        for sex in sexes:
            migrants = region.migration[sex][step]
            half = migrants / 2 if region.even else np.zeros(groups)
            late[sex] = half if region.even else migrants
            start[sex] = population[sex][step] + half
            end[sex], deaths[sex][step] = _aged(start[sex], region.survival[sex][step])
        mothers = end[FEMALE] + (late[FEMALE] if region.even else 0)
        born = float((region.step * region.fertility[step] * (start[FEMALE] + mothers) / 2).sum())
        for sex in sexes:
            births[sex][step] = born * share[sex]
            end[sex][0] = births[sex][step] * region.survival[sex][step, 0]
            deaths[sex][step] += births[sex][step] - end[sex][0]
            population[sex][step + 1] = end[sex] + late[sex]
    return Projection(population, births, deaths)
