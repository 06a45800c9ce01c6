"""All awards together: what is granted, committed, drawn, spent and at risk, what the own share costs each year, what falls due.

A fixed number of queries however many awards there are. Drawn and spent are the sums kept on each award.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth

from wandel.core.text.fold import fold
from wandel.fields.funding.models import (
    Contract,
    FundingSource,
    Obligation,
    PlannedPayment,
    SourceYear,
    Zuwendungsbescheid,
)
from wandel.fields.funding.queries.cosign import spread_over_years
from wandel.fields.funding.queries.plan import COMMITTED, with_vat
from wandel.ui.money import MoneyField

ZERO = Decimal("0.00")
# How the rows can be put together: name → the award's columns for key and label.
GROUPS = {
    "recipient": ("recipient", "recipient__name"),
    "funder": ("funder", "funder__name"),
    "year": ("dated_on__year", "dated_on__year"),
}
MONTHS_AHEAD = 12


@dataclass
class OverviewRow:
    """Sums of one group in euro. ``unused``: drawn and not spent; ``at_risk``: of it what should have been used by now."""

    name: str
    awards: int = 0
    granted: Decimal = ZERO
    drawn: Decimal = ZERO
    spent: Decimal = ZERO
    committed: Decimal = ZERO
    unused: Decimal = ZERO
    at_risk: Decimal = ZERO


@dataclass(frozen=True)
class Burden:
    """The own share of a recipient by budget year. ``reckoned``: part of it is spread by arithmetic, because no plan names its years."""

    name: str
    by_year: Mapping[int, Decimal]
    reckoned: bool

    @property
    def total(self) -> Decimal:
        return sum(self.by_year.values(), ZERO)


@dataclass(frozen=True)
class Overview:
    rows: list[OverviewRow]
    years: list[int] = field(default_factory=list)
    burdens: list[Burden] = field(default_factory=list)
    due: list[tuple[date, Decimal, Decimal]] = field(default_factory=list)
    overdue: Decimal = ZERO

    @property
    def total(self) -> OverviewRow:
        whole = OverviewRow("")
        for row in self.rows:
            whole.awards += row.awards
            for name in ("granted", "committed", "drawn", "spent", "unused", "at_risk"):
                setattr(whole, name, getattr(whole, name) + getattr(row, name))
        return whole

    @property
    def burden_rows(self) -> list[tuple[Burden, list[Decimal]]]:
        """Each recipient with its amounts in the order of ``years``."""
        return [(one, [one.by_year.get(year, ZERO) for year in self.years]) for one in self.burdens]

    @property
    def by_year(self) -> list[Decimal]:
        return [sum((one.by_year.get(year, ZERO) for one in self.burdens), ZERO) for year in self.years]


def overview_of(awards: QuerySet[Zuwendungsbescheid], *, by: str, on: date) -> Overview:
    """Everything the overview shows of these awards on a day; ``by`` is a key of ``GROUPS``."""
    awards, (key, label) = awards.order_by(), GROUPS[by]
    sums = awards.values_list(key, label).annotate(Count("pk"), Sum("grant"), Sum("drawn_total"), Sum("spent_total"))
    rows = {one: OverviewRow(str(name), count, *money) for one, name, count, *money in sums}
    inside = awards.values("pk")
    for one, value, vat in Contract.objects.filter(award__in=inside, state__in=COMMITTED).values_list(
        f"award__{key}", "awarded_value", "vat"
    ):
        rows[one].committed += with_vat(value, vat)
    unused = Obligation.objects.filter(award__in=inside, kind="mittelverwendung", amount__gt=0).order_by()
    late = Sum("amount", filter=Q(due_on__lt=on))
    for one, amount, at_risk in unused.values_list(f"award__{key}").annotate(Sum("amount"), late=late):
        rows[one].unused, rows[one].at_risk = amount, at_risk or ZERO
    years, burdens = _burdens(awards, on=on)
    overdue, due = _due(inside, on=on)
    order = sorted(rows.values(), key=lambda row: fold(row.name), reverse=by == "year")
    return Overview(order, years, burdens, due, overdue)


def _burdens(awards: QuerySet[Zuwendungsbescheid], *, on: date) -> tuple[list[int], list[Burden]]:
    """From the year of the day on: the own funds of the plans, and where a plan names none, the award's own share spread over its period."""
    planned = SourceYear.objects.filter(source__kind=FundingSource.Kind.OWN, source__award__in=awards.values("pk"))
    amounts: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    known, reckoned = set(), set()
    columns = ("source__award", "source__award__recipient__name", "year")
    for award, name, year, amount in planned.order_by().values_list(*columns).annotate(Sum("amount")):
        known.add(award)
        if year >= on.year:
            amounts[name][year] += amount
    # Awards of one recipient over the same period share one spreading: it adds up to the cent all the same.
    together = ("recipient__name", "period_from", "period_until")
    open_ones = awards.filter(period_until__year__gte=on.year).exclude(pk__in=known)
    others = Coalesce("third_party", Value(Decimal(0), output_field=MoneyField()))
    shares = open_ones.filter(eligible_costs__gt=F("grant") + others).values_list(*together)
    for name, begins, ends, costs, grant, third in shares.annotate(
        Sum("eligible_costs"), Sum("grant"), Sum("third_party")
    ):
        own = costs - grant - (third or ZERO)
        for year, amount in spread_over_years(own, begins, ends).items():
            if year >= on.year and amount:
                amounts[name][year] += amount
                reckoned.add(name)
    years = sorted({year for one in amounts.values() for year in one})
    return years, [
        Burden(name, dict(one), name in reckoned) for name, one in sorted(amounts.items(), key=lambda one: fold(one[0]))
    ]


def _due(inside: QuerySet[Any], *, on: date) -> tuple[Decimal, list[tuple[date, Decimal, Decimal]]]:
    """Payments ahead: what should have been paid by now, and by month what falls due and what has by then in all."""
    found = PlannedPayment.objects.filter(award__in=inside, booking__isnull=True).order_by()
    overdue = found.filter(due_on__lt=on).aggregate(total=Sum("amount"))["total"] or ZERO
    ahead = (
        found.filter(due_on__gte=on).annotate(month=TruncMonth("due_on")).values_list("month").annotate(Sum("amount"))
    )
    whole, rows = overdue, []
    for month, amount in sorted(ahead)[:MONTHS_AHEAD]:
        whole += amount
        rows.append((month, amount, whole))
    return overdue, rows
