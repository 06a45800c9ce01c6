"""An indicator: a ratio of an area in a year, as INKAR and the Regionalatlas publish them."""

from dataclasses import dataclass
from decimal import Decimal

from wandel.core.statistics.observations import State


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """One value. ``indicator`` is the publisher's own name; "nothing there" stays without a number, because for a ratio
    it may mean zero or that there was nothing to divide."""

    indicator: str
    area: str
    name: str
    year: int
    value: Decimal | None
    state: State
    unit: str
    table: str
    source: str
    licence: str
    file: str = ""
    line: int = 0
