"""The Basiszinssatz (§ 247 BGB): per cent a year, reset every 1 January and 1 July."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from wandel.core.law.parameters import NotCovered, Parameters
from wandel.core.law.texts import Text, day_de, day_en

_RATES = Parameters.read(Path(__file__).with_name("basiszins.yaml"))


@dataclass(frozen=True, slots=True)
class Basiszins:
    """The base rate of one half-year: ``percent`` a year, from its first to its last day."""

    percent: Decimal
    from_on: date
    until_on: date
    status: str
    source: str


class NoBasiszins(LookupError):
    """No base rate is stored for a half-year; it is named, never guessed."""

    def __init__(self, day: date) -> None:
        self.from_on = half_year_start(day)
        self.until_on = next_half_year(day) - timedelta(days=1)
        number = 1 if self.from_on.month == 1 else 2
        self.text = Text(
            f"Für das Halbjahr {self.from_on.year}/{number} ({day_de(self.from_on)} bis {day_de(self.until_on)}, "
            f"{self.from_on.isoformat()} … {self.until_on.isoformat()}) ist kein Basiszinssatz hinterlegt. Wählen Sie "
            "einen Zeitraum mit bekanntem Satz oder ergänzen Sie den Wert der Bundesbank in core/law/basiszins.yaml.",
            f"No base rate is stored for half-year {self.from_on.year}/{number} ({day_en(self.from_on)} to "
            f"{day_en(self.until_on)}, {self.from_on.isoformat()} … {self.until_on.isoformat()}). Choose a period with "
            "a known rate or add the Bundesbank's value to core/law/basiszins.yaml.",
        )
        super().__init__(self.text.en)


def half_year_start(day: date) -> date:
    """1 January or 1 July of that day's half-year."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def next_half_year(day: date) -> date:
    """The 1 January or 1 July after that day."""
    return date(day.year, 7, 1) if day.month <= 6 else date(day.year + 1, 1, 1)


@lru_cache(maxsize=1024)
def _of_half_year(from_on: date) -> Basiszins:
    try:
        row = _RATES.at("basiszins", from_on)
    except NotCovered as error:
        raise NoBasiszins(from_on) from error
    return Basiszins(row.value, row.valid_from, row.valid_until or date.max, row.status, row.source)


def basiszins_on(day: date) -> Basiszins:
    """The base rate of that day; NoBasiszins where its half-year has none."""
    return _of_half_year(half_year_start(day))
