"""What other fields ask of land: homes to come by year, and sites that fit what somebody looks for.

Nothing here knows how likely a site is to be built: no such share has been decided, so none is applied. Whoever holds one
(growth) multiplies for itself, by state if need be (``states``).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from wandel.core.suitability.fitting import AreaFacts, Fit, Profile, fit
from wandel.fields.land.models import Site
from wandel.fields.land.queries.capacity import Densities, capacity_of_site, densities_on
from wandel.fields.land.queries.site import sites_for
from wandel.fields.land.workflow import ENDS, ORDER, STEPS
from wandel.office.people.access import Access

# What is built stands in the population already, what is dropped never comes.
GOING_ON = tuple(step.state for step in STEPS if step.state not in ENDS)
# From the pool on a site counts: owner and use are known. What comes before is an idea.
COUNTED = tuple(state for state in GOING_ON if ORDER[state] >= ORDER["pool"])
# Large values the figures do not need; a boundary has thousands of points.
HEAVY = ("geometry", "constraints", "remarks", "note", "municipality__boundary")


@dataclass(frozen=True, slots=True)
class PipelineRow:
    """Homes of one municipality that can be built in one year; ``year`` None: nobody has said when.

    ``sites`` are counted once per row; of them ``without_capacity`` hold homes nobody can number yet (they add nothing),
    and ``without_end`` name no last year (all their homes stand in the first).
    """

    ags: str
    municipality: str
    year: int | None
    low: int
    likely: int
    high: int
    sites: int
    without_capacity: int
    without_end: int


def going_on(sites: QuerySet[Site]) -> QuerySet[Site]:
    """Sites that are neither at their end nor retired, light to load."""
    return (
        sites.filter(retired_on=None, state__in=GOING_ON).select_related("municipality", "organisation").defer(*HEAVY)
    )


def dwellings_by_year(
    on: date, municipalities: Collection[str] | None = None, states: Collection[str] = COUNTED
) -> list[PipelineRow]:
    """Homes to come on a day, by municipality (``municipalities``: their AGS) and year. Two queries.

    For calculations inside the house: confidential sites are in the sums. Pages use ``dwellings_by_year_for``.
    """
    return _rows(Site.objects.all(), on, municipalities, states)


def dwellings_by_year_for(
    access: Access, on: date, municipalities: Collection[str] | None = None, states: Collection[str] = COUNTED
) -> list[PipelineRow]:
    """The same from the sites this reader may see."""
    return _rows(sites_for(access), on, municipalities, states)


def _rows(
    sites: QuerySet[Site], on: date, municipalities: Collection[str] | None, states: Collection[str]
) -> list[PipelineRow]:
    found = going_on(sites).filter(state__in=list(states)).exclude(use=Site.Use.COMMERCIAL)
    if municipalities is not None:
        found = found.filter(municipality__ags__in=list(municipalities))
    return pipeline_of(found, on)


def years_of(site: Site, on: date) -> list[int | None]:
    """The years in which a site's homes can still be built: from the first named to the last, none that is past.

    What should long be there and is not, can come this year at the earliest. [None] without a first year.
    """
    if site.available_from is None:
        return [None]
    first = max(site.available_from, on.year)
    return list(range(first, max(first, site.available_until or first) + 1))


def spread(total: int, parts: int) -> list[int]:
    """Whole homes over years, the rest to the first ones. Keeps low ≤ likely ≤ high in every year."""
    each, rest = divmod(total, parts)
    return [each + (place < rest) for place in range(parts)]


def pipeline_of(sites: Iterable[Site], on: date, densities: Densities | None = None) -> list[PipelineRow]:
    """The rows of some sites (municipality and organisation loaded); by municipality's name, then year, None last."""
    densities = densities_on(on) if densities is None else densities
    sums: dict[tuple[str, str, int | None], list[int]] = {}
    names: dict[str, str] = {}
    for site in sites:
        capacity = capacity_of_site(site, densities)
        if capacity is None:
            continue
        years = years_of(site, on)
        shares = [spread(homes or 0, len(years)) for homes in (capacity.low, capacity.likely, capacity.high)]
        open_end = site.available_from is not None and site.available_until is None
        for place, year in enumerate(years):
            held = sums.setdefault((site.municipality.sort_key, site.municipality.ags, year), [0] * 6)
            for position, share in enumerate(shares):
                held[position] += share[place]
            held[3] += 1
            held[4] += not capacity.known
            held[5] += open_end
        names[site.municipality.ags] = site.municipality.name
    ordered = sorted(sums.items(), key=lambda item: (item[0][0], item[0][2] is None, item[0][2] or 0))
    return [PipelineRow(ags, names[ags], year, *held) for (_key, ags, year), held in ordered]


@dataclass(frozen=True, slots=True)
class SiteFit:
    """A site and how it fits."""

    site: Site
    fit: Fit


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def facts_for_fitting(site: Site) -> AreaFacts:
    """What the rules look at."""
    return AreaFacts(
        hectares=_decimal(site.size_ha),
        zone=site.zone,
        power_mw=_decimal(site.power_mw),
        gas=site.gas,
        hydrogen=site.hydrogen,
        fibre_mbit=site.fibre_mbit,
        rail_siding=site.rail_siding,
        motorway_minutes=site.motorway_minutes,
        price=site.price,
        available_from=site.available_from,
    )


def sites_fitting(profile: Profile, *, on: date) -> list[SiteFit]:
    """Every site that could be offered, the best first; excluded ones come last with their ✗. One query.

    For calculations inside the house, confidential sites included. Raises ValueError for a profile that contradicts itself.
    """
    return _fitting(Site.objects.all(), profile, on)


def sites_fitting_for(access: Access, profile: Profile, *, on: date) -> list[SiteFit]:
    """The same from the sites this reader may see."""
    return _fitting(sites_for(access), profile, on)


def _fitting(sites: QuerySet[Site], profile: Profile, on: date) -> list[SiteFit]:
    found = [SiteFit(site, fit(profile, facts_for_fitting(site), year=on.year)) for site in going_on(sites)]
    return sorted(found, key=lambda one: (*one.fit.rank, one.site.sort_key, one.site.pk))


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
    """The pipeline with the sites that cannot be counted yet by name; sites not given are all. At most two queries."""
    given = going_on(Site.objects.all()) if sites is None else sites
    counted = [site for site in given if site.state in COUNTED]
    densities = densities_on(on)
    without = []
    for site in counted:
        capacity = capacity_of_site(site, densities)
        if capacity is not None and not (capacity.known and site.available_from is not None):
            without.append(site)
    left_out = {site.pk for site in without}
    rows = pipeline_of([site for site in counted if site.pk not in left_out], on, densities)
    homes = [HomesOfYear(row.ags, row.year, row.low, row.likely, row.high) for row in rows if row.year is not None]
    return Pipeline(tuple(sorted(homes, key=lambda row: (row.ags, row.year))), tuple(without))
