"""Money drawn and what became of it: first in, first used, every cent once, late money with its interest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wandel.core.foerderung.award import Movement
from wandel.core.foerderung.interest import Verzinsung, verzinsung_by_law
from wandel.core.law.basiszins import NoBasiszins
from wandel.core.law.parameters import NotCovered
from wandel.core.law.periods import add_months, period
from wandel.core.law.texts import Text, day_de, day_en, money_de, money_en

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Window:
    """Within what time drawn money must be used: ``count`` months or weeks after payout, as a norm says it.

    ``interest_from_month`` is set where interest begins only with that month (Städtebau NRW: 13).
    """

    count: int
    unit: str
    norm: str
    status: str
    interest_from_month: int | None = None

    def until(self, paid_on: date) -> date:
        """The last day for money paid out on a day; it never moves to the next working day."""
        return period(paid_on, self.count, self.unit, shifts=False).due_on


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a drawdown and the payment that used it up.

    ``used_on`` is the day of the payment, or of the payout where the payment was made before it and is paid back by it.
    ``interest`` is what lateness can cost (§ 49a Abs. 4 VwVfG); None where the piece is in time or a rate is unknown.
    """

    paid_on: date
    used_on: date
    amount: Decimal
    late: bool
    interest: Verzinsung | None


@dataclass(frozen=True, slots=True)
class DrawdownUse:
    """One drawdown with all its pieces; ``unused`` is the rest on the day of looking, ``until_on`` its last day."""

    drawdown: Movement
    until_on: date
    pieces: tuple[Piece, ...]
    unused: Decimal
    overdue: bool
    unused_interest: Verzinsung | None
    rate_missing: bool

    @property
    def interest(self) -> Decimal:
        """What lateness of this drawdown can cost up to the day of looking, as far as rates are known."""
        parts = [piece.interest for piece in self.pieces] + [self.unused_interest]
        return sum((part.total for part in parts if part is not None), ZERO)

    @property
    def because(self) -> Text:
        """The drawdown's story in a sentence."""
        used = self.drawdown.amount - self.unused
        german = (
            f"{money_de(self.drawdown.amount)} vom {day_de(self.drawdown.paid_on)}: {money_de(used)} verwendet, "
            f"{money_de(self.unused)} noch nicht; Frist {day_de(self.until_on)}."
        )
        english = (
            f"{money_en(self.drawdown.amount)} of {day_en(self.drawdown.paid_on)}: {money_en(used)} used, "
            f"{money_en(self.unused)} not yet; until {day_en(self.until_on)}."
        )
        if self.interest:
            german += f" Zu spät verwendetes Geld kann {money_de(self.interest)} Zinsen kosten (Ermessen)."
            english += f" Money used late can cost {money_en(self.interest)} of interest (at discretion)."
        return Text(german, english)


@dataclass(frozen=True, slots=True)
class Tracking:
    """Every drawdown up to a day; ``ahead`` is what was paid beyond all drawdowns, out of the recipient's own money."""

    on: date
    window: Window
    uses: tuple[DrawdownUse, ...]
    ahead: Decimal

    @property
    def idle(self) -> Decimal:
        """Drawn and not used on the day of looking."""
        return sum((use.unused for use in self.uses), ZERO)

    @property
    def overdue(self) -> Decimal:
        """Of the idle money what is past its window."""
        return sum((use.unused for use in self.uses if use.overdue), ZERO)

    @property
    def interest(self) -> Decimal:
        """What lateness can cost in all, as far as rates are known."""
        return sum((use.interest for use in self.uses), ZERO)


def first_in_first_used(
    drawdowns: tuple[Movement, ...], payments: tuple[Movement, ...], *, on: date | None = None
) -> tuple[tuple[Movement, ...], ...]:
    """Which payments used up which drawdown, in the order of ``drawdowns``: the oldest money is spent first.

    A payment made before a drawdown counts too: the drawdown then pays back what was pre-financed. Payments after
    ``on`` have not happened yet. Every cent of a payment is used once; what exceeds all drawdowns is the recipient's.
    """
    parts: list[list[Movement]] = [[] for _ in drawdowns]
    rest = [drawdown.amount for drawdown in drawdowns]
    current = 0
    for payment in payments:
        if on is not None and payment.paid_on > on:
            continue
        left = payment.amount
        while left > 0 and current < len(drawdowns):
            taken = min(left, rest[current])
            if taken > 0:
                parts[current].append(Movement(payment.paid_on, taken))
                rest[current] -= taken
                left -= taken
            if rest[current] == 0:
                current += 1
    return tuple(tuple(part) for part in parts)


def interest_start(paid_on: date, from_month: int | None) -> date:
    """The first day lateness can cost interest: payout, or under "only from month 13" the first day of that month."""
    if from_month is None or from_month <= 1:
        return paid_on
    return add_months(paid_on, from_month - 1) + timedelta(days=1)


def track(
    drawdowns: Sequence[Movement],
    payments: Sequence[Movement],
    *,
    window: Window,
    on: date,
    federal: bool,
    day_count: str = "act/365",
) -> Tracking:
    """Every cent of every drawdown up to a day: which payment used it, when, whether late, what that can cost.

    The order of the input does not matter; what happens after ``on`` has not happened yet. ``federal`` chooses the
    margin over the Basiszinssatz. A half-year without a rate leaves ``interest`` None and sets ``rate_missing``.
    """
    drawn = tuple(one for one in _by_day(drawdowns) if one.paid_on <= on)
    paid = tuple(one for one in _by_day(payments) if one.paid_on <= on)
    parts = first_in_first_used(drawn, paid)
    uses = tuple(
        _use(drawdown, used, window, on=on, federal=federal, day_count=day_count)
        for drawdown, used in zip(drawn, parts, strict=True)
    )
    assigned = sum((part.amount for used in parts for part in used), ZERO)
    return Tracking(on, window, uses, sum((one.amount for one in paid), ZERO) - assigned)


def _by_day(movements: Iterable[Movement]) -> list[Movement]:
    return sorted(movements, key=lambda one: one.paid_on)


def _use(
    drawdown: Movement, used: Sequence[Movement], window: Window, *, on: date, federal: bool, day_count: str
) -> DrawdownUse:
    until = window.until(drawdown.paid_on)
    start = interest_start(drawdown.paid_on, window.interest_from_month)
    missing = False
    pieces = []
    for part in used:
        used_on = max(part.paid_on, drawdown.paid_on)
        late = used_on > until
        interest = _lateness(part.amount, start, used_on, federal=federal, day_count=day_count) if late else None
        missing = missing or (late and interest is None)
        pieces.append(Piece(part.paid_on, used_on, part.amount, late, interest))
    unused = drawdown.amount - sum((part.amount for part in used), ZERO)
    overdue = unused > 0 and on > until
    resting = _lateness(unused, start, on, federal=federal, day_count=day_count) if overdue else None
    return DrawdownUse(
        drawdown, until, tuple(pieces), unused, overdue, resting, missing or (overdue and resting is None)
    )


def _lateness(amount: Decimal, start: date, end: date, *, federal: bool, day_count: str) -> Verzinsung | None:
    try:
        return verzinsung_by_law(amount, from_on=start, to_on=end, federal=federal, day_count=day_count)
    except (NoBasiszins, NotCovered):
        return None
