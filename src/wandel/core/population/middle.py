"""The path without chance: every cell of every year, and what happened in each municipality."""

from dataclasses import dataclass

import numpy as np

from wandel.core.population.chance import Levels
from wandel.core.population.county import WOMEN, County, Floats
from wandel.core.population.scenario import Scenario
from wandel.core.population.steps import Stepper, YearLevels, aged_and_moved

FLOWS = ("births", "deaths", "in_outside", "out_outside", "inside_in", "inside_out")


@dataclass(frozen=True)
class MiddlePath:
    """``people`` (T + 1, S, A, M), row 0 the base; ``flows`` (T, F, M) in the order of ``FLOWS``. Start + births − deaths
    + in − out + moves within the county in − out is the end, for every municipality."""

    people: Floats
    flows: Floats


def year_levels(levels: Levels, scenario: Scenario) -> list[YearLevels]:
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


def middle_path(county: County, scenario: Scenario) -> MiddlePath:
    """Project without shocks."""
    stepper = Stepper(county, 1, compiled=False)
    people, flows = [county.base], []
    for step, levels in enumerate(year_levels(scenario.chance.middle(scenario.years), scenario)):
        extra = scenario.extra_of(step)
        before = stepper.people.copy()
        stepper.year(levels, extra)
        people.append(stepper.people[..., 0].copy())
        flows.append(_municipal(county, before, levels, extra))
    return MiddlePath(np.stack(people), np.stack(flows))


def _municipal(county: County, people: Floats, levels: YearLevels, extra: Floats | None) -> Floats:
    """(F, M): what a year did in each municipality."""
    surviving = 1 - (1 - county.survival)[..., None] * levels.mortality
    aged, out, moved = aged_and_moved(county, county.staying, people, surviving, levels.leaving)
    born = ((people[WOMEN] + moved[WOMEN]) * county.fertility[..., None] / 2).sum(axis=0) * levels.fertility
    share = np.array([county.girls, 1 - county.girls])[:, None, None]
    infants = (born * share * (1 - surviving[:, 0])).sum(axis=0)
    gone = (aged * county.moving.sum(axis=2)[..., None]).sum(axis=(0, 1))
    alive, left = aged.sum(axis=(0, 1)), out.sum(axis=(0, 1))
    come = moved.sum(axis=(0, 1)) + left - alive + gone
    arrived = county.arriving.sum(axis=(0, 1))[:, None] * levels.arriving
    if extra is not None:
        arrived = arrived + extra.sum(axis=(0, 1))[:, None]
    deaths = people.sum(axis=(0, 1)) - alive + infants
    return np.stack([one[:, 0] for one in (born, deaths, arrived, left, come, gone)])
