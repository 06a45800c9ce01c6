"""How much one more arrival is worth: persons in year Y per person who arrives in (sex, age, municipality) in year t.

While rates do not depend on how many people there are, a projection is linear in its arrivals. One walk backwards gives
the answer for every arrival at once; a slider then is a dot product.
"""

from dataclasses import dataclass

import numpy as np

from wandel.core.population.county import WOMEN, County, Floats
from wandel.core.population.middle import year_levels
from wandel.core.population.scenario import Scenario
from wandel.core.population.steps import YearLevels


def worth(county: County, scenario: Scenario, *, until: int, counted: Floats | None = None) -> Floats:
    """(until, S, A, M): persons at the end of the ``until``-th year per person who arrives at the end of year t (1-based
    year t stands in row t − 1). ``counted`` (S, A, M) says who counts at the end, None everybody."""
    shape = county.base.shape
    value: Floats = np.ones(shape) if counted is None else np.broadcast_to(counted, shape).astype(float)
    found = np.empty((until, *shape))
    levels = year_levels(scenario.chance.middle(scenario.years), scenario)
    staying = county.staying
    for step in range(until - 1, -1, -1):
        # Arrivals come at the end of the year: they are worth what a person is worth from then on.
        found[step] = value
        value = _back(county, staying, levels[step], value)
    return found


def _back(county: County, staying: Floats, levels: YearLevels, value: Floats) -> Floats:
    """The transposed year: what a person at its start is worth, from what persons at its end are worth."""
    surviving = 1 - (1 - county.survival) * levels.mortality[0]
    share = np.array([county.girls, 1 - county.girls])[:, None]
    per_birth = (share * surviving[:, 0] * value[:, 0]).sum(axis=0) * levels.fertility[0]
    of_children = county.fertility / 2 * per_birth
    moved = value.copy()
    moved[:, 0] = 0
    moved[WOMEN] += of_children
    aged = np.matmul(staying.transpose(0, 1, 3, 2), moved[..., None])[..., 0]
    aged -= county.leaving * levels.leaving[0] * moved
    start = np.empty_like(value)
    start[:, :-1] = (aged * surviving)[:, 1:]
    start[:, -1] = (aged * surviving)[:, -1]
    start[WOMEN] += of_children
    return start


@dataclass(frozen=True)
class Response:
    """What sliders need, small enough to send to a page. ``per_household`` (Y, T, M): persons in the county at the end of
    year Y per household that settles in municipality M in year T; ``per_level`` (Y, T): per unit of the level of arrivals
    from outside in year T; ``middle`` (Y,) the path without any change."""

    per_household: Floats
    per_level: Floats
    middle: Floats

    def answer(self, *, households: Floats | None = None, level: Floats | None = None) -> Floats:
        """(Y,): persons by year with so many households more (T, M) and so much more level of arrivals (T,)."""
        found = self.middle.copy()
        if households is not None:
            found += np.einsum("ytm,tm->y", self.per_household, households)
        if level is not None:
            found += self.per_level @ level
        return found


def response(
    county: County, scenario: Scenario, *, household: Floats, middle: Floats, counted: Floats | None = None
) -> Response:
    """The response of every year to every year before it. ``household`` (S, A): the persons of one household that arrives;
    ``middle`` (T + 1,) the county's path without change."""
    years, places = scenario.years, len(county.areas)
    per_household = np.zeros((years, years, places))
    per_level = np.zeros((years, years))
    for year in range(1, years + 1):
        value = worth(county, scenario, until=year, counted=counted)
        per_household[year - 1, :year] = np.einsum("tsam,sa->tm", value, household)
        per_level[year - 1, :year] = np.einsum("tsam,sam->t", value, county.arriving)
    return Response(per_household, per_level, np.asarray(middle, dtype=float)[1:])
