"""From new homes to people who arrive: occupied homes, persons per household, and who they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wandel.core.law.texts import Text
from wandel.core.population.county import Floats
from wandel.core.population.problems import PopulationError


@dataclass(frozen=True)
class Housing:
    """``occupied``: share of new homes that are lived in after a year; ``from_outside``: share of those households that
    come from outside the county (the others move within it and leave a home behind); ``persons``: per household;
    ``profile`` (S, A): shares of the arriving persons, summing to 1."""

    occupied: float
    from_outside: float
    persons: float
    profile: Floats

    def __post_init__(self) -> None:
        wrong = []
        for name, value in (("occupied", self.occupied), ("from_outside", self.from_outside)):
            if not 0 <= value <= 1:
                wrong.append(
                    Text(
                        f"{name} ist {value}. Ein Anteil liegt zwischen 0 und 1.",
                        f"{name} is {value}. A share lies between 0 and 1.",
                    )
                )
        if not 0 < self.persons <= 10:
            wrong.append(
                Text(
                    f"{self.persons} Personen je Haushalt sind nicht möglich.",
                    f"{self.persons} persons per household are not possible.",
                )
            )
        if (self.profile < 0).any() or abs(self.profile.sum() - 1) > 1e-9:
            wrong.append(Text("Das Altersprofil muss sich zu 1 summieren.", "The profile of ages must sum to 1."))
        if wrong:
            raise PopulationError(*wrong)

    @property
    def household(self) -> Floats:
        """(S, A): the persons of one household."""
        return self.persons * self.profile

    def households(self, homes: Floats) -> Floats:
        """Households from outside per home, elementwise."""
        return np.asarray(homes, dtype=float) * self.occupied * self.from_outside

    def arrivals(self, homes: Floats) -> Floats:
        """(T, M) homes → (T, S, A, M) arrivals."""
        found: Floats = np.einsum("tm,sa->tsam", self.households(homes), self.household)
        return found


def family_profile(ages: int, *, weights: Sequence[tuple[int, int, float]]) -> Floats:
    """A profile from weights of age ranges ``(from, until, share)``, both sexes alike, evenly within a range; (2, ages)."""
    found = np.zeros((2, ages))
    for low, until, share in weights:
        found[:, low:until] += share / (2 * (until - low))
    found /= found.sum()
    return found
