"""What the sites bring: homes by municipality and year, low, likely and high. Other fields ask this, never the rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wandel.fields.land.models import Site
from wandel.fields.land.queries.capacity import capacity_of_site, densities_on
from wandel.fields.land.workflow import ENDS, ORDER

# From the pool on a site counts: owner and use are known.
COUNTS_FROM = ORDER["pool"]


@dataclass(frozen=True)
class HomesOfYear:
    """Homes of one municipality (its AGS) in one year; figures are whole homes."""

    ags: str
    year: int
    low: int
    likely: int
    high: int


@dataclass(frozen=True)
class Pipeline:
    """``rows`` by municipality and year; ``without_number`` are sites that count but lack an input or a year."""

    rows: tuple[HomesOfYear, ...]
    without_number: tuple[Site, ...]


def homes_by_year(*, on: date, sites: Iterable[Site] | None = None) -> Pipeline:
    """The pipeline of homes as of a day: sites in the pool or further, not yet built, spread evenly over their years.

    A site without "built by" counts in its first year. What does not divide goes to the earlier years. Confidential
    sites count: only sums leave this function. Two queries.
    """
    if sites is None:
        sites = (
            Site.objects.filter(retired_on=None).exclude(state__in=ENDS).select_related("municipality", "organisation")
        )
    densities = densities_on(on)
    sums: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    without: list[Site] = []
    for site in sites:
        if site.state in ENDS or ORDER[site.state] < COUNTS_FROM:
            continue
        homes = capacity_of_site(site, densities)
        if homes is None:
            continue
        if homes.low is None or homes.likely is None or homes.high is None or site.available_from is None:
            without.append(site)
            continue
        first = max(site.available_from, on.year)
        years = range(first, max(first, site.available_until or first) + 1)
        for place, total in enumerate((homes.low, homes.likely, homes.high)):
            each, rest = divmod(total, len(years))
            for number, year in enumerate(years):
                sums[site.municipality.ags, year][place] += each + (number < rest)
    rows = tuple(HomesOfYear(ags, year, *values) for (ags, year), values in sorted(sums.items()))
    return Pipeline(rows, tuple(without))


@dataclass(frozen=True)
class Balance:
    """What one municipality has: hectares inside and outside the built-up area, homes likely, sites without a number."""

    municipality: str
    inner_ha: float
    outer_ha: float
    homes: int
    without_number: int

    @property
    def inner_share(self) -> int | None:
        """Per cent of the hectares that lie inside; None where there are none."""
        total = self.inner_ha + self.outer_ha
        return round(self.inner_ha * 100 / total) if total else None


def balance_of(sites: Iterable[Site], *, on: date) -> list[Balance]:
    """Inner before outer development, per municipality, over the sites handed in (already authorised)."""
    densities = densities_on(on)
    found: dict[str, list[float]] = {}
    for site in sites:
        row = found.setdefault(site.municipality.name, [0.0, 0.0, 0, 0])
        if site.development:
            row[site.development == Site.Development.OUTER] += site.size_ha or 0
        homes = capacity_of_site(site, densities)
        row[2] += homes.likely or 0 if homes else 0
        row[3] += homes is not None and not homes.known
    return [Balance(name, row[0], row[1], int(row[2]), int(row[3])) for name, row in found.items()]
