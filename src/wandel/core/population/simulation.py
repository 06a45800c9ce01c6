"""Many trajectories in blocks over any executor: totals and quantiles are kept, never all cells.

Every chunk has its own seed from one SeedSequence, so the result does not depend on executor, number of workers or order.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wandel.core.population.chance import Levels
from wandel.core.population.county import County, Floats
from wandel.core.population.groups import GROUPS, PARTS, grouped
from wandel.core.population.scenario import Scenario
from wandel.core.population.steps import Flows, Stepper, YearLevels

VERSION = "1"
CHUNK = 64
CHUNKS_PER_BLOCK = 8
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)
FLOWS = ("births", "deaths", "in_outside", "out_outside", "inside_in", "inside_out")
Singles = NDArray[np.float32]


@dataclass
class Result:
    """What a run keeps. ``quantiles`` (Q, T + 1, G, M) by municipality and ``county_quantiles`` (Q, T + 1, G), groups in
    the order of ``GROUPS``; row 0 of the years is the base. ``flows`` (T, F, M) are means in the order of ``FLOWS``,
    ``county_flows`` (Q, T, F) quantiles. ``totals`` (T + 1, N) is the county's path in every trajectory, ``middle``
    (T + 1, S, A, M) the path without chance. ``about``: seed, digest of the inputs, version of the code, parameters.
    """

    year: int
    areas: tuple[str, ...]
    quantiles: Floats
    county_quantiles: Floats
    flows: Floats
    county_flows: Floats
    totals: Singles
    middle: Floats
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        return [self.year + step for step in range(self.middle.shape[0])]

    def reached(self, target: float) -> Floats:
        """(T + 1,): the share of trajectories at or above the target in each year."""
        found: Floats = (self.totals >= target).mean(axis=1)
        return found


def _year_levels(levels: Levels, scenario: Scenario) -> list[YearLevels]:
    """Chance times assumption, year by year."""
    paths = {name: scenario.path(name) for name in ("fertility", "arriving", "leaving")}
    return [
        YearLevels(
            levels.fertility[step] * paths["fertility"][step],
            levels.mortality[step],
            levels.arriving[step] * paths["arriving"][step],
            levels.leaving[step] * paths["leaving"][step],
        )
        for step in range(scenario.years)
    ]


def _extra(scenario: Scenario, step: int) -> Floats | None:
    return None if scenario.extra is None else scenario.extra[step]


def middle_path(county: County, scenario: Scenario) -> tuple[Floats, list[Flows]]:
    """The path without shocks: people (T + 1, S, A, M) and the flows of each year, arrays of shape (M, 1)."""
    stepper = Stepper(county, 1)
    path, flows = [county.base], []
    for step, levels in enumerate(_year_levels(scenario.chance.middle(scenario.years), scenario)):
        flows.append(stepper.year(levels, _extra(scenario, step)))
        path.append(stepper.people[..., 0].copy())
    return np.stack(path), flows


@dataclass(frozen=True)
class _Task:
    county: County
    scenario: Scenario
    seeds: tuple[np.random.SeedSequence, ...]
    counts: tuple[int, ...]
    compiled: bool | None


def _run_block(task: _Task) -> tuple[Singles, Floats, Singles]:
    """Smallest groups (T + 1, PARTS, M, n), summed flows (T, F, M), county flows (T, F, n) of one block."""
    county, scenario = task.county, task.scenario
    years, places, size = scenario.years, len(county.areas), sum(task.counts)
    parts = np.empty((years + 1, PARTS, places, size), dtype=np.float32)
    sums = np.zeros((years, len(FLOWS), places))
    whole = np.empty((years, len(FLOWS), size), dtype=np.float32)
    done, stepper = 0, Stepper(county, task.counts[0], compiled=task.compiled)
    for seed, count in zip(task.seeds, task.counts, strict=True):
        if count != stepper.people.shape[-1]:
            stepper = Stepper(county, count, compiled=task.compiled)
        stepper.restart()
        here = slice(done, done + count)
        parts[0, :, :, here] = stepper.parts
        for step, levels in enumerate(_year_levels(scenario.chance.draw(years, count, seed), scenario)):
            counted = stepper.year(levels, _extra(scenario, step))
            parts[step + 1, :, :, here] = stepper.parts
            for place, name in enumerate(FLOWS):
                flow = getattr(counted, name)
                sums[step, place] += flow.sum(axis=1)
                whole[step, place, here] = flow.sum(axis=0)
        done += count
    return parts, sums, whole


def simulate(
    county: County, scenario: Scenario, *, trajectories: int, seed: int, executor: Executor | None = None,
    told: Callable[[int, int], None] | None = None, compiled: bool | None = None,
) -> Result:  # fmt: skip
    """Run the trajectories. ``told(done, total)`` is called after each block and may raise to stop.

    ``compiled`` None takes the compiled pass where it can be had; both ways give the same numbers to rounding."""
    counts = [min(CHUNK, trajectories - first) for first in range(0, trajectories, CHUNK)]
    seeds = np.random.SeedSequence(seed).spawn(len(counts))
    tasks = [
        _Task(county, scenario, tuple(seeds[at : at + CHUNKS_PER_BLOCK]), tuple(counts[at : at + CHUNKS_PER_BLOCK]), compiled)
        for at in range(0, len(counts), CHUNKS_PER_BLOCK)
    ]  # fmt: skip
    years, places = scenario.years, len(county.areas)
    parts = np.empty((years + 1, PARTS, places, trajectories), dtype=np.float32)
    flows = np.zeros((years, len(FLOWS), places))
    whole = np.empty((years, len(FLOWS), trajectories), dtype=np.float32)
    done = 0
    for found, sums, county_flows in executor.map(_run_block, tasks) if executor else map(_run_block, tasks):
        here = slice(done, done + found.shape[-1])
        parts[..., here], whole[..., here] = found, county_flows
        flows += sums
        done = here.stop
        if told:
            told(done, trajectories)
    path, _flows = middle_path(county, scenario)
    rows = list((executor.map if executor else map)(_quantiles_of_year, parts))
    return Result(
        year=county.year,
        areas=county.areas,
        quantiles=np.stack([by_place for by_place, _whole in rows], axis=1),
        county_quantiles=np.stack([in_all for _by_place, in_all in rows], axis=1),
        flows=flows / trajectories,
        county_flows=np.stack([_quantiles(row) for row in whole], axis=1),
        totals=parts.sum(axis=(1, 2)),
        middle=path,
        about={
            "seed": seed, "trajectories": trajectories, "inputs": county.digest(), "code": VERSION,
            "quantiles": list(QUANTILES), "groups": list(GROUPS),
        },
    )  # fmt: skip


def _quantiles_of_year(parts: Singles) -> tuple[Floats, Floats]:
    """(PARTS, M, N) → quantiles by municipality (Q, G, M) and of the county (Q, G)."""
    groups = grouped(parts)
    return _quantiles(groups), _quantiles(groups.sum(axis=1))


def _quantiles(values: NDArray[Any]) -> Floats:
    """Quantiles over the last axis with linear interpolation; sorting single precision is faster than selecting."""
    ordered = np.sort(values, axis=-1)
    at = np.array(QUANTILES) * (ordered.shape[-1] - 1)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, ordered.shape[-1] - 1)
    found: Floats = np.moveaxis(ordered[..., low] * (1 - (at - low)) + ordered[..., high] * (at - low), -1, 0)
    return found
