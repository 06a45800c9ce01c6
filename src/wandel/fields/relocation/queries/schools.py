"""The public finder of schools and day care: what fits, how far it is, and who is responsible."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.http import Http404

from wandel.core.profile.model import Profile
from wandel.core.profile.relocation import Authority
from wandel.core.schools.codes import KINDS, school_form
from wandel.core.schools.distance import kilometres
from wandel.core.schools.languages import names_of
from wandel.core.text.fold import fold
from wandel.office.places.map import middle_of
from wandel.office.places.models import Childcare, Municipality, Place, School
from wandel.office.places.queries import open_childcare, open_schools

CHILDCARE, SECONDARY = "childcare", "secondary"
# After primary school, up to year 10 or the Abitur.
SECONDARY_KINDS = frozenset(
    {"primus", "gesamtschule", "sekundarschule", "hauptschule", "realschule", "gymnasium", "waldorf"}
)
# On the map a day-care centre must not have the number of a school.
CHILDCARE_FROM = 1_000_000
DEGREES = re.compile(r"(-?\d{1,2}[.,]\d+)\s*[,;\s]\s*(-?\d{1,3}[.,]\d+)")
POSTCODE = re.compile(r"\b\d{5}\b")


@dataclass(frozen=True)
class Origin:
    """From where distances are measured, and how that point was found: "point", "postcode", "municipality" or "stop"."""

    point: tuple[float, float]
    label: str
    how: str


@dataclass(frozen=True)
class Found:
    """A line of the finder; ``distance`` in kilometres, straight line, None without an origin or a place."""

    place: School | Childcare
    type_name: str
    group: str
    languages: tuple[str, ...]
    distance: float | None

    @property
    def map_id(self) -> int:
        return self.place.pk + (CHILDCARE_FROM if isinstance(self.place, Childcare) else 0)


@dataclass(frozen=True)
class Wanted:
    """What a visitor looks for; everything may be empty. ``what``: a kind of school, "secondary", "childcare" or ""."""

    what: str = ""
    ags: str = ""
    text: str = ""
    language: str = ""
    all_day: bool = False


def find(wanted: Wanted, *, origin: Origin | None, language: str) -> list[Found]:
    """Schools, or day care where that is wanted: the nearest first, without an origin by name. One query."""
    rows: list[School] | list[Childcare]
    rows = list(open_childcare()) if wanted.what == CHILDCARE else list(open_schools())
    words = fold(wanted.text).split()
    found = []
    for place in rows:
        if not _fits(place, wanted, words):
            continue
        point = place.point
        distance = kilometres(origin.point, point) if origin and point else None
        spoken = tuple(names_of(place.language_codes, language))
        found.append(Found(place, type_name(place, language), group_of(place), spoken, distance))
    return sorted(found, key=lambda one: (one.distance is None, one.distance or 0, one.place.sort_key))


def known_places(*, care: bool, ags: str = "", text: str = "", language: str) -> list[tuple[School | Childcare, str]]:
    """Schools or day-care centres as the staff sees them, those that are gone too, each with the name of its type."""
    model: type[School] | type[Childcare] = Childcare if care else School
    rows = model.objects.select_related("municipality").defer("municipality__boundary")
    if ags:
        rows = rows.filter(municipality__ags=ags)
    words = fold(text).split()
    return [
        (place, type_name(place, language))
        for place in rows
        if all(word in fold(f"{place.name} {place.street} {place.municipality.name}") for word in words)
    ]


def _fits(place: School | Childcare, wanted: Wanted, words: Sequence[str]) -> bool:
    if isinstance(place, School) and wanted.what not in {"", place.kind, _family(place.kind)}:
        return False
    if wanted.ags and place.municipality.ags != wanted.ags:
        return False
    if wanted.all_day and place.all_day is not True:
        return False
    if wanted.language and wanted.language not in place.language_codes:
        return False
    text = fold(f"{place.name} {place.street} {place.postcode} {place.municipality.name} {place.provider}")
    return all(word in text for word in words)


def _family(kind: str) -> str:
    return SECONDARY if kind in SECONDARY_KINDS else kind


def type_name(place: School | Childcare, language: str) -> str:
    """The type of school by its name, "" for day care."""
    if isinstance(place, Childcare):
        return ""
    form = school_form(place.code)
    return form.name.to(language) if form else ""


def group_of(place: School | Childcare) -> str:
    """The colour it has on the map: childcare, primary, secondary or other."""
    if isinstance(place, Childcare):
        return CHILDCARE
    if place.kind in SECONDARY_KINDS:
        return SECONDARY
    return place.kind if place.kind == "primary" else "other"


def kinds_here() -> list[str]:
    """The kinds of school there are, in the order a family looks for them."""
    there = set(open_schools().order_by().values_list("kind", flat=True))
    return [kind for kind in KINDS if kind in there]


def kind_name(kind: str, language: str) -> str:
    """The name of a kind: that of the first code that means it."""
    return _kind_names(language).get(kind, kind)


@lru_cache(maxsize=4)
def _kind_names(language: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for code in ("02", "04", "08", "10", "13", "14", "15", "17", "20", "25", "30", "83", "06"):
        form = school_form(code)
        if form:
            names.setdefault(form.kind, form.name.to(language))
    return names


def school_by_number(number: str) -> School:
    found = open_schools().filter(number=number).first()
    if found is None:
        raise Http404
    return found


def childcare_by_pk(pk: int) -> Childcare:
    found = open_childcare().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def place_on_map(number: int) -> School | Childcare:
    """What a dot of the map stands for."""
    if number >= CHILDCARE_FROM:
        return childcare_by_pk(number - CHILDCARE_FROM)
    found = open_schools().filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def origin_of(text: str) -> Origin | None:
    """The point a visitor means: coordinates, a postcode, a municipality or a rail stop; of an address its postcode or
    municipality. No address leaves the house for it. None where nothing of it is known here."""
    degrees = DEGREES.fullmatch(text.strip())
    if degrees:
        lat, lon = (float(part.replace(",", ".")) for part in degrees.groups())
        return (
            Origin((lat, lon), f"{lat:.4f}, {lon:.4f}", "point") if 47 <= lat <= 55.2 and 5.5 <= lon <= 15.5 else None
        )
    postcode = POSTCODE.search(text)
    if postcode:
        found = _middle_of_postcode(postcode[0])
        if found:
            return found
    wanted = fold(text)
    if not wanted:
        return None
    towns = dict(Municipality.objects.values_list("sort_key", "pk"))
    stop = next((one for one in Place.objects.only("name", "lat", "lon") if fold(one.name) == wanted), None)
    if stop is not None and wanted not in towns:
        return Origin((stop.lat, stop.lon), stop.name, "stop")
    words = {wanted, *(part.strip() for part in wanted.split(",")), *(word.strip(",.") for word in wanted.split())}
    for town in sorted(words & towns.keys()):
        row = Municipality.objects.get(pk=towns[town])
        point = middle_of(row.boundary)
        if point:
            return Origin(point, row.name, "municipality")
    return None


def _middle_of_postcode(postcode: str) -> Origin | None:
    """The mean of the schools and centres of a postcode: near enough to say what is near, and it needs no map service."""
    points = [
        (lat, lon)
        for model in (School, Childcare)
        for lat, lon in model.objects.filter(postcode=postcode, gone_on=None)
        .exclude(lat=None)
        .values_list("lat", "lon")
    ]
    if not points:
        return None
    lat, lon = (sum(part) / len(points) for part in zip(*points, strict=True))
    return Origin((lat, lon), postcode, "postcode")


@dataclass(frozen=True)
class Responsible:
    """An office, its duty (the service's key), and where: the municipality's name, or "" for all (the others, where one
    has an office of its own)."""

    service: str
    office: Authority
    where: str
    alone: bool = False


def responsible(profile: Profile, ags: str) -> list[Responsible]:
    """Youth office and school office: those of one municipality, or every one with its area."""
    towns = {one.ags: one.name for one in profile.municipalities}
    rows = []
    for service in ("jugendamt", "schulamt"):
        if ags:
            office = profile.authority(service, ags)
            rows += [Responsible(service, office, towns.get(ags, ""))] if office else []
        else:
            offices = sorted(
                (one for one in profile.authorities if one.service == service), key=lambda one: not one.ags
            )
            rows += [Responsible(service, office, towns.get(office.ags, ""), len(offices) == 1) for office in offices]
    return rows


def oldest_day(rows: Sequence[Found]) -> date | None:
    """The oldest key date among the lines shown: nothing on the page is older."""
    return min((row.place.as_of for row in rows), default=None)


def source_of(rows: Sequence[Found]) -> str:
    """Where the lines come from, with the licence."""
    sources = {" · ".join(filter(None, (row.place.source, row.place.licence))) for row in rows}
    return "; ".join(sorted(sources))
