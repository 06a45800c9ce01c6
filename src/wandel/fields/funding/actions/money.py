"""Money in and out of an award; each change moves the time for using what was drawn."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from wandel.fields.funding.actions.record import FIELD, party_ids, refresh
from wandel.fields.funding.actions.standing import hold_standing
from wandel.fields.funding.models import Booking, CostItem, Mittelabruf, PlannedPayment, Zuwendungsbescheid
from wandel.office.journal.actions import record
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase
from wandel.ui.sinks import OPEN


@transaction.atomic
def note_drawdown(*, award: Zuwendungsbescheid, paid_on: date, amount: Decimal, by: User, on: date) -> Mittelabruf:
    hold_standing(award)
    row = Mittelabruf.objects.create(award=award, paid_on=paid_on, amount=amount)
    message = Phrase(gettext_noop("Money received: %(amount)s on %(day)s"), {"amount": amount, "day": paid_on})
    refresh(award=award, by=by, on=on, message=message)
    return row


@transaction.atomic
def remove_drawdown(*, drawdown: Mittelabruf, by: User, on: date) -> None:
    message = Phrase(
        gettext_noop("Removed: money received, %(amount)s on %(day)s"),
        {"amount": drawdown.amount, "day": drawdown.paid_on},
    )
    award = drawdown.award
    hold_standing(award)
    if drawdown.state != Mittelabruf.State.RECEIVED or drawdown.requested_on is not None:
        raise ValidationError(
            gettext("Somebody asked for this money; take the request back instead of removing it."), code="requested"
        )
    drawdown.delete()
    refresh(award=award, by=by, on=on, message=message)


@transaction.atomic
def note_booking(
    *,
    award: Zuwendungsbescheid,
    paid_on: date,
    amount: Decimal,
    purpose: str,
    by: User,
    on: date,
    payee: str = "",
    voucher: str = "",
    cost_item: CostItem | None = None,
) -> Booking:
    """Money has left for the project, for an item of the plan if one is named; the list of receipts asks to whom and with what number."""
    hold_standing(award)
    row = Booking.objects.create(
        award=award, paid_on=paid_on, amount=amount, purpose=purpose, payee=payee, voucher=voucher, cost_item=cost_item
    )
    message = Phrase(gettext_noop("Payment: %(amount)s on %(day)s"), {"amount": amount, "day": paid_on})
    refresh(award=award, by=by, on=on, message=message)
    return row


@transaction.atomic
def remove_booking(*, booking: Booking, by: User, on: date) -> None:
    message = Phrase(
        gettext_noop("Removed: payment, %(amount)s on %(day)s"), {"amount": booking.amount, "day": booking.paid_on}
    )
    award = booking.award
    hold_standing(award)
    booking.delete()
    refresh(award=award, by=by, on=on, message=message)


@transaction.atomic
def describe_booking(*, booking: Booking, values: dict[str, Any], by: User) -> Booking:
    """Say what a payment was for (``purpose``, ``payee``, ``voucher``, ``cost_item``); day and amount stay."""
    hold_standing(booking.award)
    for name, value in values.items():
        setattr(booking, name, value)
    booking.version += 1
    booking.save(update_fields=[*values, "version"])
    said = gettext_noop("Payment of %(day)s: %(amount)s belongs to “%(item)s”")
    named = {"day": booking.paid_on, "amount": booking.amount, "item": str(booking.cost_item or "–")}
    _note(booking.award, Phrase(said, named), by)
    return booking


@transaction.atomic
def plan_payment(*, award: Zuwendungsbescheid, values: dict[str, Any], by: User) -> PlannedPayment:
    """A payment that will fall due (``due_on``, ``amount``, ``purpose``, ``contract``): money may be drawn for it."""
    hold_standing(award)
    row = PlannedPayment.objects.create(award=award, **values)
    _note(award, Phrase(gettext_noop("Payment planned: %(amount)s due on %(day)s"), _named(row)), by)
    return row


@transaction.atomic
def change_planned_payment(*, planned: PlannedPayment, values: dict[str, Any], by: User) -> PlannedPayment:
    hold_standing(planned.award)
    for name, value in values.items():
        setattr(planned, name, value)
    planned.version += 1
    planned.save()
    _note(
        planned.award, Phrase(gettext_noop("Planned payment changed: %(amount)s due on %(day)s"), _named(planned)), by
    )
    return planned


@transaction.atomic
def remove_planned_payment(*, planned: PlannedPayment, by: User) -> None:
    award = planned.award
    hold_standing(award)
    message = Phrase(gettext_noop("Removed: planned payment, %(amount)s due on %(day)s"), _named(planned))
    planned.delete()
    _note(award, message, by)


@transaction.atomic
def pay_planned(
    *,
    planned: PlannedPayment,
    paid_on: date,
    amount: Decimal,
    purpose: str,
    by: User,
    on: date,
    payee: str = "",
    voucher: str = "",
    cost_item: CostItem | None = None,
) -> Booking:
    """The planned payment has left the account: it uses up drawn money and is no longer ahead.

    Raises ValidationError where a colleague has noted it already.
    """
    hold_standing(planned.award)
    row = PlannedPayment.objects.select_for_update().get(pk=planned.pk)
    if row.booking_id is not None:
        raise ValidationError(gettext("This payment has been noted already."), code="paid")
    row.booking = note_booking(
        award=planned.award,
        paid_on=paid_on,
        amount=amount,
        purpose=purpose,
        payee=payee,
        voucher=voucher,
        by=by,
        on=on,
        cost_item=cost_item,
    )
    row.version += 1
    row.save(update_fields=["booking", "version"])
    return row.booking


def _named(row: PlannedPayment) -> dict[str, Any]:
    return {"amount": row.amount, "day": row.due_on}


def _note(award: Zuwendungsbescheid, message: Phrase, by: User) -> None:
    record(
        by=by, message=message, subject=award.ref, organisation_ids=party_ids(award), field=FIELD, confidentiality=OPEN
    )
