"""Money in and out of an award; each change moves the time for using what was drawn."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_noop

from wandel.fields.funding.actions.record import refresh
from wandel.fields.funding.actions.standing import hold_standing
from wandel.fields.funding.models import Booking, Mittelabruf, Zuwendungsbescheid
from wandel.office.people.models import User
from wandel.ui.phrases import Phrase


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
    drawdown.delete()
    refresh(award=award, by=by, on=on, message=message)


@transaction.atomic
def note_booking(
    *, award: Zuwendungsbescheid, paid_on: date, amount: Decimal, purpose: str, by: User, on: date
) -> Booking:
    hold_standing(award)
    row = Booking.objects.create(award=award, paid_on=paid_on, amount=amount, purpose=purpose)
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
