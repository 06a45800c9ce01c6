"""What somebody assumes for the coming years, on top of the rates of today."""

import hashlib
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from wandel.core.population.chance import Chance

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scenario:
    """``years`` to project. ``fertility``, ``arriving``, ``leaving``: factor by year on today's rates, shape (T,) or a
    number for all years. ``extra`` (T, S, A, M): further arrivals by year, for example of new homes; None for none."""

    years: int
    fertility: float | Floats = 1.0
    arriving: float | Floats = 1.0
    leaving: float | Floats = 1.0
    extra: Floats | None = None
    chance: Chance = field(default_factory=Chance)

    def path(self, name: str) -> Floats:
        """The factor of every year, shape (T,)."""
        return np.broadcast_to(np.asarray(getattr(self, name), dtype=float), (self.years,))

    def extra_of(self, step: int) -> Floats | None:
        """Further arrivals of one year, (S, A, M)."""
        return None if self.extra is None else self.extra[step]

    def digest(self) -> str:
        """SHA-256 over every assumption."""
        found = hashlib.sha256(repr((self.years, self.chance)).encode())
        for name in ("fertility", "arriving", "leaving"):
            found.update(np.ascontiguousarray(self.path(name)).tobytes())
        if self.extra is not None:
            found.update(np.ascontiguousarray(self.extra).tobytes())
        return found.hexdigest()
