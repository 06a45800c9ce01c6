"""Money noted on an award, with what looks wrong about it: said beside the line, never refused."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from wandel.fields.funding.models import Booking, Mittelabruf, Zuwendungsbescheid
from wandel.ui.formats import format_date, format_money


@dataclass(frozen=True)
class MoneyRow:
    """A line of the tab: the money and, in the reader's language, what to look at again."""

    row: Mittelabruf | Booking
    odd: list[str]


def drawdown_rows(award: Zuwendungsbescheid, *, on: date) -> list[MoneyRow]:
    """Money received, oldest first. Larger than the grant is the line with which the sum passes it."""
    rows, drawn = [], Decimal(0)
    for row in award.drawdowns.all():
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
        rows.append(MoneyRow(row, odd))
    return rows


def booking_rows(award: Zuwendungsbescheid, *, on: date) -> list[MoneyRow]:
    """Money paid, oldest first. Before the award period it needs the funder's consent to an early start."""
    rows = []
    for row in award.bookings.all():
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


def odd_about(rows: list[MoneyRow], row: Mittelabruf | Booking) -> list[str]:
    """The sentences about one line."""
    return next((one.odd for one in rows if one.row.pk == row.pk), [])
