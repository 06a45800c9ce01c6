"""How many homes a site holds: its own stated number, else the density in force. Assumptions are dated rows."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from wandel.core.suitability.capacity import NOTHING, Capacity, Factor, Inputs, Spread, capacity_of
from wandel.fields.land.models import DensityAssumption, Site
from wandel.office.people.access import Access

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
        net_share=Factor(assumption.net_share, assumption.net_source, assumption.decided_by) if assumption else NOTHING,
        density=Spread(
            _decimal(assumption.low),
            _decimal(assumption.likely),
            _decimal(assumption.high),
            assumption.density_source,
            assumption.decided_by,
        )
        if assumption
        else Spread(),
        existing=Factor(_decimal(site.existing_dwellings), gettext("entry of the site"), str(site.organisation)),
        household_size=Factor(
            Decimal(assumption.household_hundredths) / 100, assumption.household_source, assumption.decided_by
        )
        if assumption and assumption.household_hundredths
        else NOTHING,
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
