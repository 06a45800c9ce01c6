"""A county's projection: 10,000 trajectories × 30 years × 15 municipalities with full moves, against a plain loop.

The loop runs one trajectory after the other with NumPy, in the same run on the same inputs, on a part of them and scaled up.
"""

import importlib
import os
import resource
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
# One trajectory's products are too small to share among threads; blocks go to threads of our own.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

CORES, RUNS = 2, 5
TRAJECTORIES, YEARS, PLACES, AGES = 10_000, 30, 15, 101
BOUND_S, BOUND_MB, BOUND_TIMES, BOUND_SLIDER_MS = 4.0, 300, 4.0, 150
LOOPED = 100


def invented(module: object, places: int) -> object:
    """Random but possible rates, all moves between all municipalities."""
    dice = np.random.default_rng(1)
    survival = np.clip(1 - np.exp(np.linspace(-8, -1, AGES)), 0, 1)[None, :, None] * np.ones((2, 1, 1))
    fertility = np.zeros((AGES, places))
    fertility[15:50] = 0.045
    moving = dice.uniform(0, 0.06 / places, (2, AGES, places, places))
    moving[:, :, np.arange(places), np.arange(places)] = 0
    return module.County(
        2024, tuple(str(place) for place in range(places)), dice.uniform(20, 300, (2, AGES, places)), survival, fertility,
        moving, np.full((2, AGES, places), 0.03), dice.uniform(1, 4, (2, AGES, places)),
    )  # fmt: skip


def plain_loop(county: object, levels: object, years: int, count: int) -> float:
    """Seconds for ``count`` trajectories, one after the other."""
    staying, leaving = county.staying, county.leaving
    share = np.array([county.girls, 1 - county.girls])[:, None]
    began = time.perf_counter()
    for one in range(count):
        people = county.base
        for year in range(years):
            surviving = 1 - (1 - county.survival) * levels.mortality[year, one]
            aged = np.zeros_like(people)
            aged[:, 1:] = people[:, :-1] * surviving[:, 1:]
            aged[:, -1] += people[:, -1] * surviving[:, -1]
            moved = np.matmul(staying, aged[..., None])[..., 0] - aged * leaving * levels.leaving[year, one]
            born = ((people[0] + moved[0]) * county.fertility / 2).sum(axis=0) * levels.fertility[year, one]
            after = moved + county.arriving * levels.arriving[year, one]
            after[:, 0] += born * share * surviving[:, 0]
            people = after
    return time.perf_counter() - began


def timed(simulation: object, county: object, scenario: object, trajectories: int, runs: int) -> float:
    times = []
    for run in range(runs):
        with ThreadPoolExecutor(CORES) as executor:
            began = time.perf_counter()
            simulation.simulate(county, scenario, trajectories=trajectories, seed=run, executor=executor)
            times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    place = "wandel.core.population."
    county_module, simulation = importlib.import_module(place + "county"), importlib.import_module(place + "simulation")
    scenario_module, adjoint = importlib.import_module(place + "scenario"), importlib.import_module(place + "adjoint")
    middle = importlib.import_module(place + "middle")
    county, scenario = invented(county_module, PLACES), scenario_module.Scenario(YEARS)
    began = time.perf_counter()
    simulation.simulate(county, scenario_module.Scenario(1), trajectories=200, seed=1)
    print(f"population: kernel compiled or loaded in {time.perf_counter() - began:.1f} s")
    median = timed(simulation, county, scenario, TRAJECTORIES, RUNS)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"population: {TRAJECTORIES:,} trajectories × {YEARS} years × {PLACES} municipalities, {CORES} threads, median of"
        f" {RUNS}: {median:.2f} s (≤ {BOUND_S:g}), {memory:.0f} MB (≤ {BOUND_MB})"
    )
    levels = scenario.chance.draw(YEARS, LOOPED, np.random.SeedSequence(1))
    loop = plain_loop(county, levels, YEARS, LOOPED) * TRAJECTORIES / LOOPED
    print(f"population: loop over trajectories {loop:.1f} s, {loop / median:.1f} × ours (≥ {BOUND_TIMES:g})")
    for name, trajectories, years, places in (
        ("half the trajectories", TRAJECTORIES // 2, YEARS, PLACES), ("half the years", TRAJECTORIES, YEARS // 2, PLACES),
        ("5 municipalities", TRAJECTORIES, YEARS, 5), ("30 municipalities", TRAJECTORIES, YEARS, 30),
    ):  # fmt: skip
        took = timed(simulation, invented(county_module, places), scenario_module.Scenario(years), trajectories, 1)
        print(f"population: {name}: {took:.2f} s, {took / median:.2f} ×")
    household = np.full((2, AGES), 2.0 / (2 * AGES))
    path = middle.middle_path(county, scenario).people.sum(axis=(1, 2, 3))
    began = time.perf_counter()
    found = adjoint.response(county, scenario, household=household, middle=path)
    print(
        f"population: response of every year to every household, once per scenario: {time.perf_counter() - began:.2f} s"
    )
    homes, level, times = np.ones((YEARS, PLACES)), np.full(YEARS, 0.1), []
    for _run in range(RUNS):
        began = time.perf_counter()
        found.answer(households=homes, level=level)
        times.append((time.perf_counter() - began) * 1000)
    print(f"population: slider answer {statistics.median(times):.2f} ms (≤ {BOUND_SLIDER_MS})")


if __name__ == "__main__":
    main()
