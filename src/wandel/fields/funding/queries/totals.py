"""Holding the kept sums of the awards against the rows they are sums of."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from wandel.fields.funding.models import Booking, Mittelabruf, Zuwendungsbescheid


@dataclass(frozen=True)
class Difference:
    """An award whose kept sum is not that of its rows; ``what`` is "drawn" or "spent"."""

    award: int
    title: str
    what: str
    kept: Decimal
    counted: Decimal


def totals_checked() -> tuple[int, list[Difference]]:
    """How many awards there are, withdrawn ones too, and where a kept sum differs. Three queries."""
    rows = {
        "drawn": Mittelabruf.objects.received(),
        "spent": Booking.objects.all(),
    }
    counted = {
        what: dict(found.order_by().values_list("award").annotate(Sum("amount"))) for what, found in rows.items()
    }
    found, count = [], 0
    awards = Zuwendungsbescheid.objects.order_by("pk").values_list("pk", "title", "drawn_total", "spent_total")
    for pk, title, drawn, spent in awards.iterator():
        count += 1
        for what, kept in (("drawn", drawn), ("spent", spent)):
            real = counted[what].get(pk) or Decimal(0)
            if kept != real:
                found.append(Difference(pk, title, what, kept, real))
    return count, found
