"""The demo's sites: fifty believable areas inside the real boundaries, every one of them invented and marked so."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import cos, pi, radians, sin, sqrt
from typing import Any

from wandel.fields.land.actions.density import decide_density, decide_settlement
from wandel.fields.land.actions.publication import release_publication
from wandel.fields.land.actions.round import KINDS, STATES
from wandel.fields.land.actions.site import record_site
from wandel.fields.land.models import Site
from wandel.fields.land.workflow import ORDER, PUBLIC
from wandel.office.people.models import Organisation, User
from wandel.office.places.models import Municipality

INVENTED = "Erfunden für die Demo."
METRES_PER_DEGREE = 111_320.0
# What the yearly round of the demo names: name, kind, hectares, state, homes – two of them in every municipality.
AREAS = [
    ("Am Mühlenteich", "neubau", "3.4", "planung", "85"),
    ("Alte Molkerei", "brache", "0.9", "vorbereitung", "22"),
    ("Bahnhofstraße 12", "luecke", "0.1", "baureif", "4"),
    ("Auf dem Driesch", "neubau", "5.2", "idee", "130"),
    ("Gewerbegebiet Nord", "gewerbe", "7.8", "baureif", ""),
]
# Town hall, name, kind, hectares, state, year, more facts.
MORE: list[tuple[str, str, str, float, str, int, dict[str, Any]]] = [
    ("Jülich", "Rechenzentrumsfeld am Campus", "gewerbe", 5.6, "available", 2027,
     {"confidential": True, "zone": "SO", "power_mw": 24.0, "fibre_mbit": 100_000, "motorway_minutes": 9, "hydrogen": True, "gas": True}),
    ("Jülich", "Königskamp West", "gewerbe", 12.4, "rechtskraft", 2028,
     {"zone": "GI", "power_mw": 30.0, "fibre_mbit": 10_000, "motorway_minutes": 7, "rail_siding": False, "gas": True, "grz": Decimal("0.8")}),
    ("Jülich", "Zuckerfabrik, Ostteil", "gewerbebrache", 6.1, "visited", 2031, {"use": "mixed", "development": "inner"}),
    ("Düren", "Stadtquartier am Güterbahnhof", "umnutzung", 4.7, "offenlage", 2028, {"use": "mixed", "development": "inner", "zone": "MU", "plan_basis": "par13a", "stated_low": 210, "stated_likely": 240, "stated_high": 280, "stated_source": "Rahmenplan der Stadt (Demo)"}),
    ("Düren", "Papierfabrik an der Rur", "gewerbebrache", 8.3, "owner_asked", 2032, {"use": "mixed", "development": "inner"}),
    ("Düren", "Im Großen Tal, 2. Abschnitt", "gewerbe", 9.9, "available", 2027,
     {"zone": "GE", "power_mw": 8.0, "fibre_mbit": 1_000, "motorway_minutes": 4, "rail_siding": True, "gas": True, "grz": Decimal("0.8"), "emission_class": "5"}),
    ("Düren", "Kaufhaus am Markt", "leerstand", 0.3, "pool", 2029, {"use": "mixed", "development": "inner", "plan_basis": "par34"}),
    ("Niederzier", "Seeblick am Tagebaurand", "neubaugebiet", 11.2, "plausible", 2035, {"soil_value": 82}),
    ("Inden", "Am künftigen See", "neubaugebiet", 7.5, "fruehzeitige_beteiligung", 2033, {"soil_value": 76}),
    ("Merzenich", "Morschenich-Alt, Höfe", "umnutzung", 3.8, "aufstellungsbeschluss", 2030, {"use": "mixed", "development": "inner", "plan_basis": "regular"}),
    ("Merzenich", "Haltepunkt Nord", "neubaugebiet", 3.4, "pool", 2031, {"soil_value": 84}),
    ("Kreuzau", "Ehemalige Baustoffhandlung", "brache", 1.2, "available", 2026, {"use": "residential", "development": "inner", "plan_basis": "par34"}),
    ("Langerwehe", "Töpferhöfe", "brache", 0.8, "satzungsbeschluss", 2027, {"use": "residential", "development": "inner", "plan_basis": "par13a"}),
    ("Nörvenich", "Gewerbepark an der B 477", "gewerbe", 6.8, "offenlage", 2028, {"zone": "GE", "power_mw": 5.0, "fibre_mbit": 1_000, "motorway_minutes": 11}),
    ("Hürtgenwald", "Kirchweg Vossenack", "bauluecke", 0.12, "available", 2026, {"use": "residential", "development": "inner", "plan_basis": "par34", "objection": True}),
    ("Nideggen", "Alte Schule Berg", "leerstand", 0.4, "visited", 2029, {"use": "residential", "development": "inner"}),
    ("Linnich", "Glasmalerei, Hallen", "gewerbebrache", 2.2, "pool", 2029, {"use": "mixed", "development": "inner"}),
    ("Titz", "Interkommunales Gewerbegebiet", "gewerbe", 14.5, "aufstellungsbeschluss", 2030, {"zone": "GI", "power_mw": 40.0, "fibre_mbit": 10_000, "motorway_minutes": 3, "soil_value": 88}),
    ("Aldenhoven", "Emil-Mayrisch-Straße", "gering_bebaut", 1.6, "built", 2024, {"use": "residential", "development": "inner", "plan_basis": "par34", "dwellings_built": 31}),
    ("Heimbach", "Am Staubecken", "neubaugebiet", 1.1, "dropped", 2030, {"soil_value": 41}),
]  # fmt: skip
TOWNS, EDGES = {"Düren", "Jülich"}, {"Merzenich", "Niederzier", "Kreuzau", "Langerwehe", "Aldenhoven", "Inden"}
# Bezirksregierung Köln names 40/50, 30/35 and 20/25 homes per hectare; the middle and the other factors are the demo's.
DENSITY = [("core", 40, 45, 50, "1.9"), ("edge", 30, 32, 35, "2.1"), ("rural", 20, 22, 25, "2.2")]


def lay_out_sites(*, day: date) -> None:
    """Density assumptions and fifty sites; the rows of the round are known by their ids."""
    officer = User.objects.get(email="flaechen@demo.example")
    for settlement, low, likely, high, household in DENSITY:
        decide_density(
            values={
                "settlement": settlement, "valid_from": date(day.year - 1, 1, 1), "low": low, "likely": likely, "high": high,
                "density_source": "Bezirksregierung Köln, Dichten je Siedlungsart; die Mitte ist für die Demo gewählt",
                "net_share": Decimal("0.7"), "net_source": "Annahme für die Demo",
                "household_hundredths": int(Decimal(household) * 100), "household_source": "Annahme für die Demo",
                "decided_by": "Demo, von niemandem beschlossen", "decided_on": date(day.year - 1, 1, 1),
            },
            by=officer,
        )  # fmt: skip
    for place in Municipality.objects.order_by("ags"):
        decide_settlement(
            values={
                "municipality": place, "settlement": settlement_of(place), "valid_from": date(day.year - 1, 1, 1),
                "decided_by": "Demo, von niemandem beschlossen", "decided_on": date(day.year - 1, 1, 1),
            },
            by=officer,
        )  # fmt: skip
    halls = list(
        Organisation.objects.filter(kind=Organisation.Kind.TOWN_HALL)
        .select_related("municipality")
        .order_by("sort_key")
    )
    for index, hall in enumerate(halls):
        for turn in range(2):
            _asked_site(hall, index, turn, day, officer)
    by_name = {hall.municipality.name: hall for hall in halls if hall.municipality}
    for number, (place, name, kind, hectares, state, year, more) in enumerate(MORE):
        _site(by_name[place], name, kind, hectares, state, year, dict(more), 100 + number, day, officer)


def settlement_of(place: Municipality) -> str:
    return "core" if place.name in TOWNS else "edge" if place.name in EDGES else "rural"


def _asked_site(hall: Organisation, index: int, turn: int, day: date, officer: User) -> None:
    """One of the sites the round asks for, as the answers of the demo know it."""
    name, kind, hectares, state, homes = AREAS[(index + turn) % len(AREAS)]
    facts = {**KINDS[kind], "development": "outer" if kind in {"neubau", "gewerbe"} else "inner"}
    if homes:
        # A third of the town halls have more to say this year than last.
        said = int(homes) if index % 3 else max(1, int(homes) * 4 // 5)
        facts |= {"stated_likely": str(said), "stated_source": f"Flächenabfrage {day.year - 1}, {hall}"}
    more: dict[str, Any] = {key: int(value) if key == "stated_likely" else value for key, value in facts.items()}
    if kind == "luecke":
        more["plan_basis"] = "par34"
    site_kind = more.pop("kind")
    year = day.year + 1 + (index + turn) % 6
    row = f"r{index}{turn}"
    _site(hall, name, site_kind, float(hectares), STATES[state], year, more, index * 2 + turn, day, officer, row=row)


def _site(
    hall: Organisation, name: str, kind: str, hectares: float, state: str, year: int, more: dict[str, Any], number: int,
    day: date, officer: User, *, row: str = "",
) -> Site:  # fmt: skip
    municipality = hall.municipality
    objection = more.pop("objection", False)
    planned = ORDER["aufstellungsbeschluss"] <= ORDER[state] <= ORDER["built"]
    values: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "municipality": municipality,
        "organisation": hall,
        "geometry": outline_in(municipality, number, hectares),
        "use": "commercial" if kind == "gewerbe" else "residential",
        "development": "outer",
        "settlement": settlement_of(municipality),
        "existing_dwellings": 0,
        "owner_kind": ("private", "municipal", "company", "heirs", "church")[number % 5],
        "owner_answer": "willing" if ORDER[state] >= ORDER["pool"] else "",
        "plan_basis": "regular" if planned else "",
        "plan_name": f"Nr. {10 + number % 60} „{name}“" if planned else "",
        "available_from": year,
        "publication_announced_on": day - timedelta(days=90) if state in PUBLIC else None,
        "objection_on": day - timedelta(days=20) if objection else None,
        "note": INVENTED,
        **more,
    }
    if state in {"available", "reserved"}:
        values |= {
            "price": Decimal(60 + number % 9 * 15 if values["use"] == "commercial" else 140 + number % 11 * 14),
            "price_on": day - timedelta(days=120),
            "price_source": "Annahme für die Demo",
        }
    if state == "reserved":
        values["reserved_until"] = day + timedelta(days=60 + number)
    since = day - timedelta(days=20 + number * 37 % 900)
    reason = "Nicht mehr verfolgt: zu nah am Gewässer" if state == "dropped" else ""
    site = record_site(values=values, by=officer, on=day, state=state, state_on=since, reason=reason, round_row=row)
    if state in {"available", "rechtskraft", "offenlage", "satzungsbeschluss"} and not (objection or site.confidential):
        site = release_publication(site=site, by=officer, on=day)
    return site


def outline_in(municipality: Municipality, number: int, hectares: float) -> dict[str, Any] | None:
    """A turned rectangle of that size inside the boundary, the same for the same number; None without a boundary."""
    boundary = municipality.boundary
    if not boundary:
        return None
    parts = boundary["coordinates"] if boundary["type"] == "MultiPolygon" else [boundary["coordinates"]]
    ring = max((part[0] for part in parts), key=len)
    west, east = min(x for x, _y in ring), max(x for x, _y in ring)
    south, north = min(y for _x, y in ring), max(y for _x, y in ring)
    for turn in range(1, 200):
        # Two irrational steps spread points evenly over the box (Roberts' R2 sequence).
        lon = west + (east - west) * ((0.5 + (number * 7 + turn) * 0.7548776662) % 1)
        lat = south + (north - south) * ((0.5 + (number * 7 + turn) * 0.5698402910) % 1)
        corners = list(_rectangle(lon, lat, hectares, angle=pi * ((number * 0.37) % 1)))
        # The middles of the sides too: a narrow bay may reach between two corners.
        middles = [((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in pairwise([*corners, corners[0]])]
        if all(_inside(x, y, ring) for x, y in [*corners, *middles]):
            return {"type": "Polygon", "coordinates": [[list(point) for point in [*corners, corners[0]]]]}
    return None


def _rectangle(lon: float, lat: float, hectares: float, *, angle: float) -> Iterator[tuple[float, float]]:
    """Four corners of a rectangle, half again as long as wide."""
    width = sqrt(hectares * 10_000 / 1.5)
    for x, y in ((-0.75, -0.5), (0.75, -0.5), (0.75, 0.5), (-0.75, 0.5)):
        east = width * (x * cos(angle) - y * sin(angle))
        north = width * (x * sin(angle) + y * cos(angle))
        yield lon + east / (METRES_PER_DEGREE * cos(radians(lat))), lat + north / METRES_PER_DEGREE


def _inside(x: float, y: float, ring: list[list[float]]) -> bool:
    crossed = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossed = not crossed
    return crossed
