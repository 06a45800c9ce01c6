"""One cell of a statistical table, with everything its headers say about it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

Keep = Callable[[str], bool]


class State(StrEnum):
    """What a cell says. Signs of the statistical offices (Destatis, Zeichenerklärung)."""

    value = "value"
    # "-": nothing there, exactly zero; also where an area or a table row did not exist.
    nothing = "nothing"
    # ".": not known or kept secret.
    secret = "secret"  # noqa: S105 – a sign of the statistical offices
    # "...": comes later.
    later = "later"
    # "x": the cell is blocked because a number would make no sense.
    blocked = "blocked"
    # "/": not reliable enough to be printed; "(12)": printed, but of limited worth.
    unsure = "unsure"


SIGNS = {
    "-": State.nothing,
    "–": State.nothing,
    "—": State.nothing,
    ".": State.secret,
    "•": State.secret,
    "...": State.later,
    "…": State.later,
    "x": State.blocked,
    "X": State.blocked,
    "/": State.unsure,
}
# Quality marks that may follow a number or stand in a column of their own (GENESIS).
QUALITY = {"e": "final", "p": "provisional", "r": "revised", "s": "estimated", "b": "break"}
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?\Z", re.ASCII)
_MARKED = re.compile(r"\s*([eprsb])\Z")


@dataclass(frozen=True, slots=True)
class Observation:
    """A cell. ``area`` is the key as published (AGS of 2, 3, 5 or 8 digits, longer keys with the association's digits
    where a Land has them, "DG" for Germany); ``on`` is the key date, None for a sum over ``year``; ``dimensions`` are
    the row's own columns and then the stacked headers, top down, empty ones left out; ``column`` is the cell's position
    in its row. ``value`` keeps the decimals it was printed with."""

    table: str
    year: int
    on: date | None
    area: str
    name: str
    dimensions: tuple[str, ...]
    variable: str
    unit: str
    value: Decimal | None
    state: State
    line: int
    column: int = 0
    quality: str = ""


def read_cell(cell: str) -> tuple[Decimal | None, State, str] | None:
    """Value, state and quality mark of a cell; None if it is none of the known signs and no number.

    A comma or a single point is the decimal mark; grouping does not occur in these files."""
    text = cell.strip()
    if text in SIGNS:
        return None, SIGNS[text], ""
    quality = ""
    if text and text[0].isdigit() | (text[0] in "+-("):
        marked = _MARKED.search(text)
        if marked:
            quality = marked.group(1)
            text = text[: marked.start()]
    state = State.value
    if text.startswith("(") and text.endswith(")"):
        text, state = text[1:-1].strip(), State.unsure
    if not _NUMBER.match(text):
        return None
    return Decimal(text.replace(",", ".")), state, quality


_GERMAN_DAY = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})\Z", re.ASCII)
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z", re.ASCII)
_YEAR = re.compile(r"(?:1[89]|20|21)[0-9]{2}\Z", re.ASCII)


def read_time(cell: str) -> tuple[int, date | None] | None:
    """Year and, if the cell names a day, that day: „31.12.2015“, “2015-12-31”, “2015”. None if it is no time."""
    text = cell.strip()
    if _YEAR.match(text):
        return int(text), None
    german, iso = _GERMAN_DAY.match(text), _ISO_DAY.match(text)
    if german:
        day, month, year = map(int, german.groups())
    elif iso:
        year, month, day = map(int, iso.groups())
    else:
        return None
    try:
        return year, date(year, month, day)
    except ValueError:
        return None


def municipality_key(area: str) -> str:
    """The AGS of a published key: 12 digits (ARS) and 10 or 11 digits (with the association's) shortened to 8.

    County, Land and 8 digits stay as they are."""
    return area[:5] + area[-3:] if len(area) in {10, 11, 12} and area.isdigit() else area


def within(*prefixes: str) -> Keep:
    """A predicate that keeps areas whose AGS begins with one of the prefixes (a county and its municipalities)."""
    return lambda area: municipality_key(area).startswith(prefixes)
