"""Age groups as tables write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class AgeGroup:
    """Persons who have completed ``low`` years and not yet ``until``; an open group has no ``until``."""

    low: int
    until: int | None = None

    @property
    def width(self) -> int | None:
        """How many single years it spans; None where it is open."""
        return None if self.until is None else self.until - self.low


_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern + r"\Z", re.IGNORECASE | re.ASCII), kind)
    for pattern, kind in (
        (r"unter\s+(\d+)(?:\s+jahren?|\s+jahr|-j.hrige)?", "below"),
        (r"under\s+(\d+)(?:\s+years?)?", "below"),
        (r"(\d+)\s*(?:bis\s+unter|to\s+under)\s*(\d+)(?:\s+jahren?|\s+years?)?", "until"),
        (r"(\d+)\s*(?:bis|[-–]|to)\s*(\d+)(?:\s+jahren?|\s+years?|-j.hrige)?", "through"),
        (
            r"(?:ab\s+)?(\d+)(?:\s+jahren?|-j.hrige|\s+years?)?\s*(?:und\s+(?:mehr|.lter)|u\.\s?m\.?|and\s+(?:over|older)|\+|\s*und\s+.ltere)",
            "open",
        ),
        (r"ab\s+(\d+)(?:\s+jahren?)?", "open"),
        (r"(\d+)(?:\s+jahre?|-j.hrige|\s+years?)?", "single"),
    )
)
TOTAL = frozenset({"insgesamt", "zusammen", "total", "gesamt", "alle", "alle altersgruppen", "all"})


def read_age(cell: str) -> AgeGroup | None:
    """The group a cell names: „unter 3 Jahre“, „3 bis unter 6 Jahre“, “10–14”, „75 Jahre und mehr“, “90+”, “17”.

    None if it names none; a total is none either."""
    text = " ".join(cell.split())
    for pattern, kind in _PATTERNS:
        match = pattern.match(text)
        if not match:
            continue
        numbers = [int(number) for number in match.groups()]
        if kind == "below":
            return AgeGroup(0, numbers[0]) if numbers[0] else None
        if kind == "open":
            return AgeGroup(numbers[0])
        if kind == "single":
            return AgeGroup(numbers[0], numbers[0] + 1)
        low, high = numbers
        until = high if kind == "until" else high + 1
        return AgeGroup(low, until) if until > low else None
    return None


def is_total(cell: str) -> bool:
    """Whether a cell means everybody: „Insgesamt“."""
    return cell.strip().lower() in TOTAL


def hole(groups: Iterable[AgeGroup]) -> str:
    """Where groups fail to cover every age once, as „3 – 5“; "" where they do."""
    ordered = sorted(groups, key=lambda group: group.low)
    if not ordered or ordered[0].low != 0:
        return f"0 – {ordered[0].low}" if ordered else "0 – "
    for before, after in pairwise(ordered):
        if before.until != after.low:
            return f"{before.until} – {after.low}"
    return "" if ordered[-1].until is None else f"{ordered[-1].until} – "
