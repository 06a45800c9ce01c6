"""Whether more money may be drawn on a day: only what due payments need beyond the money that still lies there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wandel.core.foerderung.award import Movement
from wandel.core.foerderung.drawdown.uses import ZERO, Tracking
from wandel.core.law.texts import Text, day_de, day_en, money_de, money_en


@dataclass(frozen=True, slots=True)
class NewDrawdown:
    """The answer to a request. ``most`` is what may be drawn on that day, ``need`` what falls due until ``until_on``."""

    permitted: bool
    amount: Decimal
    most: Decimal
    need: Decimal
    idle: Decimal
    until_on: date
    norm: str
    status: str
    because: Text


def new_drawdown(tracking: Tracking, *, amount: Decimal, due: Sequence[Movement]) -> NewDrawdown:
    """Whether ``amount`` euro may be drawn on the day of the tracking, for the payments ``due`` (unpaid so far).

    Needed is what falls due within the window of that day, and what the recipient has already paid ahead; money still
    lying there covers it first. Money past its window has to be used or paid back before more is drawn: that follows
    from the need, no text read says it, so this refusal is ``unconfirmed``. Raises ValueError for an amount not above 0.
    """
    if amount <= 0:
        raise ValueError("the amount to be drawn is above 0")
    until = tracking.window.until(tracking.on)
    need = tracking.ahead + sum((one.amount for one in due if one.paid_on <= until), ZERO)
    open_need = max(ZERO, need - tracking.idle)
    if tracking.overdue > 0:
        return _answer(tracking, amount, ZERO, need, until, "unconfirmed", _overdue(tracking))
    return _answer(
        tracking, amount, open_need, need, until, tracking.window.status, _needed(tracking, amount, open_need, need, until)
    )  # fmt: skip


def _answer(
    tracking: Tracking, amount: Decimal, most: Decimal, need: Decimal, until: date, status: str, because: Text
) -> NewDrawdown:
    norm = tracking.window.norm
    return NewDrawdown(amount <= most, amount, most, need, tracking.idle, until, norm, status, because)


def _overdue(tracking: Tracking) -> Text:
    oldest = next(use for use in tracking.uses if use.overdue)
    return Text(
        f"{money_de(tracking.overdue)} liegen über ihre Frist hinaus (zuerst bis {day_de(oldest.until_on)}). Verwenden Sie das "
        "Geld oder zahlen Sie es zurück, bevor Sie mehr abrufen.",
        f"{money_en(tracking.overdue)} lies past its time (first until {day_en(oldest.until_on)}). Use the money or pay it "
        "back before you draw more.",
    )


def _needed(tracking: Tracking, amount: Decimal, most: Decimal, need: Decimal, until: date) -> Text:
    german = (
        f"Bis zum {day_de(until)} werden {money_de(need)} fällig, {money_de(tracking.idle)} sind noch da "
        f"({tracking.window.norm}). "
    )
    english = (
        f"{money_en(need)} falls due by {day_en(until)}, {money_en(tracking.idle)} is still there "
        f"({tracking.window.norm}). "
    )
    if amount <= most:
        return Text(german + "Der Abruf ist durch den Bedarf gedeckt.", english + "The need covers the drawdown.")
    if most == 0:
        return Text(
            german + "Verwenden Sie zuerst das vorhandene Geld; ein neuer Abruf ist noch nicht nötig.",
            english + "Use the money that is there first; a new drawdown is not needed yet.",
        )
    return Text(german + f"Rufen Sie höchstens {money_de(most)} ab.", english + f"Draw {money_en(most)} at the most.")
