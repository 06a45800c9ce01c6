"""Questions to the figures: series by base, the yearly balance, ages; all of them public facts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Min, Q, QuerySet

from wandel.core.statistics.age_groups import AgeGroup
from wandel.core.statistics.balance import Balance, CountyBalance, county_balance
from wandel.core.statistics.figures import FEMALE, KEYS, MALE, TOTAL
from wandel.core.statistics.figures import Figure as Published
from wandel.core.statistics.observations import State
from wandel.core.statistics.problems import Problems
from wandel.core.statistics.series import Series, series
from wandel.fields.growth.models import Figure, FigureImport
from wandel.office.people.access import Access
from wandel.office.places.models import PopulationFigure
from wandel.office.places.profile import active_profile
from wandel.office.places.queries import county, municipalities

FLOWS = ("births", "deaths", "moves_in", "moves_out", "moves_in_county", "moves_out_county")


def _published(row: Figure) -> Published:
    return Published(
        key=row.key, area=row.area, year=row.year, on=row.on, value=None if row.value is None else Decimal(str(row.value)),
        state=State(row.state), unit=row.unit, base=row.base, source=row.source, licence=row.licence, table=row.table,
        name=row.area_name, sex=row.sex, age=None if row.age_from is None else AgeGroup(row.age_from, row.age_until),
        detail=row.detail,
    )  # fmt: skip


def _from_places(row: PopulationFigure, county_ags: str) -> Published:
    return Published(
        key="population", area=row.municipality.ags if row.municipality else county_ags, year=row.on.year, on=row.on,
        value=Decimal(row.value), state=State.value, unit="persons", base=row.base, source=row.source, licence=row.licence,
        name=row.municipality.name if row.municipality else "",
    )  # fmt: skip


def _totals(published: list[Published]) -> list[Published]:
    """Where an office printed men and women only, their sum stands in for the total of the same day and base."""
    found = {(one.area, one.on, one.base) for one in published if one.key == "population" and one.sex == TOTAL}
    halves: dict[tuple[str, date | None, str], dict[str, Published]] = {}
    for one in published:
        if one.key == "population" and one.sex in (MALE, FEMALE) and one.age is None and one.number is not None:
            halves.setdefault((one.area, one.on, one.base), {})[one.sex] = one
    added = []
    for place, pair in halves.items():
        if place not in found and len(pair) == 2:
            men, women = pair[MALE], pair[FEMALE]
            added.append(
                Published(
                    key="population",
                    area=men.area,
                    year=men.year,
                    on=men.on,
                    base=men.base,
                    state=State.value,
                    value=(men.number or Decimal(0)) + (women.number or Decimal(0)),
                    unit=men.unit,
                    source=men.source,
                    licence=men.licence,
                    table=men.table,
                    name=men.name,
                )
            )
    return published + added


def population_figures(areas: Collection[str]) -> list[Published]:
    """Inhabitants of the areas on every key date and base that is known, totals only. Two queries."""
    found = county()
    county_ags = found.ags if found else ""
    places = (
        PopulationFigure.objects.filter(
            Q(municipality__ags__in=areas) | (Q(municipality=None) if county_ags in areas else Q(pk=None))
        )
        .select_related("municipality")
        .defer("municipality__boundary")
    )
    rows = Figure.objects.filter(key="population", area__in=areas, age_from=None, detail="")
    own = [_from_places(row, county_ags) for row in places]
    return own + _totals([_published(row) for row in rows])


def population_series(area: str) -> Series:
    """The area's inhabitants over time, one segment per base, jumps named."""
    return series(population_figures([area]), key="population", area=area)


@dataclass(frozen=True)
class YearOfCounty:
    """The balance of a year: the county, its municipalities, sums and differences, and what is odd about it."""

    year: int
    found: CountyBalance
    problems: Problems

    @property
    def rows(self) -> tuple[Balance, ...]:
        return self.found.municipalities


def balance_years(areas: Collection[str]) -> list[int]:
    """Years for which somebody published births, newest first. One query."""
    years = Figure.objects.filter(key="births", area__in=areas, sex=TOTAL, age_from=None)
    return sorted(set(years.values_list("year", flat=True)), reverse=True)


def _flows(areas: Collection[str], first: int, last: int) -> list[Published]:
    rows = Figure.objects.filter(
        key__in=FLOWS, area__in=areas, year__gte=first, year__lte=last, age_from=None, detail="", sex=TOTAL
    )
    return [_published(row) for row in rows]


