"""What a projection starts from, read from the figures that are here."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

import numpy as np

from wandel.core.law.texts import Text
from wandel.core.population.county import County
from wandel.core.population.estimate import Counts, Published, estimate
from wandel.core.population.forward import carry_forward
from wandel.core.statistics.ages import single_ages, spread
from wandel.core.statistics.figures import FEMALE, MALE
from wandel.fields.growth.models import Figure
from wandel.fields.growth.queries.figures import ages_of, population_series
from wandel.office.places.models import Municipality
from wandel.office.places.queries import county, municipalities

EARTH_KM = 6371.0
# Years whose mean is the usual level of arrivals; a single year may be an exception, as 2015 was.
USUAL_YEARS = 10


class MissingFigures(Exception):
    """Figures a projection cannot do without, named in both languages."""

    def __init__(self, *texts: Text) -> None:
        self.texts = texts
        super().__init__(" ".join(text.en for text in texts))


@dataclass(frozen=True)
class Start:
    """A county ready to project: its rates and people, the base of its newest count, what was assumed, and the levels of
    arrivals and departures that stand for a usual year."""

    county: County
    names: tuple[str, ...]
    base: str
    notes: list[Text]
    usual_arrivals: float
    usual_departures: float


def start_of_projection() -> Start:
    """Read everything. Raises MissingFigures with what is not there."""
    one, places = county(), municipalities()
    if one is None or not places:
        raise MissingFigures(Text("Es ist kein Kreis geladen.", "No county is loaded."))
    whole = ages_of(one.ags)
    missing = [] if whole else [Text("Altersaufbau des Kreises", "ages of the county")]
    by_place = [ages_of(place.ags) for place in places]
    missing += [
        Text(f"Altersaufbau von {place.name}", f"ages of {place.name}")
        for place, ages in zip(places, by_place, strict=True)
        if ages is None
    ]
    if whole is None or missing:
        raise MissingFigures(*missing)
    year = whole.on.year
    births, deaths = (
        _groups("births", one.ags, year),
        {sex: _groups("deaths", one.ags, year, sex) for sex in (FEMALE, MALE)},
    )
    moves = {
        key: [[_groups(key, place.ags, year, sex) for place in places] for sex in (FEMALE, MALE)]
        for key in ("moves_in", "moves_out")
    }
    flows = {key: _by_year(key, one.ags) for key in ("moves_in_county", "moves_out_county")}
    wanted = (
        (births, Text("Geburten nach Alter der Mutter", "births by age of the mother")),
        (deaths[FEMALE] and deaths[MALE], Text("Sterbefälle nach Alter und Geschlecht", "deaths by age and sex")),
        (all(all(one_sex) for one_sex in moves["moves_in"]), Text("Zuzüge der Gemeinden nach Alter", "arrivals of the municipalities by age")),
        (all(all(one_sex) for one_sex in moves["moves_out"]), Text("Fortzüge der Gemeinden nach Alter", "departures of the municipalities by age")),
        (flows["moves_in_county"].get(year), Text("Zuzüge über die Kreisgrenze", "arrivals across the county's border")),
        (flows["moves_out_county"].get(year), Text("Fortzüge über die Kreisgrenze", "departures across the county's border")),
    )  # fmt: skip
    lacking = [Text(f"{text.de} {year}", f"{text.en} {year}") for found, text in wanted if not found]
    if lacking:
        raise MissingFigures(*lacking)
    patterns = [single_ages([(group, row[sex]) for group, *row in whole.groups]) for sex in (0, 1)]
    people = np.stack(
        [
            np.stack([spread([(group, row[sex]) for group, *row in ages.groups], patterns[sex]) for ages in by_place if ages], axis=1)
            for sex in (0, 1)
        ]
    )  # fmt: skip
    girls = _value("births", one.ags, year, FEMALE) / max(_value("births", one.ags, year, "total"), 1.0)
    found = estimate(
        Published(
            year=year, areas=tuple(place.ags for place in places), names=tuple(place.name for place in places), people=people,
            births=births, girls=girls, deaths=(deaths[FEMALE], deaths[MALE]),
            moves_in=(tuple(moves["moves_in"][0]), tuple(moves["moves_in"][1])),
            moves_out=(tuple(moves["moves_out"][0]), tuple(moves["moves_out"][1])),
            county_in=flows["moves_in_county"][year], county_out=flows["moves_out_county"][year],
            distances=_distances(places),
        )
    )  # fmt: skip
    last = [value for when, value in sorted(flows["moves_out_county"].items()) if when <= year][-USUAL_YEARS:]
    leaving = (sum(last) / len(last)) / flows["moves_out_county"][year]
    newest, base, counted = _newest(places)
    carried = carry_forward(found.county, to=newest, counted=counted, leaving=leaving)
    level = Text(
        f"Fortzüge: {year} gingen {flows['moves_out_county'][year]:.0f} Menschen über die Kreisgrenze, im Mittel der {len(last)} Jahre bis dahin {sum(last) / len(last):.0f}. Üblich ist das Mittel.",
        f"Departures: in {year} {flows['moves_out_county'][year]:.0f} people left the county, in the mean of the {len(last)} years up to then {sum(last) / len(last):.0f}. The mean is usual.",
    )
    names = tuple(place.name for place in places)
    return Start(carried.county, names, base, [*found.notes, level, carried.note], carried.arriving, leaving)


def _groups(key: str, area: str, year: int, sex: str = "total") -> Counts:
    """Age groups of a key in order, without holes; empty where there are none."""
    rows = Figure.objects.filter(
        key=key, area=area, year=year, sex=sex, age_from__isnull=False, value__isnull=False, detail=""
    ).order_by("age_from", "age_until")
    found: list[tuple[int, int | None, float]] = []
    reached = 0
    for row in rows:
        if row.age_from == reached:
            found.append((row.age_from, row.age_until, float(row.value or 0)))
            if row.age_until is None:
                break
            reached = row.age_until
    return found


def _value(key: str, area: str, year: int, sex: str) -> float:
    row = Figure.objects.filter(key=key, area=area, year=year, sex=sex, age_from=None, detail="").first()
    return float(row.value or 0) if row else 0.0


def _by_year(key: str, area: str) -> dict[int, float]:
    rows = Figure.objects.filter(key=key, area=area, sex="total", age_from=None, detail="", value__isnull=False)
    return {row.year: float(row.value or 0) for row in rows}


def _newest(places: list[Municipality]) -> tuple[int, str, "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"]:
    """The newest 31 December for which every municipality was counted on one base: year, base, inhabitants."""
    counts: dict[tuple[int, str], dict[str, float]] = {}
    for place in places:
        for segment in population_series(place.ags).segments:
            for point in segment.points:
                if point.on and (point.on.month, point.on.day) == (12, 31) and point.number is not None:
                    counts.setdefault((point.on.year, segment.base), {})[place.ags] = float(point.number)
    whole = [key for key, found in counts.items() if len(found) == len(places)]
    if not whole:
        raise MissingFigures(
            Text("Einwohner aller Gemeinden an einem 31.12. auf einer Basis", "inhabitants of all municipalities on one 31 December and base")
        )  # fmt: skip
    year, base = max(whole)
    return year, base, np.array([counts[year, base][place.ags] for place in places])


def _distances(places: list[Municipality]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    """Kilometres between the middles of the municipalities' outlines."""
    centres = [_centre(place.boundary) for place in Municipality.objects.filter(pk__in=[one.pk for one in places])]
    return np.array([[_km(here, there) for there in centres] for here in centres])


def _centre(boundary: dict) -> tuple[float, float]:  # type: ignore[type-arg]
    points: list[tuple[float, float]] = []

    def walk(part: list) -> None:  # type: ignore[type-arg]
        if part and isinstance(part[0], (int, float)):
            points.append((part[0], part[1]))
        else:
            for one in part:
                walk(one)

    walk(boundary.get("coordinates", []))
    if not points:
        return 0.0, 0.0
    return sum(x for x, _y in points) / len(points), sum(y for _x, y in points) / len(points)


def _km(here: tuple[float, float], there: tuple[float, float]) -> float:
    (lon1, lat1), (lon2, lat2) = ((radians(x), radians(y)) for x, y in (here, there))
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(chord))
