"""One year for many trajectories at once, layout (sex, age, municipality, trajectory): the inner loop of everything.

Two ways to the same numbers: the compiled pass where numba is installed, NumPy where it is not.
"""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wandel.core.population.county import WOMEN, County
from wandel.core.population.groups import PARTS, part_of_age

Floats = NDArray[np.float64]


@dataclass
class CountyFlows:
    """What crossed the county's border of life or land in a year, by trajectory (C,); ``arrived`` holds new homes too."""

    births: Floats
    deaths: Floats
    arrived: Floats
    left: Floats


@dataclass(frozen=True)
class YearLevels:
    """Factors of one year by trajectory, shape (C,)."""

    fertility: Floats
    mortality: Floats
    arriving: Floats
    leaving: Floats


class Stepper:
    """Carries people from year to year. Keeps what does not change and its buffers, so a year allocates little.

    ``people`` (S, A, M, C) and ``parts`` (PARTS, M, C), persons by the smallest age groups, are always those of now.
    """

    def __init__(self, county: County, trajectories: int, *, compiled: bool | None = None) -> None:
        sexes, ages, places = county.base.shape
        self.county = county
        self._kernel: Any = None
        if find_spec("numba") if compiled is None else compiled:
            # Imported on demand: whoever only reads results must not wait for the compiler.
            self._kernel = import_module("wandel.core.population.kernels.year").advance
        self._staying = np.ascontiguousarray(county.staying)
        self._dying = (1 - county.survival)[..., None]
        self._rates = county.fertility / 2
        self._none = np.zeros((sexes, ages, places))
        self._arriving = float(county.arriving.sum())
        self._part_of = part_of_age(ages)
        self._next = np.empty((sexes, ages, places, trajectories))
        self.people = np.empty_like(self._next)
        self.parts = np.empty((PARTS, places, trajectories))
        self.restart()

    def restart(self) -> None:
        """Back to the base, the same in every trajectory."""
        self.people[...] = self.county.base[..., None]
        self._group()

    def _group(self) -> None:
        self.parts[...] = 0
        np.add.at(self.parts, self._part_of, self.people.sum(axis=0))

    def year(self, levels: YearLevels, extra: Floats | None = None) -> CountyFlows:
        """Advance by a year. ``extra`` (S, A, M): further arrivals, the same in every trajectory."""
        before = self.parts.sum(axis=(0, 1))
        surviving = 1 - self._dying * levels.mortality
        more = self._none if extra is None else extra
        places, trajectories = self.parts.shape[1:]
        alive, left, newborn = np.zeros((3, trajectories))
        born = np.zeros((places, trajectories))
        if self._kernel is None:
            alive, left, born, newborn = self._plain(levels, more, surviving)
        else:
            self.parts[...] = 0
            self._kernel(
                self.people, self._next, self._staying, self.county.leaving, self.county.arriving, more, surviving,
                self._rates, self.county.girls, levels.fertility, levels.arriving, levels.leaving, self._part_of,
                self.parts, alive, left, born, newborn,
            )  # fmt: skip
        self.people, self._next = self._next, self.people
        if self._kernel is None:
            self._group()
        births = born.sum(axis=0)
        arrived = self._arriving * levels.arriving + more.sum()
        return CountyFlows(births, before - alive + births - newborn, arrived, left)

    def _plain(self, levels: YearLevels, extra: Floats, surviving: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        county, people = self.county, self.people
        aged, out, moved = aged_and_moved(county, self._staying, people, surviving, levels.leaving)
        mothers = people[WOMEN] + moved[WOMEN]
        born: Floats = (mothers * self._rates[..., None]).sum(axis=0) * levels.fertility
        share = np.array([county.girls, 1 - county.girls])[:, None, None]
        children = born * share * surviving[:, 0]
        np.add(moved, county.arriving[..., None] * levels.arriving, out=self._next)
        self._next += extra[..., None]
        self._next[:, 0] += children
        return aged.sum(axis=(0, 1, 2)), out.sum(axis=(0, 1, 2)), born, children.sum(axis=(0, 1))


def aged_and_moved(
    county: County, staying: Floats, people: Floats, surviving: Floats, leaving: Floats
) -> tuple[Floats, Floats, Floats]:
    """The first half of a year, all (S, A, M, C): survivors where they lived, those of them who leave the county, and
    those who stay in it where they live at the end. Age 0 is empty: it has not been born yet."""
    aged = np.zeros_like(people)
    aged[:, 1:] = people[:, :-1] * surviving[:, 1:]
    aged[:, -1] += people[:, -1] * surviving[:, -1]
    out: Floats = aged * county.leaving[..., None] * leaving
    return aged, out, np.matmul(staying, aged) - out
