"""A county of municipalities: what a projection with moves between them needs.

Shapes: S = 2 sexes (women first), A single years of age with the last one open, M municipalities, T years. A year goes
like this: everybody ages and survives; some move to another municipality; some leave the county; mothers at start and
end of the year (half each) have children; people from outside arrive at its end, those of new homes among them.
"""

import hashlib
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from wandel.core.law.texts import Text
from wandel.core.population.problems import PopulationError

Floats = NDArray[np.float64]
WOMEN, MEN = 0, 1


@dataclass(frozen=True)
class County:
    """The inputs of a projection.

    ``areas``: M keys. ``base`` (S, A, M) persons at the end of ``year``. ``survival`` (S, A, M) or (S, A, 1): share that
    survives into age a from age a − 1, of age 0 from birth, of the open age from the last two together. ``fertility``
    (A, M): births per woman and year. ``moving`` (S, A, M, M): share of ``[..., to, from]`` that moves within the county
    in a year, 0 on the diagonal. ``leaving`` (S, A, M): share that leaves the county. ``arriving`` (S, A, M): persons a
    year from outside, at level 1. ``girls``: share of girls at birth.
    """

    year: int
    areas: tuple[str, ...]
    base: Floats
    survival: Floats
    fertility: Floats
    moving: Floats
    leaving: Floats
    arriving: Floats
    girls: float = 1 / 2.055

    def __post_init__(self) -> None:
        sexes, ages, places = self.base.shape
        shapes: dict[str, list[tuple[int, ...]]] = {
            "survival": [(sexes, ages, places), (sexes, ages, 1)],
            "fertility": [(ages, places)],
            "moving": [(sexes, ages, places, places)],
            "leaving": [(sexes, ages, places)],
            "arriving": [(sexes, ages, places)],
        }
        wrong = []
        for name, allowed in shapes.items():
            found: Floats = getattr(self, name)
            if found.shape not in allowed:
                wrong.append(
                    Text(
                        f"{name} hat die Form {found.shape}, erwartet wird {allowed[0]}.",
                        f"{name} has shape {found.shape}, expected is {allowed[0]}.",
                    )
                )
            elif not np.isfinite(found).all() or (found < 0).any():
                wrong.append(
                    Text(f"{name} enthält negative oder fehlende Werte.", f"{name} holds negative or missing values.")
                )
        if (sexes, places) != (2, len(self.areas)):
            wrong.append(Text("base passt nicht zu Geschlechtern und Gemeinden.", "base does not fit sexes and areas."))
        if not wrong and ((self.survival > 1).any() or (self._gone() > 1).any()):
            wrong.append(
                Text(
                    "Mehr als alle überleben, ziehen um oder fort. Prüfen Sie die Raten.",
                    "More than everybody survives, moves or leaves. Check the rates.",
                )
            )
        if wrong:
            raise PopulationError(*wrong)

    def _gone(self) -> Floats:
        found: Floats = self.moving.sum(axis=2) + self.leaving
        return found

    @property
    def staying(self) -> Floats:
        """(S, A, M, M): the moves with those who stay on the diagonal; columns sum to 1. Leaving comes on top."""
        found: Floats = self.moving.copy()
        place = np.arange(len(self.areas))
        found[:, :, place, place] += 1 - self.moving.sum(axis=2)
        return found

    def digest(self) -> str:
        """SHA-256 over every input; two runs with the same digest, seed and parameters are the same run."""
        found = hashlib.sha256()
        for one in fields(self):
            value = getattr(self, one.name)
            found.update(one.name.encode())
            found.update(
                np.ascontiguousarray(value).tobytes() if isinstance(value, np.ndarray) else repr(value).encode()
            )
        return found.hexdigest()
