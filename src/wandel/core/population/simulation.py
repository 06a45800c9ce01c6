"""Many trajectories in blocks over any executor: totals and quantiles are kept, never all cells.

Every chunk has its own seed from one SeedSequence, so the result does not depend on executor, number of workers or order.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wandel.core.population.county import County, Floats
from wandel.core.population.groups import GROUPS, PARTS, grouped, part_of_age
from wandel.core.population.middle import MiddlePath, middle_path, year_levels
from wandel.core.population.scenario import Scenario
from wandel.core.population.steps import Stepper

VERSION = "1"
CHUNK = 128
CHUNKS_PER_BLOCK = 4
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
COUNTY_FLOWS = ("births", "deaths", "arrived", "left")
Singles = NDArray[np.float32]
Halves = NDArray[np.float16]


@dataclass
class Result:
    """What a run keeps. ``quantiles`` (Q, T + 1, G, M) by municipality and ``county_quantiles`` (Q, T + 1, G), groups in
    the order of ``GROUPS``; row 0 of the years is the base. ``county_flows`` (Q, T, 4) in the order of
    ``COUNTY_FLOWS``. ``totals`` (T + 1, N) is the county's path in every trajectory, ``middle`` the path without chance.
    ``about``: seed, digest of the inputs, version of the code, parameters.

    The quantiles of a municipality are exact to 0.05 % of their distance from the middle path (half precision).
    """

    year: int
    areas: tuple[str, ...]
    quantiles: Floats
    county_quantiles: Floats
    county_flows: Floats
    totals: Singles
    middle: MiddlePath
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        return [self.year + step for step in range(self.totals.shape[0])]

    def reached(self, target: float) -> Floats:
        """(T + 1,): the share of trajectories at or above the target in each year."""
        found: Floats = (self.totals >= target).mean(axis=1)
        return found


@dataclass(frozen=True)
class _Task:
    county: County
    scenario: Scenario
    around: Floats
    seeds: tuple[np.random.SeedSequence, ...]
    counts: tuple[int, ...]
    compiled: bool | None


@dataclass(frozen=True)
class _Found:
    """Of one block: relative deviation from the middle by municipality (T + 1, PARTS, M, n), the county's groups
    (T + 1, PARTS, n) and flows (T, 4, n)."""

    deviation: Halves
    parts: Singles
    flows: Singles


def _run_block(task: _Task) -> _Found:
    county, scenario = task.county, task.scenario
    years, places, size = scenario.years, len(county.areas), sum(task.counts)
    deviation = np.zeros((years + 1, PARTS, places, size), dtype=np.float16)
    parts = np.empty((years + 1, PARTS, size), dtype=np.float32)
    flows = np.empty((years, len(COUNTY_FLOWS), size), dtype=np.float32)
    around, scale = task.around[..., None], np.maximum(task.around, 1)[..., None]
    done, stepper = 0, Stepper(county, task.counts[0], compiled=task.compiled)
    for seed, count in zip(task.seeds, task.counts, strict=True):
        if count != stepper.people.shape[-1]:
            stepper = Stepper(county, count, compiled=task.compiled)
        stepper.restart()
        here = slice(done, done + count)
        parts[0, :, here] = stepper.parts.sum(axis=1)
        for step, levels in enumerate(year_levels(scenario.chance.draw(years, count, seed), scenario)):
            counted = stepper.year(levels, scenario.extra_of(step))
            deviation[step + 1, :, :, here] = (stepper.parts - around[step + 1]) / scale[step + 1]
            parts[step + 1, :, here] = stepper.parts.sum(axis=1)
            for place, name in enumerate(COUNTY_FLOWS):
                flows[step, place, here] = getattr(counted, name)
        done += count
    return _Found(deviation, parts, flows)


def simulate(
    county: County, scenario: Scenario, *, trajectories: int, seed: int, executor: Executor | None = None,
    told: Callable[[int, int], None] | None = None, compiled: bool | None = None,
) -> Result:  # fmt: skip
    """Run the trajectories. ``told(done, total)`` is called after each block and may raise to stop.

    ``compiled`` None takes the compiled pass where it can be had; both ways give the same numbers to rounding."""
    middle = middle_path(county, scenario)
    around = _parts_of(middle.people)
    counts = [min(CHUNK, trajectories - first) for first in range(0, trajectories, CHUNK)]
    seeds = np.random.SeedSequence(seed).spawn(len(counts))
    blocks = [slice(at, at + CHUNKS_PER_BLOCK) for at in range(0, len(counts), CHUNKS_PER_BLOCK)]
    tasks = [_Task(county, scenario, around, tuple(seeds[at]), tuple(counts[at]), compiled) for at in blocks]
    years, places = scenario.years, len(county.areas)
    deviation = np.empty((years + 1, PARTS, places, trajectories), dtype=np.float16)
    parts = np.empty((years + 1, PARTS, trajectories), dtype=np.float32)
    flows = np.empty((years, len(COUNTY_FLOWS), trajectories), dtype=np.float32)
    done = 0
    for found in executor.map(_run_block, tasks) if executor else map(_run_block, tasks):
        here = slice(done, done + found.parts.shape[-1])
        deviation[..., here], parts[..., here], flows[..., here] = found.deviation, found.parts, found.flows
        done = here.stop
        if told:
            told(done, trajectories)
    spread = executor.map if executor else map
    return Result(
        year=county.year,
        areas=county.areas,
        quantiles=np.stack(list(spread(_municipal_quantiles, deviation, around)), axis=1),
        county_quantiles=np.stack([_quantiles(grouped(row)) for row in parts], axis=1),
        county_flows=np.stack([_quantiles(row) for row in flows], axis=1),
        totals=parts.sum(axis=1),
        middle=middle,
        about={
            "seed": seed, "trajectories": trajectories, "inputs": county.digest(), "assumptions": scenario.digest(),
            "code": VERSION, "quantiles": list(QUANTILES), "groups": list(GROUPS),
        },
    )  # fmt: skip


def _parts_of(people: Floats) -> Floats:
    """(T + 1, S, A, M) → (T + 1, PARTS, M)."""
    both = people.sum(axis=1)
    part_of = part_of_age(both.shape[1])
    found: Floats = np.stack([both[:, part_of == part].sum(axis=1) for part in range(PARTS)], axis=1)
    return found


def _municipal_quantiles(deviation: Halves, around: Floats) -> Floats:
    """(PARTS, M, N) of one year → (Q, G, M). Group by group, so that only one stands in memory whole."""
    low = around.astype(np.float32)
    scale = np.maximum(low, 1)
    rows = []
    for first, until in GROUPS.values():
        people = np.zeros(deviation.shape[1:], dtype=np.float32)
        for part in range(first, until):
            people += low[part, :, None] + scale[part, :, None] * deviation[part].astype(np.float32)
        rows.append(_quantiles(people))
    return np.stack(rows, axis=1)


def _quantiles(values: NDArray[Any]) -> Floats:
    """Quantiles over the last axis with linear interpolation; sorting single precision is faster than selecting."""
    ordered = np.sort(values, axis=-1)
    at = np.array(QUANTILES) * (ordered.shape[-1] - 1)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, ordered.shape[-1] - 1)
    found: Floats = np.moveaxis(ordered[..., low] * (1 - (at - low)) + ordered[..., high] * (at - low), -1, 0)
    return found
