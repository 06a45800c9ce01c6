"""What grants bring to the county, as figures without names: for the council and everybody who reads figures."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from wandel.fields.funding.models import Mittelabruf, Zuwendungsbescheid

COUNTY = ""


@dataclass(frozen=True)
class GrantFigures:
    """Awards of one municipality (``ags`` empty: of the county's own bodies and others): how many, granted, drawn in euro."""

    ags: str
    name: str
    awards: int
    granted: Decimal
    drawn: Decimal


@dataclass(frozen=True)
class CountyGrants:
    """All rows and their sum."""

    rows: list[GrantFigures]

    @property
    def awards(self) -> int:
        return sum(row.awards for row in self.rows)

    @property
    def granted(self) -> Decimal:
        return sum((row.granted for row in self.rows), Decimal(0))

    @property
    def drawn(self) -> Decimal:
        return sum((row.drawn for row in self.rows), Decimal(0))


def grants_by_municipality() -> CountyGrants:
    """Sums over every award in force or closed and none withdrawn, by the municipality of its recipient. Two queries, no titles, no persons.

    Sums of a single award are sums all the same: awards of public recipients are public (they stand in the budget).
    """
    place = ("recipient__municipality__ags", "recipient__municipality__name")
    awards = Zuwendungsbescheid.objects.standing().order_by().values_list(*place).annotate(Count("pk"), Sum("grant"))
    drawn: dict[str | None, Decimal] = defaultdict(Decimal)
    standing = Mittelabruf.objects.received().filter(award__withdrawn_on__isnull=True)
    paid = standing.order_by().values_list("award__recipient__municipality__ags").annotate(Sum("amount"))
    for ags, amount in paid:
        drawn[ags] += amount or Decimal(0)
    rows = [
        GrantFigures(ags or COUNTY, name or "", count, granted or Decimal(0), drawn[ags])
        for ags, name, count, granted in awards
    ]
    return CountyGrants(sorted(rows, key=lambda row: (row.ags == COUNTY, row.name)))
