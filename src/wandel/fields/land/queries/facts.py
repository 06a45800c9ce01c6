"""The facts of a site as its page lists them, with the labels of the form."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from wandel.fields.land.models import Site
from wandel.ui.formats import format_date, format_money, format_number

NOTHING = "–"


@dataclass(frozen=True)
class FactGroup:
    title: str
    rows: list[tuple[str, str]]


def _number(value: float | None, unit: str = "", places: int = 0) -> str:
    if value is None:
        return NOTHING
    return f"{format_number(Decimal(str(value)), places=places)} {unit}".strip()


def _yes_no(value: bool | None) -> str:
    return gettext("not known") if value is None else gettext("yes") if value else gettext("no")


def fact_groups(site: Site, *, with_owner: bool) -> list[FactGroup]:
    """Everything known of a site; the owner only for readers who may know."""

    def label(name: str) -> str:
        return str(Site._meta.get_field(name).verbose_name)

    def shown(name: str, value: Any) -> tuple[str, str]:
        return label(name), str(value or NOTHING)

    business = site.use != Site.Use.RESIDENTIAL or site.zone
    groups = [
        FactGroup(
            gettext("What and where"),
            [
                (gettext("Site number"), site.number),
                shown("kind", site.get_kind_display()),
                shown("municipality", site.municipality),
                shown("organisation", site.organisation),
                shown("address", site.address),
                shown("parcels", " · ".join(site.parcels)),
                (gettext("drawn size"), _number(site.area_m2, "m²")),
                (label("stated_area_m2"), _number(site.stated_area_m2, "m²")),
            ],
        ),
        FactGroup(
            gettext("Use and plan"),
            [
                shown("use", site.get_use_display()),
                shown("development", site.get_development_display()),
                shown("plan_basis", site.get_plan_basis_display()),
                shown("plan_name", site.plan_name),
                shown("available_from", site.available_from),
                shown("available_until", site.available_until),
                (label("reserved_until"), format_date(site.reserved_until)),
                (label("soil_value"), _number(site.soil_value)),
            ],
        ),
        FactGroup(
            gettext("Homes and price"),
            [
                shown("settlement", site.get_settlement_display()),
                (label("existing_dwellings"), _number(site.existing_dwellings)),
                (label("stated_low"), _number(site.stated_low)),
                (label("stated_likely"), _number(site.stated_likely)),
                (label("stated_high"), _number(site.stated_high)),
                shown("stated_source", site.stated_source),
                (label("dwellings_built"), _number(site.dwellings_built)),
                (label("price"), format_money(site.price)),
                (label("price_on"), format_date(site.price_on)),
                shown("price_source", site.price_source),
            ],
        ),
    ]
    if business:
        groups.append(
            FactGroup(
                gettext("For business"),
                [
                    shown("zone", site.get_zone_display()),
                    (label("grz"), NOTHING if site.grz is None else format_number(site.grz, places=2)),
                    shown("emission_class", site.get_emission_class_display()),
                    (label("power_mw"), _number(site.power_mw, "MW", 1)),
                    (label("gas"), _yes_no(site.gas)),
                    (label("hydrogen"), _yes_no(site.hydrogen)),
                    (label("fibre_mbit"), _number(site.fibre_mbit, "Mbit/s")),
                    (label("rail_siding"), _yes_no(site.rail_siding)),
                    (label("motorway_minutes"), _number(site.motorway_minutes)),
                ],
            )
        )
    if with_owner:
        groups.append(
            FactGroup(
                gettext("Landowner"),
                [
                    shown("owner_kind", site.get_owner_kind_display()),
                    shown("owner", site.owner),
                    (label("owner_asked_on"), format_date(site.owner_asked_on)),
                    (label("owner_due_on"), format_date(site.owner_due_on)),
                    shown("owner_answer", site.get_owner_answer_display()),
                    (label("owner_answered_on"), format_date(site.owner_answered_on)),
                    (label("publication_announced_on"), format_date(site.publication_announced_on)),
                    (label("objection_on"), format_date(site.objection_on)),
                ],
            )
        )
    return groups
