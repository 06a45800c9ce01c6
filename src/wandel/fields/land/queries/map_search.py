"""The map's own search box: sites, parcels, municipalities and shared places by name or number."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from wandel.fields.land.queries import map as shown
from wandel.fields.land.queries.parcel import found_in
from wandel.office.people.access import Access
from wandel.office.places.models import Place

MOST_FOUND = 12
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A hit. ``kind`` and ``pk`` select it on the map; without pk the map only moves there.

    Where the map draws into a form, a parcel is taken over: from ``geometry``, or asked for at ``outline``.
    """

    kind: str
    label: str
    lon: float
    lat: float
    pk: int | None = None
    geometry: shown.Geometry | None = None
    outline: str = ""


def found_parcels(access: Access, text: str, analysis: int | None = None) -> list[Found]:
    """Parcels by number ("Flur 3 Flurstück 12/1", "Vettweiß 3-12/1", a Flurstückskennzeichen), as an analysis knows them."""
    return [
        Found(
            "parcel",
            one.label,
            one.lon,
            one.lat,
            one.position,
            # A drawing takes over what is in force; the parcels of an older analysis may have other numbers.
            outline="" if analysis is not None else reverse("land:parcel-outline", args=[one.position]),
        )
        for one in found_in(access, text, analysis, MOST_FOUND)
    ]


def search(access: Access, text: str, analysis: int | None = None) -> list[Found]:
    """Everything whose name holds the text, a dozen at most. A parcel's number finds it among those of the analysis."""
    wanted = text.strip().casefold()
    if len(wanted) < SHORTEST:
        return []
    found = [
        Found("site", f"{site.name} · {site.municipality}", *_middle(site.geometry), site.pk)
        for site in shown.sites(access)
        if wanted in site.name.casefold()
    ]
    found += found_parcels(access, text, analysis)
    found += [
        Found("municipality", one.name, *_middle(one.geometry))
        for one in shown.boundaries()
        if wanted in one.name.casefold()
    ]
    found += [
        Found("place", f"{place.name} · {place.municipality.name}", place.lon, place.lat)
        for place in Place.objects.select_related("municipality")
        if wanted in place.name.casefold()
    ]
    return found[:MOST_FOUND]


def _middle(geometry: shown.Geometry) -> tuple[float, float]:
    """Middle of the box around a geometry."""
    points = list(_points(geometry["coordinates"]))
    across, up = [x for x, _y in points], [y for _x, y in points]
    return (min(across) + max(across)) / 2, (min(up) + max(up)) / 2


def _points(coordinates: Any) -> Iterable[tuple[float, float]]:
    if isinstance(coordinates[0], (int, float)):
        yield coordinates[0], coordinates[1]
        return
    for part in coordinates:
        yield from _points(part)
