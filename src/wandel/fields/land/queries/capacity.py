"""How many homes a site holds: its own stated number, else the density in force. Assumptions are dated rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from wandel.core.law.texts import Text
from wandel.core.suitability.capacity import NOTHING, Capacity, Factor, Inputs, Spread, capacity_of
from wandel.fields.land.models import Candidate, DensityAssumption, SettlementDecision, Site
from wandel.office.people.access import Access

# Stands where the arithmetic of a known site takes off the homes that stand there.
UNSEEN = Text(
    "Niemand hat nachgesehen, wie viele Wohnungen dort stehen; abgezogen ist nichts.",
    "Nobody has looked how many homes stand there; none are taken off.",
)
Densities = Mapping[str, DensityAssumption]


def densities_on(day: date) -> dict[str, DensityAssumption]:
    """The assumption in force per settlement type on a day. One query."""
    rows = DensityAssumption.objects.filter(valid_from__lte=day).order_by("valid_from", "pk")
    return {row.settlement: row for row in rows}


def density_rows(access: Access) -> QuerySet[DensityAssumption]:
    """Every assumption ever decided, for whoever may see sites."""
    return DensityAssumption.objects.all() if access.may("land.site.view") else DensityAssumption.objects.none()


def density_for(access: Access, pk: int) -> DensityAssumption:
    return get_object_or_404(density_rows(access), pk=pk)


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _net_share(row: DensityAssumption | None) -> Factor:
    return Factor(row.net_share, row.net_source, row.decided_by) if row else NOTHING


def _density(row: DensityAssumption | None) -> Spread:
    if row is None:
        return Spread()
    low, likely, high = (_decimal(value) for value in (row.low, row.likely, row.high))
    return Spread(low, likely, high, row.density_source, row.decided_by)


def _household(row: DensityAssumption | None) -> Factor:
    if row is None or not row.household_hundredths:
        return NOTHING
    return Factor(Decimal(row.household_hundredths) / 100, row.household_source, row.decided_by)


def inputs_of(site: Site, densities: Densities) -> Inputs:
    """The factors of one site with where each comes from."""
    assumption = densities.get(site.settlement) if site.settlement else None
    drawn = site.area_m2 is not None
    return Inputs(
        gross_m2=Factor(
            _decimal(site.size_m2),
            gettext("drawn outline") if drawn else gettext("stated size"),
            str(site.organisation),
        ),
        net_share=_net_share(assumption),
        density=_density(assumption),
        existing=Factor(_decimal(site.existing_dwellings), gettext("entry of the site"), str(site.organisation)),
        household_size=_household(assumption),
        stated=Spread(
            _decimal(site.stated_low),
            _decimal(site.stated_likely),
            _decimal(site.stated_high),
            site.stated_source,
            str(site.organisation),
        ),
    )


def capacity_of_site(site: Site, densities: Densities) -> Capacity | None:
    """Homes with arithmetic, or what is missing; None for a site that is only for business."""
    return None if site.use == Site.Use.COMMERCIAL else capacity_of(inputs_of(site, densities))


@dataclass(frozen=True)
class LandFor:
    """Gross hectares that many homes take, where it is densest and where it is loosest, and what the two are."""

    least: int
    most: int
    densest: str
    loosest: str

    @property
    def one(self) -> bool:
        return self.least == self.most


def land_for(homes: int, densities: Densities) -> LandFor | None:
    """The building land new homes need by the likely densities and net shares in force; None while none is decided."""
    found = [
        (homes / (row.likely * float(row.net_share)), str(row.get_settlement_display()))
        for row in densities.values()
        if row.likely and row.net_share
    ]
    if not found:
        return None
    (least, densest), (most, loosest) = min(found), max(found)
    return LandFor(round(least), round(most), densest, loosest)


def settlements_on(day: date) -> dict[int, SettlementDecision]:
    """Which settlement type new land counts as on a day, by the municipality's number. One query."""
    rows = SettlementDecision.objects.filter(valid_from__lte=day).order_by("valid_from", "pk")
    return {row.municipality_id: row for row in rows}


def settlement_rows(access: Access) -> QuerySet[SettlementDecision]:
    """Every decision about settlement types, for whoever may see sites."""
    if not access.may("land.site.view"):
        return SettlementDecision.objects.none()
    return SettlementDecision.objects.select_related("municipality")


def settlement_for(access: Access, pk: int) -> SettlementDecision:
    return get_object_or_404(settlement_rows(access), pk=pk)


def capacity_of_candidate(
    candidate: Candidate, densities: Densities, settlements: Mapping[int, SettlementDecision]
) -> Capacity:
    """Homes an area found by an analysis would hold, with the arithmetic, or what is still to be decided.

    No homes are taken off: how many stand there is not known before somebody has looked, and the arithmetic says so.
    """
    decided = settlements.get(candidate.municipality_id) if candidate.municipality_id else None
    if decided is None:
        place = candidate.municipality.name if candidate.municipality else "–"
        sentence = Text(
            f"Für {place} ist nicht festgelegt, welche Siedlungsart neues Bauland hat.",
            f"It has not been decided for {place} which settlement type new land has.",
        )
        return Capacity(None, None, None, "", (), (sentence,))
    assumption = densities.get(decided.settlement)
    found = capacity_of(
        Inputs(
            gross_m2=Factor(_decimal(round(candidate.area_m2)), gettext("sum of its parcels"), gettext("analysis")),
            net_share=_net_share(assumption),
            density=_density(assumption),
            existing=Factor(Decimal(0), gettext("not looked at yet"), gettext("analysis")),
            household_size=_household(assumption),
        )
    )
    if found.known:
        return replace(found, steps=(*found.steps[:2], UNSEEN, *found.steps[3:]))
    kind = str(decided.get_settlement_display())
    where = Text(
        f"Siedlungsart von {candidate.municipality}: {kind}.", f"Settlement type of {candidate.municipality}: {kind}."
    )
    return replace(found, missing=(where, *found.missing))