def balance_of(year: int) -> YearOfCounty:
    """County and municipalities in a year, with the residual and the differences. Five queries."""
    one, places = county(), municipalities()
    ags = one.ags if one else ""
    areas = [ags, *(place.ags for place in places)]
    problems = Problems()
    figures = [*population_figures(areas), *_flows(areas, year, year)]
    found = county_balance(
        figures, county=ags, municipalities=[place.ags for place in places], year=year, problems=problems
    )
    return YearOfCounty(year, found, problems)


def components(area: str) -> list[tuple[int, dict[str, Decimal]]]:
    """Births, deaths, in and out of an area by year, oldest first; across the county's border for the county."""
    by_year: dict[int, dict[str, Decimal]] = {}
    for one in _flows([area], 0, 9999):
        if one.number is not None:
            by_year.setdefault(one.year, {})[one.key] = one.number
    return sorted(by_year.items())


@dataclass(frozen=True)
class Ages:
    """Persons by age group and sex on a day; groups ascending, the last one open."""

    on: date
    base: str
    source: str
    groups: list[tuple[AgeGroup, float, float]]

    @property
    def total(self) -> float:
        return sum(women + men for _group, women, men in self.groups)

    def between(self, low: int, until: int | None) -> float:
        """Persons of the groups that lie wholly between two ages; ``until`` None: all that are older."""
        inside = [
            women + men
            for group, women, men in self.groups
            if group.low >= low and (until is None or (group.until is not None and group.until <= until))
        ]
        return sum(inside)


def ages_of(area: str) -> Ages | None:
    """The newest age structure of an area, or None. One query."""
    return ages_of_many([area]).get(area)


def ages_of_many(areas: Collection[str]) -> dict[str, Ages]:
    """The newest age structure of every area that has one. One query."""
    days: dict[str, dict[tuple[date, str], list[Figure]]] = {}
    rows = Figure.objects.filter(
        key="population", area__in=areas, age_from__isnull=False, sex__in=[MALE, FEMALE], on__isnull=False
    )
    for row in rows.order_by("age_from"):
        if row.on:
            days.setdefault(row.area, {}).setdefault((row.on, row.base), []).append(row)
    return {area: _newest_ages(by_day) for area, by_day in days.items()}


def _newest_ages(by_day: dict[tuple[date, str], list[Figure]]) -> Ages:
    on, base = max(by_day)
    groups: dict[AgeGroup, dict[str, float]] = {}
    source = ""
    for row in by_day[on, base]:
        if row.value is not None:
            groups.setdefault(AgeGroup(row.age_from or 0, row.age_until), {})[row.sex] = row.value
            source = row.source
    whole = [(group, by_sex.get(FEMALE, 0.0), by_sex.get(MALE, 0.0)) for group, by_sex in _finest(groups)]
    return Ages(on, base, source, whole)


def _finest(groups: dict[AgeGroup, dict[str, float]]) -> list[tuple[AgeGroup, dict[str, float]]]:
    """Where single years and groups are both there, the finer ones that follow each other without a hole."""
    chosen: list[tuple[AgeGroup, dict[str, float]]] = []
    reached = 0
    for group in sorted(groups, key=lambda one: (one.low, one.until is None, one.until or 0)):
        if group.low == reached:
            chosen.append((group, groups[group]))
            if group.until is None:
                break
            reached = group.until
    return chosen


@dataclass(frozen=True)
class KeyOverview:
    """One key: how many figures, which years, of how many areas."""

    key: str
    name: str
    unit: str
    count: int
    first: int
    last: int
    areas: int


def overview(language: str) -> list[KeyOverview]:
    """Every key with its reach. One query."""
    rows = (
        Figure.objects.order_by()
        .values_list("key", "unit")
        .annotate(Count("pk"), Min("year"), Max("year"), Count("area", distinct=True))
    )
    found = []
    for key, unit, count, first, last, areas in rows:
        meaning = KEYS.get(key)
        name = (meaning.name.en if language == "en" else meaning.name.de) if meaning else key
        found.append(KeyOverview(key, name, unit, count, first, last, areas))
    return sorted(found, key=lambda one: one.name)


def figures_for(access: Access) -> QuerySet[Figure]:
    """Every figure, for those who may look at growth; each brings the day it was taken in."""
    found = Figure.objects.select_related("brought_by").defer("brought_by__skipped")
    return found if access.may("growth.view") else found.none()


def imports() -> list[FigureImport]:
    return list(FigureImport.objects.defer("skipped")[:100])


def areas_here() -> tuple[str, ...]:
    """The AGS whose figures are kept: the county (its municipalities begin with it)."""
    found = county()
    return (found.ags,) if found else ()


def areas_beside() -> frozenset[str]:
    """The areas the county is compared with; their figures are kept too."""
    return frozenset(one.ags for one in active_profile().comparison)
