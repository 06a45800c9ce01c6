"""The balance of a municipality: what lies inside and outside, what it holds, what was taken up.

Inside comes before outside: § 1 Abs. 5 Satz 3 BauGB; § 1a Abs. 2 BauGB asks to use land sparingly and to give reasons
before fields and woods are built on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext

from wandel.fields.land.models import Site
from wandel.fields.land.queries.capacity import Densities, capacity_of_site, densities_on
from wandel.fields.land.queries.pipeline import COUNTED, HEAVY, PipelineRow, pipeline_of
from wandel.fields.land.queries.site import sites_for
from wandel.fields.land.workflow import PLANNING, STEPS
from wandel.office.people.access import Access
from wandel.office.places.models import Municipality
from wandel.ui.formats import format_number

# Where a town hall has not begun to plan yet.
NOT_BEGUN = frozenset({"candidate", "plausible", "visited", "owner_asked", "pool"})


@dataclass
class Homes:
    """Homes of several sites; ``missing`` sites hold homes nobody can number yet."""

    low: int = 0
    likely: int = 0
    high: int = 0
    missing: int = 0

    @property
    def known(self) -> bool:
        """Whether any site has a number, or none needs one."""
        return bool(self.high) or not self.missing


@dataclass
class BalanceRow:
    """One municipality, or (``ags`` empty) all of them. Areas in hectares; built, dropped and retired sites are not in.

    ``states`` counts sites by state, ``uptake_ha`` and ``uptake_homes`` say what was built by year.
    """

    ags: str
    name: str
    sites: int = 0
    inner_ha: float = 0.0
    outer_ha: float = 0.0
    unsaid_ha: float = 0.0
    without_size: int = 0
    inner_idle_ha: float = 0.0
    outer_planned_ha: float = 0.0
    homes: Homes = field(default_factory=Homes)
    states: dict[str, int] = field(default_factory=dict)
    uptake_ha: dict[int, float] = field(default_factory=dict)
    uptake_homes: dict[int, int] = field(default_factory=dict)

    @property
    def hectares(self) -> float:
        return self.inner_ha + self.outer_ha + self.unsaid_ha

    @property
    def inner_per_cent(self) -> int | None:
        """Share of the inside in what is said to lie inside or outside."""
        said = self.inner_ha + self.outer_ha
        return round(100 * self.inner_ha / said) if said else None

    @property
    def remark(self) -> str:
        """A sentence where planning goes on outside while areas inside wait; empty otherwise."""
        if not (self.inner_idle_ha and self.outer_planned_ha):
            return ""
        return gettext(
            "%(outer)s ha outside are being planned while %(inner)s ha inside wait. § 1a Abs. 2 BauGB asks for the reasons."
        ) % {"outer": _hectares(self.outer_planned_ha), "inner": _hectares(self.inner_idle_ha)}


def _hectares(value: float) -> str:
    return format_number(Decimal(str(value)), places=1)


@dataclass(frozen=True)
class YearSum:
    """Homes to come in one year over all rows; ``year`` None: nobody has said when."""

    year: int | None
    low: int
    likely: int
    high: int
    sites: int
    without_capacity: int


@dataclass(frozen=True)
class UptakeSum:
    """What was built in one year: hectares and homes."""

    year: int
    hectares: float
    dwellings: int


@dataclass(frozen=True)
class Balance:
    """``rows`` one per municipality, ``total`` their sum, ``pipeline`` homes by municipality and year."""

    rows: list[BalanceRow]
    total: BalanceRow
    pipeline: list[PipelineRow]

    @property
    def years(self) -> list[YearSum]:
        """The pipeline over all rows, earliest year first, without a year last."""
        sums: dict[int | None, list[int]] = {}
        for row in self.pipeline:
            held = sums.setdefault(row.year, [0] * 5)
            for position, value in enumerate((row.low, row.likely, row.high, row.sites, row.without_capacity)):
                held[position] += value
        ordered = sorted(sums.items(), key=lambda item: (item[0] is None, item[0] or 0))
        return [YearSum(year, *held) for year, held in ordered]

    @property
    def uptake(self) -> list[UptakeSum]:
        """What was built by year (Inanspruchnahme), oldest first."""
        return [
            UptakeSum(year, self.total.uptake_ha[year], self.total.uptake_homes.get(year, 0))
            for year in sorted(self.total.uptake_ha)
        ]

    @property
    def states(self) -> list[tuple[str, int]]:
        """How many sites are in which state, in the order of the table."""
        return [
            (gettext(step.label), self.total.states[step.state]) for step in STEPS if step.state in self.total.states
        ]


def balance_for(access: Access, *, on: date, ags: str = "") -> Balance:
    """The balance of what this reader may see, of one municipality (``ags``) or all. Three queries, however many sites."""
    places = Municipality.objects.defer("boundary")
    sites = sites_for(access)
    if ags:
        places, sites = places.filter(ags=ags), sites.filter(municipality__ags=ags)
    elif not access.is_unit:
        places = places.filter(pk__in=sites.order_by().values("municipality"))
    return _balance(places, sites, on)


def balance_as_figures(*, on: date) -> Balance:
    """The balance of all sites that are not confidential: sums by municipality, for everybody who reads figures."""
    return _balance(Municipality.objects.defer("boundary"), Site.objects.filter(confidential=False), on)


def _balance(places: Iterable[Municipality], sites: QuerySet[Site], on: date) -> Balance:
    densities = densities_on(on)
    rows = {one.pk: BalanceRow(one.ags, one.name) for one in places}
    total = BalanceRow("", gettext("together"))
    homes_to_come = []
    for site in sites.filter(retired_on=None).select_related("municipality", "organisation").defer(*HEAVY):
        if site.municipality_id not in rows or site.state == "dropped":
            continue
        for row in (rows[site.municipality_id], total):
            if site.state == "built":
                _add_built(row, site)
            else:
                _add(row, site, densities)
        if site.state in COUNTED:
            homes_to_come.append(site)
    return Balance(list(rows.values()), total, pipeline_of(homes_to_come, on, densities))


def _add_built(row: BalanceRow, site: Site) -> None:
    year = site.state_on.year
    row.states["built"] = row.states.get("built", 0) + 1
    row.uptake_ha[year] = row.uptake_ha.get(year, 0.0) + (site.size_ha or 0.0)
    row.uptake_homes[year] = row.uptake_homes.get(year, 0) + (site.dwellings_built or 0)


def _add(row: BalanceRow, site: Site, densities: Densities) -> None:
    size = site.size_ha or 0.0
    row.sites += 1
    row.without_size += site.size_ha is None
    row.states[site.state] = row.states.get(site.state, 0) + 1
    if site.development == Site.Development.INNER:
        row.inner_ha += size
        row.inner_idle_ha += size if site.state in NOT_BEGUN else 0.0
    elif site.development == Site.Development.OUTER:
        row.outer_ha += size
        row.outer_planned_ha += size if site.state in PLANNING else 0.0
    else:
        row.unsaid_ha += size
    capacity = capacity_of_site(site, densities)
    if capacity is None:
        return
    row.homes.low += capacity.low or 0
    row.homes.likely += capacity.likely or 0
    row.homes.high += capacity.high or 0
    row.homes.missing += not capacity.known


def csv_rows(balance: Balance) -> list[list[str]]:
    """The balance as a table to go on working with: one line per municipality, homes by year as columns."""
    years = [one.year for one in balance.years if one.year is not None]
    homes = {(row.ags, row.year): row for row in balance.pipeline}
    built = [one.year for one in balance.uptake]
    heading = [
        gettext("Municipality key"), gettext("Municipality"), gettext("Sites"), gettext("Hectares inside"),
        gettext("Hectares outside"), gettext("Hectares, inside or outside not said"), gettext("Homes at least"),
        gettext("Homes likely"), gettext("Homes at most"), gettext("Sites without a number of homes"),
        *(gettext("Homes likely %(year)s") % {"year": year} for year in years),
        *(gettext("Hectares built %(year)s") % {"year": year} for year in built),
    ]  # fmt: skip
    lines = [heading]
    for row in balance.rows:
        by_year = [homes.get((row.ags, year)) for year in years]
        lines.append(
            [
                row.ags, row.name, str(row.sites), f"{row.inner_ha:.4f}", f"{row.outer_ha:.4f}", f"{row.unsaid_ha:.4f}",
                str(row.homes.low), str(row.homes.likely), str(row.homes.high), str(row.homes.missing),
                *(str(one.likely) if one else "0" for one in by_year),
                *(f"{row.uptake_ha.get(year, 0.0):.4f}" for year in built),
            ]
        )  # fmt: skip
    return lines
