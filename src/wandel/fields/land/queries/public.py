"""What anybody may know of a published site: no owner, no farm, no note, nothing that was said in confidence."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext

from wandel.fields.land.models import Site
from wandel.fields.land.queries.capacity import capacity_of_site, densities_on
from wandel.fields.land.queries.facts import FactGroup
from wandel.fields.land.queries.pipeline import HEAVY
from wandel.fields.land.queries.site import published_sites
from wandel.ui.formats import format_date, format_money, format_number


@dataclass(frozen=True)
class PublicRow:
    """One line of the public list; ``homes`` is a text or empty."""

    site: Site
    homes: str


def published_list(*, on: date, ags: str = "", use: str = "") -> list[PublicRow]:
    """Published sites by municipality and name. Two queries."""
    found = published_sites().select_related("organisation").order_by("municipality__sort_key", "sort_key", "pk")
    if ags:
        found = found.filter(municipality__ags=ags)
    if use:
        found = found.filter(use=use)
    densities = densities_on(on)
    return [PublicRow(site, homes_of(site, densities)) for site in found.defer(*HEAVY)]


def places_of_published() -> list[tuple[str, str]]:
    """Key and name of every municipality with a published site."""
    rows = published_sites().order_by("municipality__sort_key").values_list("municipality__ags", "municipality__name")
    return list(dict.fromkeys(rows))


def published_site(number: str) -> Site:
    """One published site by its number; anything else does not exist here."""
    site = published_sites().select_related("organisation").filter(number=number).first()
    if site is None:
        raise Http404
    return site


def homes_of(site: Site, densities: Any) -> str:
    capacity = capacity_of_site(site, densities)
    if capacity is None or not capacity.known:
        return ""
    ends = [format_number(value or 0) for value in (capacity.low, capacity.high)]
    return ends[0] if ends[0] == ends[1] else " – ".join(ends)


def _number(value: float | None, unit: str, places: int = 0) -> str:
    return "" if value is None else f"{format_number(Decimal(str(value)), places=places)} {unit}".strip()


def _yes_no(value: bool | None) -> str:
    return "" if value is None else gettext("yes") if value else gettext("no")


def _price(site: Site) -> str:
    """A price is only told with its day and source."""
    if site.price is None or not (site.price_on and site.price_source):
        return ""
    return gettext("%(price)s (as of %(day)s, %(source)s)") % {
        "price": format_money(site.price, cents=True),
        "day": format_date(site.price_on),
        "source": site.price_source,
    }


def public_groups(site: Site, *, on: date) -> list[FactGroup]:
    """The published facts in groups; what is not known is left out. One query."""

    def label(name: str) -> str:
        return capfirst(str(Site._meta.get_field(name).verbose_name))

    groups = [
        FactGroup(
            gettext("What and where"),
            [
                (gettext("Site number"), site.number),
                (label("kind"), str(site.get_kind_display())),
                (label("municipality"), site.municipality.name),
                (label("address"), site.address),
                (label("parcels"), " · ".join(site.parcels)),
                (gettext("Size"), _number(site.size_ha, "ha", 2)),
            ],
        ),
        FactGroup(
            gettext("Use and plan"),
            [
                (gettext("State"), site.public_label),
                (label("use"), str(site.get_use_display())),
                (label("development"), str(site.get_development_display())),
                (label("plan_name"), site.plan_name),
                (label("available_from"), str(site.available_from or "")),
                (gettext("Homes"), homes_of(site, densities_on(on))),
                (label("price"), _price(site)),
            ],
        ),
        FactGroup(
            gettext("For business"),
            [
                (label("zone"), str(site.get_zone_display())),
                (label("grz"), "" if site.grz is None else format_number(site.grz, places=2)),
                (label("emission_class"), str(site.get_emission_class_display())),
                (label("power_mw"), _number(site.power_mw, "", 1)),
                (label("gas"), _yes_no(site.gas)),
                (label("hydrogen"), _yes_no(site.hydrogen)),
                (label("fibre_mbit"), _number(site.fibre_mbit, "")),
                (label("rail_siding"), _yes_no(site.rail_siding)),
                (label("motorway_minutes"), _number(site.motorway_minutes, "")),
            ],
        ),
    ]
    known = [FactGroup(group.title, [row for row in group.rows if row[1]]) for group in groups]
    return [group for group in known if group.rows]


def contact_rows(site: Site) -> list[tuple[str, str]]:
    """Whom to ask: the town hall as an office, never a person."""
    hall = site.organisation
    rows = [(gettext("Whom to ask"), hall.name), (gettext("E-mail"), hall.email), (gettext("Telephone"), hall.phone)]
    return [row for row in rows if row[1]]


def is_invented() -> bool:
    """In the demo every site is invented; every public page and paper says so."""
    return bool(settings.WANDEL_DEMO)


def drawn_sites() -> QuerySet[Site]:
    """Published sites by number with what a feature tells. One query."""
    return published_sites().defer("constraints", "remarks", "note", "municipality__boundary").order_by("number")


def feature_of(site: Site) -> dict[str, Any]:
    """A published site as GeoJSON feature (RFC 7946, EPSG:4326); without an outline its geometry is null."""
    return {
        "type": "Feature",
        "id": site.number,
        "geometry": site.geometry,
        "properties": {
            "number": site.number,
            "name": site.name,
            "municipality": site.municipality.name,
            "ags": site.municipality.ags,
            "kind": site.kind,
            "use": site.use,
            "development": site.development,
            "state": site.public_label,
            "hectares": None if site.size_ha is None else round(site.size_ha, 4),
            "address": site.address,
            "plan_name": site.plan_name,
            "available_from": site.available_from,
            "published_on": site.published_on.isoformat() if site.published_on else None,
            **({"synthetic": True} if is_invented() else {}),
        },
    }


def published_geojson() -> dict[str, Any]:
    """Published sites with an outline as a GeoJSON FeatureCollection. One query."""
    return {"type": "FeatureCollection", "features": [feature_of(site) for site in drawn_sites() if site.geometry]}
