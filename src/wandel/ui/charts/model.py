"""What a chart is made of: plain values, no drawing."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """A named line of (x, y) points; a None in y is a gap. ``broken``: drawn dashed, for an assumption. ``real``: what
    was counted, drawn in the colour of the text so that no forecast is mistaken for it."""

    name: str
    points: list[tuple[float, float | None]]
    broken: bool = False
    real: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """An area between two values for each x, for example what 80 % of the trajectories stay within."""

    name: str
    points: list[tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A horizontal line worth knowing, such as a target, with its word."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Bars:
    """A named row of bars, one value per category; None leaves the place empty."""

    name: str
    values: list[float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing (Vega-Lite, without sizes) and everything that stands in for it.

    ``summary`` is the alternative text, a sentence; ``caption`` says base, date and band. ``columns`` and ``rows`` are
    the table twin, cells ready to read.
    """

    title: str
    summary: str
    caption: str
    columns: list[str]
    rows: list[list[str]]
    spec: dict[str, Any] = field(repr=False)
    height: int = 300

    @property
    def numeric(self) -> frozenset[int]:
        """Every column after the first holds numbers."""
        return frozenset(range(1, len(self.columns)))
