"""Sites as files other programs read, and that can be read back: CSV and GeoJSON with the same columns.

Columns are named as in the model. Dates are ISO, numbers have a point, yes and no are ``yes`` and ``no``, shares lie between 0
and 1. ``published`` and ``area_m2`` are told, never read.
"""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from wandel.fields.land.models import Site
from wandel.fields.land.queries.site import sites_for
from wandel.office.people.access import Access

# What identifies or places a site, then its facts, then what only those who maintain it see.
KEYS = ("number", "name", "municipality", "organisation", "state", "state_on")
FACTS = (
    "kind", "stated_area_m2", "parcels", "address", "use", "development", "plan_basis", "plan_name", "available_from",
    "available_until", "reserved_until", "price", "price_on", "price_source", "settlement", "existing_dwellings",
    "stated_low", "stated_likely", "stated_high", "stated_source", "dwellings_built", "zone", "grz", "emission_class",
    "power_mw", "gas", "hydrogen", "fibre_mbit", "rail_siding", "motorway_minutes", "soil_value",
)  # fmt: skip
GUARDED = (
    "owner_kind", "owner_asked_on", "owner_due_on", "owner_answer", "owner_answered_on", "objection_on",
    "publication_announced_on", "confidential", "note",
)  # fmt: skip
TOLD = ("area_m2", "published")
GEOMETRY = "geometry"
BETWEEN = " | "
FORMULA = ("=", "+", "-", "@", "\t", "\r")
FORMATS = ("csv", "geojson")


def columns_for(access: Access) -> tuple[str, ...]:
    """The columns this reader gets: the owner's answers only for those who maintain sites."""
    return (*KEYS, *FACTS, *(GUARDED if access.may("land.site.edit") else ()), *TOLD)


def export_sites(access: Access, format: str) -> str:
    """Every site this reader may see that is not retired, as the text of a file. One query. ValueError: unknown format."""
    if format not in FORMATS:
        raise ValueError(f"{format} is not one of {', '.join(FORMATS)}")
    sites = (
        sites_for(access)
        .filter(retired_on=None)
        .select_related("municipality", "organisation")
        .defer("constraints", "remarks", "municipality__boundary")
        .order_by("number")
    )
    return _csv(sites, columns_for(access)) if format == "csv" else _geojson(sites, columns_for(access))


def _value(site: Site, name: str) -> Any:
    if name == "municipality":
        return site.municipality.ags
    if name == "organisation":
        return site.organisation.name
    return getattr(site, name)


def _cell(value: Any) -> str:
    """A value as a cell; what a spreadsheet would run as a formula gets an apostrophe the reader takes away again."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = BETWEEN.join(str(one) for one in value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (int, float)):
        return repr(value)
    return f"'{value}" if str(value).startswith((*FORMULA, "'")) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _csv(sites: QuerySet[Site], columns: tuple[str, ...]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow([*columns, GEOMETRY])
    for site in sites:
        outline = json.dumps(site.geometry, separators=(",", ":")) if site.geometry else ""
        writer.writerow([*(_cell(_value(site, name)) for name in columns), outline])
    return f"\ufeff{target.getvalue()}"


def _geojson(sites: QuerySet[Site], columns: tuple[str, ...]) -> str:
    def features() -> Iterator[dict[str, Any]]:
        for site in sites:
            properties = {name: _plain(_value(site, name)) for name in columns}
            yield {"type": "Feature", "id": site.number, "geometry": site.geometry, "properties": properties}

    return json.dumps({"type": "FeatureCollection", "features": list(features())}, ensure_ascii=False)
