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
class Flows:
    """What happened in a year, by municipality and trajectory (M, C). ``inside_in`` and ``inside_out``: moves within the
    county; ``in_outside`` holds all arrivals, those of new homes included."""

    births: Floats
    deaths: Floats
    in_outside: Floats
    out_outside: Floats
    inside_in: Floats
    inside_out: Floats


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
        self._moving = np.ascontiguousarray(county.moving.sum(axis=2))
        self._dying = (1 - county.survival)[..., None]
        self._rates = county.fertility / 2
        self._none = np.zeros((sexes, ages, places))
        self._part_of = part_of_age(ages)
        self._sums = np.empty((6, places, trajectories))
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
        both = self.people.sum(axis=0)
        np.add.at(self.parts, self._part_of, both)

    def year(self, levels: YearLevels, extra: Floats | None = None) -> Flows:
        """Advance by a year. ``extra`` (S, A, M): further arrivals, the same in every trajectory."""
        before = self.parts.sum(axis=0)
        surviving = 1 - self._dying * levels.mortality
        more = self._none if extra is None else extra
        alive, left, gone, stayed, born, newborn = self._sums
        if self._kernel is None:
            self._plain(levels, more, surviving)
        else:
            self._sums[...] = 0
            self.parts[...] = 0
            self._kernel(
                self.people, self._next, self._staying, self.county.leaving, self._moving, self.county.arriving, more,
                surviving, self._rates, self.county.girls, levels.fertility, levels.arriving, levels.leaving,
                self._part_of, self.parts, alive, left, gone, stayed, born, newborn,
            )  # fmt: skip
        self.people, self._next = self._next, self.people
        arrived = self.county.arriving.sum(axis=(0, 1))[:, None] * levels.arriving + more.sum(axis=(0, 1))[:, None]
        return Flows(
            births=born.copy(),
            deaths=before - alive + born - newborn,
            in_outside=arrived,
            out_outside=left.copy(),
            inside_in=stayed + left - alive + gone,
            inside_out=gone.copy(),
        )

    def _plain(self, levels: YearLevels, extra: Floats, surviving: Floats) -> None:
        people = self.people
        aged = np.zeros_like(people)
        aged[:, 1:] = people[:, :-1] * surviving[:, 1:]
        aged[:, -1] += people[:, -1] * surviving[:, -1]
        out = aged * self.county.leaving[..., None] * levels.leaving
        moved = np.matmul(self._staying, aged) - out
        alive, left, gone, stayed, born, newborn = self._sums
        alive[...] = aged.sum(axis=(0, 1))
        left[...] = out.sum(axis=(0, 1))
        gone[...] = (aged * self._moving[..., None]).sum(axis=(0, 1))
        stayed[...] = moved.sum(axis=(0, 1))
        mothers = people[WOMEN] + moved[WOMEN]
        born[...] = (mothers * self._rates[..., None]).sum(axis=0) * levels.fertility
        share = np.array([self.county.girls, 1 - self.county.girls])[:, None, None]
        children = born * share * surviving[:, 0]
        newborn[...] = children.sum(axis=0)
        np.add(moved, self.county.arriving[..., None] * levels.arriving, out=self._next)
        self._next += extra[..., None]
        self._next[:, 0] += children
        self.parts[...] = 0
        np.add.at(self.parts, self._part_of, self._next.sum(axis=0))
