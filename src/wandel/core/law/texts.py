"""A sentence in both languages, and dates and money as each language writes them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS_DE = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_GERMAN = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True)
class Text:
    """The same statement in German and English."""

    de: str
    en: str

    def as_json(self) -> dict[str, str]:
        return {"de": self.de, "en": self.en}

    def to(self, language: str) -> str:
        """The wording for a language code; everything but English reads German."""
        return self.en if language.startswith("en") else self.de


@lru_cache(maxsize=65536)
def day_de(day: date) -> str:
    """22.09.2026"""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


@lru_cache(maxsize=65536)
def day_en(day: date) -> str:
    """22 September 2026"""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def weekday_de(day: date) -> str:
    """Montag … Sonntag"""
    return _WEEKDAYS_DE[day.weekday()]


def weekday_en(day: date) -> str:
    """Monday … Sunday"""
    return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[day.weekday()]


def money_de(amount: Decimal) -> str:
    """38.400,00 €"""
    return f"{amount:,.2f}".translate(_GERMAN) + " €"


def money_en(amount: Decimal) -> str:
    """€38,400.00"""
    return f"-€{-amount:,.2f}" if amount < 0 else f"€{amount:,.2f}"


def number_de(value: Decimal) -> str:
    """6,27"""
    return f"{value:,f}".translate(_GERMAN)


def shown(value: object) -> str:
    """A value as it may stand in a sentence: short, on one line."""
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "…"


_UNITS = {
    "days": (("Tag", "Tage"), ("day", "days")),
    "weeks": (("Woche", "Wochen"), ("week", "weeks")),
    "months": (("Monat", "Monate"), ("month", "months")),
    "years": (("Jahr", "Jahre"), ("year", "years")),
}


@lru_cache(maxsize=4096)
def span(count: int, unit: str) -> Text:
    """„6 Monate“ / “6 months”; unit is days, weeks, months or years."""
    german, english = _UNITS[unit]
    return Text(f"{count} {german[count != 1]}", f"{count} {english[count != 1]}")
