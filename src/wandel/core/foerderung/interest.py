"""Interest on grants under § 49a VwVfG (NRW): simple, so many percentage points above the Basiszinssatz.

From the day the money was there too early (inclusive) to the day it was used or returned (exclusive), split at every
1 January and 1 July, also where the rate stays equal. Each segment is rounded half-up to the cent, the total is their
sum. No text read fixes the day count, so it is an argument; act/365 is the default.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wandel.core.foerderung.financing import cents
from wandel.core.law.basiszins import basiszins_on, next_half_year
from wandel.core.law.erstattungszins import margin_on, margins
from wandel.core.law.texts import Text

MARGIN = Decimal(5)
DAY_COUNTS = ("act/365", "act/act", "30/360")


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch with one rate: ``base`` and ``rate`` in per cent a year, ``interest`` in euro."""

    from_on: date
    to_on: date
    days: int
    base: Decimal
    rate: Decimal
    interest: Decimal
    status: str

    def as_json(self) -> dict[str, object]:
        return {
            "from": self.from_on.isoformat(),
            "to": self.to_on.isoformat(),
            "days": self.days,
            "base": percent(self.base),
            "rate": percent(self.rate),
            "interest": f"{self.interest:.2f}",
            "status": self.status,
        }


@dataclass(frozen=True, slots=True)
class Verzinsung:
    """The segments and their total in euro; ``status`` is unconfirmed as soon as one segment's rate is."""

    segments: tuple[Segment, ...]
    total: Decimal

    @property
    def status(self) -> str:
        return "unconfirmed" if any(segment.status == "unconfirmed" for segment in self.segments) else "confirmed"

    def as_json(self) -> dict[str, object]:
        return {
            "segments": [segment.as_json() for segment in self.segments],
            "total": f"{self.total:.2f}",
            "status": self.status,
        }


def percent(value: Decimal) -> str:
    """At least two decimals, none lost: 5.12, -0.88, 5.125."""
    exponent = value.as_tuple().exponent
    return f"{value:.2f}" if isinstance(exponent, int) and exponent > -2 else f"{value:f}"


def days_between(from_on: date, to_on: date, day_count: str) -> int:
    """Days of a segment: calendar days, or with 30/360 months of thirty days (30E/360: a 31st counts as a 30th)."""
    if day_count == "30/360":
        return (
            360 * (to_on.year - from_on.year)
            + 30 * (to_on.month - from_on.month)
            + min(to_on.day, 30)
            - min(from_on.day, 30)
        )
    return (to_on - from_on).days


def year_length(year: int, day_count: str) -> int:
    """The divisor: 365, 366 in leap years with act/act, 360 with 30/360."""
    if day_count == "30/360":
        return 360
    if day_count == "act/act":
        return (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return 365


def verzinsung(
    amount: Decimal, *, from_on: date, to_on: date, margin: Decimal = MARGIN, day_count: str = "act/365"
) -> Verzinsung:
    """Simple interest on ``amount`` euro (§ 49a Abs. 3, 4 VwVfG). Raises NoBasiszins where a half-year has no rate."""
    if day_count not in DAY_COUNTS:
        raise ValueError(f"the day count is one of {', '.join(DAY_COUNTS)}, not “{day_count}”")
    if to_on < from_on:
        raise ValueError("interest runs from a day to a later one")
    if amount < 0:
        raise ValueError("interest is worked out on an amount of 0 or more")
    segments = []
    start = from_on
    while start < to_on:
        end = min(next_half_year(start), to_on)
        base = basiszins_on(start)
        rate = base.percent + margin
        days = days_between(start, end, day_count)
        interest = cents(amount * rate * days / (100 * year_length(start.year, day_count)))
        segments.append(Segment(start, end, days, base.percent, rate, interest, base.status))
        start = end
    return Verzinsung(tuple(segments), sum((segment.interest for segment in segments), Decimal("0.00")))


def verzinsung_by_law(
    amount: Decimal, *, from_on: date, to_on: date, federal: bool, day_count: str = "act/365"
) -> Verzinsung:
    """Interest with the margin of each day: split also where the margin changes (NRW: 5 May 2023).

    Raises NoBasiszins or NotCovered where a day has no rate.
    """
    segments: list[Segment] = []
    start = from_on
    while start < to_on:
        margin = margin_on(start, federal=federal)
        end = to_on if margin.valid_until is None else min(to_on, margin.valid_until + timedelta(days=1))
        part = verzinsung(amount, from_on=start, to_on=end, margin=margin.value, day_count=day_count)
        segments.extend(part.segments)
        start = end
    return Verzinsung(tuple(segments), sum((segment.interest for segment in segments), Decimal("0.00")))


def margin_remark(*, to_on: date, margin: Decimal) -> Text | None:
    """A sentence when five points are charged for days on which NRW asks for three, else None."""
    current = margins(federal=False)[-1]
    if margin != MARGIN or to_on <= current.valid_from:
        return None
    return Text(
        f"Gerechnet ist mit {margin} Prozentpunkten über dem Basiszinssatz (Bund). Nach {current.reference} sind es seit "
        f"dem 05.05.2023 nur {current.value}: für Bescheide des Landes --margin {current.value}.",
        f"Worked out with {margin} percentage points above the base rate (federation). Under {current.reference} it is "
        f"only {current.value} since 5 May 2023: for awards of the state use --margin {current.value}.",
    )
