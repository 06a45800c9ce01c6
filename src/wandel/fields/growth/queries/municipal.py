"""The municipalities beside each other, in figures every one of them has: growth, moves, ages, building."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wandel.core.profile.model import IndicatorName, Name
from wandel.core.statistics.figures import TOTAL
from wandel.core.statistics.observations import State
from wandel.fields.growth.models import Figure
from wandel.fields.growth.queries.figures import ages_of_many, population_figures
from wandel.fields.growth.queries.placing import Measured, Placed, placed
from wandel.office.places.models import Municipality

# What is added and taken away, by key and age group; None is the total.
Term = tuple[int, str, int | None, int | None]
PER_THOUSAND: tuple[tuple[IndicatorName, tuple[Term, ...]], ...] = (
    (
        IndicatorName("moves", Name("Zuzüge minus Fortzüge", "Moves in minus moves out"), "je 1.000", "higher", ""),
        ((1, "moves_in", None, None), (-1, "moves_out", None, None)),
    ),
    (
        IndicatorName(
            "families",
            Name("Zuzüge minus Fortzüge, unter 18 und 30 bis 49", "Moves in minus moves out, under 18 and 30 to 49"),
            "je 1.000",
            "higher",
            "",
        ),
        ((1, "moves_in", 0, 18), (1, "moves_in", 30, 50), (-1, "moves_out", 0, 18), (-1, "moves_out", 30, 50)),
    ),
    (
        IndicatorName("completed", Name("Fertiggestellte Wohnungen", "Dwellings completed"), "je 1.000", "higher", ""),
        ((1, "completed_dwellings", None, None),),
    ),
    (
        IndicatorName("permitted", Name("Genehmigte Wohnungen", "Dwellings permitted"), "je 1.000", "higher", ""),
        ((1, "permitted_dwellings", None, None),),
    ),
)
YOUNG = IndicatorName("young", Name("Anteil der unter 18-Jährigen", "Share of people under 18"), "%", "higher", "")
OLD = IndicatorName(
    "old", Name("Ab 65-Jährige je 100 von 20 bis 64", "Aged 65 and over per 100 aged 20 to 64"), "je 100", "lower", ""
)
# Inhabitants by way of counting and day, then area: number and source. Only days every area has.
Inhabitants = dict[tuple[str, date], dict[str, tuple[float, str]]]


@dataclass(frozen=True)
class Neighbours:
    """Every municipality with its place in the index, best first."""

    rows: list[tuple[Municipality, Placed]]

    def of(self, ags: str) -> tuple[Municipality, Placed] | None:
        return next((row for row in self.rows if row[0].ags == ags), None)


def municipalities_compared(places: list[Municipality], language: str) -> Neighbours | None:
    """The municipalities beside each other, every indicator counting alike. None while there is too little to compare.

    An indicator takes part if every municipality has it for the same year; what is given per 1,000 refers to the
    inhabitants at the end of that year. Moves include those between the municipalities. Five queries, and one to what is kept.
    """
    names = {place.ags: place for place in places}
    areas = list(names)
    inhabitants = _inhabitants(areas)
    measured = [*_change(inhabitants), *_per_thousand(inhabitants, areas), *_ages(areas)]
    found = placed(measured, areas, of=areas, language=language)
    if not found:
        return None
    return Neighbours(
        [(names[one.area], one) for one in sorted(found, key=lambda one: (one.rank or len(areas), one.area))]
    )


def _inhabitants(areas: list[str]) -> Inhabitants:
    found: Inhabitants = {}
    for one in population_figures(areas):
        if one.on and one.number is not None and one.sex == TOTAL:
            found.setdefault((one.base, one.on), {})[one.area] = (float(one.number), one.source)
    return {key: values for key, values in found.items() if len(values) == len(areas)}


def _change(inhabitants: Inhabitants) -> list[Measured]:
    """From the first to the last day of the newest way of counting that has two; never across two ways of counting."""
    days: dict[str, list[date]] = {}
    for base, on in inhabitants:
        days.setdefault(base, []).append(on)
    spans = [(max(ones), min(ones), base) for base, ones in days.items() if len(ones) > 1]
    if not spans:
        return []
    last, first, base = max(spans)
    before, after = inhabitants[base, first], inhabitants[base, last]
    years = f"{first.year}–{last.year}"
    about = IndicatorName("change", Name(f"Einwohner {years}", f"Inhabitants {years}"), "%", "higher", "")
    values = {area: 100 * (now / before[area][0] - 1) for area, (now, _source) in after.items() if before[area][0]}
    return [Measured(about, last.year, _sources(source for _now, source in after.values()), values)]


def _per_thousand(inhabitants: Inhabitants, areas: list[str]) -> list[Measured]:
    keys = {key for _about, terms in PER_THOUSAND for _sign, key, _low, _until in terms}
    # Key and age group, then year, then area.
    table: dict[tuple[str, int | None, int | None], dict[int, dict[str, tuple[float, str]]]] = {}
    for row in Figure.objects.filter(key__in=keys, area__in=areas, detail="", sex=TOTAL):
        # "Nothing" is what the offices print for exactly none; a secret value is not there.
        value = 0.0 if row.state == State.nothing else row.value
        if value is not None:
            by_year = table.setdefault((row.key, row.age_from, row.age_until), {})
            by_year.setdefault(row.year, {})[row.area] = (value, row.source)
    by_year_end = {
        on.year: values for (_base, on), values in sorted(inhabitants.items()) if (on.month, on.day) == (12, 31)
    }
    found = []
    for about, terms in PER_THOUSAND:
        columns = [(sign, table.get((key, low, until), {})) for sign, key, low, until in terms]
        years = [
            year for year in by_year_end if all(len(column.get(year, {})) == len(areas) for _sign, column in columns)
        ]
        if not years:
            continue
        year = max(years)
        values = {
            area: 1000 * sum(sign * column[year][area][0] for sign, column in columns) / by_year_end[year][area][0]
            for area in areas
            if by_year_end[year][area][0]
        }
        sources = _sources(source for _sign, column in columns for _value, source in column[year].values())
        found.append(Measured(about, year, sources, values))
    return [one for one in found if len(one.values) == len(areas)]


def _ages(areas: list[str]) -> list[Measured]:
    ages = ages_of_many(areas)
    days = {one.on for one in ages.values()}
    if len(ages) < len(areas) or len(days) > 1:
        return []
    young, old = {}, {}
    for area, one in ages.items():
        working = one.between(20, 65)
        if not one.total or not working:
            return []
        young[area] = 100 * one.between(0, 18) / one.total
        old[area] = 100 * one.between(65, None) / working
    year, sources = days.pop().year, _sources(one.source for one in ages.values())
    return [Measured(YOUNG, year, sources, young), Measured(OLD, year, sources, old)]


def _sources(found: Iterable[str]) -> str:
    return ", ".join(sorted(set(found)))
