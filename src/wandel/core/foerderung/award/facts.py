"""The facts of one grant notice as frozen values, ready for the rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from wandel.core.foerderung.reading import Remark
from wandel.core.foerderung.sets import ConditionSet, Edition


@dataclass(frozen=True, slots=True)
class Notice:
    """The Zuwendungsbescheid as it came: its date, when and how it was sent, what its Rechtsbehelfsbelehrung names."""

    dated_on: date
    sent_on: date | None
    sent_by: str
    received_on: date | None
    remedy: str


@dataclass(frozen=True, slots=True)
class Financing:
    """Finanzierungsart and amounts in euro; ``rate`` is a share."""

    type: str
    rate: Decimal | None
    eligible_costs: Decimal | None
    third_party: Decimal | None
    own: Decimal | None
    grant: Decimal | None
    cap: Decimal | None


@dataclass(frozen=True, slots=True)
class PurposeBinding:
    """Zweckbindung: so many years from an event, from a day, or until a day fixed in the notice."""

    years: int
    starts: str
    starts_on: date | None


@dataclass(frozen=True, slots=True)
class Movement:
    """Money on a day: a drawdown that arrived, or a payment made with it; ``where`` is its place in the input."""

    paid_on: date
    amount: Decimal
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the officer read in the notice; it wins over every stored value."""

    numbers: Mapping[str, int]
    days: Mapping[str, date]
    zwischennachweis_on: tuple[date, ...]

    def number(self, key: str) -> int | None:
        return self.numbers.get(key)

    def day(self, key: str) -> date | None:
        return self.days.get(key)


@dataclass(frozen=True, slots=True)
class Award:
    """All facts of one grant notice, ready for the rules. ``remarks`` are the oddities found while reading."""

    title: str
    recipient: str
    land: str
    level: str
    conditions: ConditionSet
    edition: Edition
    special: ConditionSet | None
    notice: Notice
    financing: Financing
    period_from: date
    period_until: date
    purpose: str
    completed_on: date | None
    commissioned_on: date | None
    verwendungsnachweis_submitted_on: date | None
    purpose_binding: PurposeBinding | None
    confirmed: Confirmed
    drawdowns: tuple[Movement, ...]
    payments: tuple[Movement, ...]
    remarks: tuple[Remark, ...]
