"""Money of an award: what became of every cent drawn, what falls due, what may be drawn – and what looks wrong about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from wandel.core.foerderung.award import AwardErrors, Movement, parse_award
from wandel.core.foerderung.drawdown import (
    DrawdownUse,
    Instalment,
    NewDrawdown,
    Tracking,
    Window,
    instalments,
    new_drawdown,
    track,
)
from wandel.core.foerderung.obligations import window_of
from wandel.core.foerderung.sets import UnknownConditions
from wandel.fields.funding.models import Booking, Mittelabruf, PlannedPayment, Zuwendungsbescheid
from wandel.fields.funding.queries.words import spoken
from wandel.ui.formats import format_date, format_money

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
FEDERAL_SET, INSTALMENT_FINANCING = "anbest_gk_bund", frozenset({"anteil", "festbetrag"})


@dataclass(frozen=True)
class MoneyRow:
    """A line of the tab: the money and, in the reader's language, what to look at again.

    ``use`` is what became of a drawdown; None for one that is not here yet, and where no window is known.
    """

    row: Mittelabruf | Booking
    odd: list[str]
    use: DrawdownUse | None = None

    @property
    def used(self) -> Decimal:
        return self.use.drawdown.amount - self.use.unused if self.use else ZERO

    @property
    def story(self) -> str:
        return spoken(self.use.because) if self.use else ""


@dataclass(frozen=True)
class DueRow:
    """A planned payment, whether money may be drawn for it by now, and what has fallen due with it in all."""

    row: PlannedPayment
    in_window: bool
    overdue: bool
    total: Decimal


@dataclass(frozen=True)
class MoneyStanding:
    """The money of an award on a day. ``room`` is None where no condition says within what time money must be used."""

    window: Window | None
    tracking: Tracking | None
    room: NewDrawdown | None
    on_the_way: Decimal
    drawdowns: list[MoneyRow] = field(default_factory=list)
    requests: list[Mittelabruf] = field(default_factory=list)
    bookings: list[MoneyRow] = field(default_factory=list)
    due: list[DueRow] = field(default_factory=list)

    @property
    def open_requests(self) -> list[Mittelabruf]:
        return [row for row in self.requests if row.state == Mittelabruf.State.REQUESTED]

    @property
    def due_total(self) -> Decimal:
        return sum((one.row.amount for one in self.due), ZERO)


def window_of_award(award: Zuwendungsbescheid) -> Window | None:
    """Within what time drawn money must be used; None where no condition says it or the conditions are not known here."""
    try:
        return window_of(parse_award(award.facts))
    except (AwardErrors, UnknownConditions):
        return None


def movements(rows: Sequence[Mittelabruf] | Sequence[Booking]) -> list[Movement]:
    return [Movement(row.paid_on, row.amount) for row in rows]


def tracking_of(
    award: Zuwendungsbescheid,
    drawdowns: Sequence[Mittelabruf],
    bookings: Sequence[Booking],
    *,
    window: Window,
    on: date,
    on_the_way: Decimal = ZERO,
) -> Tracking:
    """Every cent received up to a day. ``on_the_way``: requested and not here; it counts as if it came that day."""
    drawn = movements(drawdowns) + ([Movement(on, on_the_way)] if on_the_way else [])
    return track(drawn, movements(bookings), window=window, on=on, federal=award.level == "bund")


def standing_of(award: Zuwendungsbescheid, *, on: date) -> MoneyStanding:
    """Everything the money page shows, in three queries whatever the number of rows."""
    rows = list(award.drawdowns.select_related("cosign__organisation", "cosign__decided_by"))
    received = [row for row in rows if row.state == Mittelabruf.State.RECEIVED]
    requests = sorted(
        (row for row in rows if row.state != Mittelabruf.State.RECEIVED),
        key=lambda row: (row.state != Mittelabruf.State.REQUESTED, row.requested_on, row.pk),
    )
    bookings = list(award.bookings.select_related("cost_item"))
    planned = list(award.planned_payments.filter(booking__isnull=True).select_related("contract"))
    window = window_of_award(award)
    coming = sum((row.requested_amount for row in requests if row.state == Mittelabruf.State.REQUESTED), ZERO)
    tracking = tracking_of(award, received, bookings, window=window, on=on) if window else None
    room = None
    if window:
        with_coming = tracking_of(award, received, bookings, window=window, on=on, on_the_way=coming)
        room = new_drawdown(with_coming, amount=CENT, due=due_movements(planned))
    return MoneyStanding(
        window,
        tracking,
        room,
        coming,
        drawdowns=_drawdown_lines(award, received, tracking, on),
        requests=requests,
        bookings=_booking_lines(award, bookings, on),
        due=_due_lines(planned, window, on),
    )


def due_movements(planned: Sequence[PlannedPayment]) -> list[Movement]:
    return [Movement(row.due_on, row.amount) for row in planned]


def answer_to(award: Zuwendungsbescheid, amount: Decimal, *, on: date) -> NewDrawdown | None:
    """Whether so much may be drawn on that day; None where no window is known, so that nothing can be said."""
    window = window_of_award(award)
    if window is None:
        return None
    coming = award.drawdowns.filter(state=Mittelabruf.State.REQUESTED)
    tracking = tracking_of(
        award,
        list(award.drawdowns.received()),
        list(award.bookings.all()),
        window=window,
        on=on,
        on_the_way=sum((row.requested_amount for row in coming), ZERO),
    )
    planned = list(award.planned_payments.filter(booking__isnull=True))
    return new_drawdown(tracking, amount=amount, due=due_movements(planned))


def answer_json(answer: NewDrawdown) -> dict[str, object]:
    """The answer as it is kept with the request: amounts, window, norm, status and reason."""
    return {
        "permitted": answer.permitted,
        "amount": f"{answer.amount:.2f}",
        "most": f"{answer.most:.2f}",
        "need": f"{answer.need:.2f}",
        "idle": f"{answer.idle:.2f}",
        "until_on": answer.until_on.isoformat(),
        "norm": answer.norm,
        "status": answer.status,
        "because": answer.because.as_json(),
    }


def instalments_of(award: Zuwendungsbescheid) -> tuple[Instalment, ...]:
    """The four instalments of a federal building grant, as advice; nothing where the conditions do not speak of them."""
    if award.condition_set != FEDERAL_SET or award.financing_type not in INSTALMENT_FINANCING:
        return ()
    if award.purpose != Zuwendungsbescheid.Purpose.INVESTMENT:
        return ()
    try:
        return instalments(
            award.grant, financing=award.financing_type, version=award.condition_version, purpose=award.purpose
        )
    except (UnknownConditions, LookupError):
        return ()


def drawdown_rows(award: Zuwendungsbescheid, *, on: date) -> list[MoneyRow]:
    """Money received, oldest first, with what is odd about it."""
    return _drawdown_lines(award, list(award.drawdowns.received()), None, on)


def booking_rows(award: Zuwendungsbescheid, *, on: date) -> list[MoneyRow]:
    """Money paid, oldest first, with what is odd about it."""
    return _booking_lines(award, list(award.bookings.all()), on)


def _drawdown_lines(
    award: Zuwendungsbescheid, received: Sequence[Mittelabruf], tracking: Tracking | None, on: date
) -> list[MoneyRow]:
    """Larger than the grant is the line with which the sum passes it. What lies ahead of the day is not tracked yet."""
    uses = iter(tracking.uses if tracking else ())
    rows, drawn = [], Decimal(0)
    for row in received:
        passed, drawn = drawn > award.grant, drawn + row.amount
        odd = []
        if row.paid_on > on:
            odd.append(_("This day lies in the future; the time for using the money would start only then."))
        if row.paid_on < award.dated_on:
            odd.append(
                _("Received before the notice of %(day)s. Please check both days.")
                % {"day": format_date(award.dated_on)}
            )
        if drawn > award.grant and not passed:
            odd.append(
                _(
                    "With it %(drawn)s are noted as received, more than the grant of %(grant)s. Please check the amounts."
                )
                % {"drawn": format_money(drawn), "grant": format_money(award.grant)}
            )
        rows.append(MoneyRow(row, odd, next(uses, None) if row.paid_on <= on else None))
    return rows


def _booking_lines(award: Zuwendungsbescheid, bookings: Sequence[Booking], on: date) -> list[MoneyRow]:
    """Before the award period it needs the funder's consent to an early start."""
    rows = []
    for row in bookings:
        odd = []
        if row.paid_on > on:
            odd.append(_("This day lies in the future; the payment uses up nothing until then."))
        if row.paid_on < award.period_from:
            odd.append(
                _("Paid before the award period starts on %(day)s. Was an early start permitted?")
                % {"day": format_date(award.period_from)}
            )
        rows.append(MoneyRow(row, odd))
    return rows


def _due_lines(planned: Sequence[PlannedPayment], window: Window | None, on: date) -> list[DueRow]:
    until = window.until(on) if window else None
    rows, total = [], ZERO
    for row in planned:
        total += row.amount
        rows.append(DueRow(row, until is not None and row.due_on <= until, row.due_on < on, total))
    return rows


def odd_about(rows: list[MoneyRow], row: Mittelabruf | Booking) -> list[str]:
    """The sentences about one line."""
    return next((one.odd for one in rows if one.row.pk == row.pk), [])


def odd_about_request(award: Zuwendungsbescheid) -> list[str]:
    """What is odd about the drawdowns in all: more asked for than was granted."""
    asked = sum(
        (
            row.amount if row.state == Mittelabruf.State.RECEIVED else row.requested_amount
            for row in award.drawdowns.exclude(state=Mittelabruf.State.WITHDRAWN)
        ),
        ZERO,
    )
    if asked <= award.grant:
        return []
    return [
        _("With it %(asked)s are received or requested, more than the grant of %(grant)s. Please check the amounts.")
        % {"asked": format_money(asked), "grant": format_money(award.grant)}
    ]
